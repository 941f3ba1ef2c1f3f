// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension FuzzTarget {
    /// The table holds what a plain dictionary of the walker's pairs would, in the order of first appearance.
    static let cookieHeader = FuzzTarget(name: "cookie-header") {
        { input in
            var table = CookieTable()
            table.parse(header: ByteSlice(from: 0, to: input.count), in: input.span)
            var names: [[UInt8]] = []
            var values: [[UInt8]: [UInt8]] = [:]
            for piece in input.split(separator: 0x3B) {
                let text = Array(piece)
                var walker = CookieWalker(text.span)
                guard let pair = walker.next() else { continue }
                let name = Array(text[pair.name.start..<pair.name.end])
                guard values[name] != nil || names.count < CookieTable.capacity else { continue }
                if values.updateValue(Array(text[pair.value.start..<pair.value.end]), forKey: name) == nil {
                    names.append(name)
                }
            }
            guard table.count == names.count else { return "\(table.count) cookies instead of \(names.count)" }
            for (index, name) in names.enumerated() {
                let pair = table[index]
                guard Array(input[pair.name.start..<pair.name.end]) == name else { return "another order" }
                guard let slice = table.value(of: name.span, in: input.span) else { return "a name is not found" }
                guard Array(input[slice.start..<slice.end]) == values[name] else { return "another value" }
            }
            return nil
        }
    }

    /// Every path is normal, the parts make up the whole, and what is recognised as normal is not changed.
    static let url = FuzzTarget(name: "url") {
        { input in
            for decodingReserved in [false, true] {
                let capacity = RequestURL.capacity(forRawCount: input.count)
                var buffer = ByteBuffer(limit: capacity)
                var scratch = ByteBuffer(limit: capacity)
                let url = RequestURL.normalise(
                    raw: input.span, decodingReserved: decodingReserved, into: &buffer, scratch: &scratch)
                if buffer.hasOverflowed || scratch.hasOverflowed { return "more room needed than promised" }
                let full = bytes(of: buffer.bytes(of: url.full))
                let path = bytes(of: buffer.bytes(of: url.path))
                if path.first != 0x2F { return "a path without its slash" }
                if path.count > 1, path.last == 0x2F { return "a path with a slash at its end" }
                for index in path.indices.dropLast() where path[index] == 0x2F && path[index + 1] == 0x2F {
                    return "two slashes"
                }
                let origin = bytes(of: buffer.bytes(of: url.origin))
                if !full.starts(with: origin + path) { return "parts beside the whole" }
                let segments = path.split(separator: 0x2F).map { Array($0) }
                if segments.contains([0x2E]) || segments.contains([0x2E, 0x2E]) { return "dot segments" }
            }
            return recognised(input)
        }
    }

    /// The URL from `input` as host, path and query behind zero bytes.
    private static func recognised(_ input: [UInt8]) -> String? {
        let (host, rest) = halves(input)
        let (path, query) = halves(rest)
        guard RequestURL.isNormal(host: host.span, path: path.span, query: query.span) else { return nil }
        let raw = Array("https://".utf8) + host + path + (query.isEmpty ? [] : [0x3F] + query)
        var buffer = ByteBuffer(limit: RequestURL.capacity(forRawCount: raw.count))
        var scratch = ByteBuffer(limit: RequestURL.capacity(forRawCount: raw.count))
        let url = RequestURL.normalise(raw: raw.span, decodingReserved: false, into: &buffer, scratch: &scratch)
        return url.differsFromRaw || url.wasMalformed ? "taken for normal" : nil
    }

    /// An address that is read, and written in full, is read again as the same.
    static let ipAddress = FuzzTarget(name: "ip-address") {
        { input in
            guard let address = IPAddress.parse(input.span) else { return nil }
            let groups = (0..<8).map { String(address.group($0), radix: 16) }
            let text = Array(groups.joined(separator: ":").utf8)
            return IPAddress.parse(text.span) == address ? nil : "another address when written in full"
        }
    }

    /// A range holds the addresses whose leading bits are its own, compared one by one. The range, a zero byte, the address.
    static let ipRange = FuzzTarget(name: "ip-range") {
        { input in
            let (rangeText, addressText) = halves(input)
            let range = AddressRange.parse(rangeText.span)
            guard let address = IPAddress.parse(addressText.span) else { return nil }
            let expected = contains(rangeText, address)
            guard let range else { return expected == nil ? nil : "a range that is refused" }
            return range.contains(address) == expected ? nil : "another answer than the bits give"
        }
    }

    /// Nil if the text is no range.
    private static func contains(_ text: [UInt8], _ address: IPAddress) -> Bool? {
        guard let slash = text.lastIndex(of: 0x2F) else { return IPAddress.parse(text.span).map { $0 == address } }
        let (baseText, countText) = (Array(text[..<slash]), text[(slash + 1)...])
        let isIPv4 = !baseText.contains(0x3A)
        guard let base = IPAddress.parse(baseText.span), !countText.isEmpty,
            countText.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        // Zeros before a number do not change it, but a number that is too long for an Int is too large.
        let count = Int(String(decoding: countText, as: UTF8.self)) ?? Int.max
        guard count <= (isIPv4 ? 32 : 128) else { return nil }
        guard address.isIPv4 == isIPv4 else { return false }
        let bits = { (address: IPAddress, index: Int) in address.group(index / 16) >> UInt16(15 - index % 16) & 1 }
        return (0..<(isIPv4 ? 96 + count : count)).allSatisfy { bits(base, $0) == bits(address, $0) }
    }
}
