// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// IPv6 in text (RFC 4291 §2.2): eight groups of one to four hexadecimal digits; `::` once, for one or more groups of
// zero; the last two groups may be an IPv4 address of four plain decimal parts.

extension IPAddress {
    package static func parseIPv6(_ text: Span<UInt8>) -> IPAddress? {
        var groups = Groups()
        var gap: Int?
        var index = 0
        if text.hasPrefix("::") {
            gap = 0
            index = 2
        }
        while index < text.count {
            if groups.count <= 6, let value = parseDottedQuad(text.extracting(index..<text.count)) {
                groups.append(UInt16(truncatingIfNeeded: value >> 16))
                groups.append(UInt16(truncatingIfNeeded: value))
                break
            }
            guard groups.count < 8, let group = Group(in: text, at: index) else { return nil }
            groups.append(group.value)
            index += group.width
            guard index < text.count else { break }
            guard text[index] == 0x3A else { return nil }
            index += 1
            if index < text.count, text[index] == 0x3A {
                guard gap == nil else { return nil }
                gap = groups.count
                index += 1
            } else if index == text.count {
                return nil
            }
        }
        return groups.address(gap: gap)
    }

    /// Four decimal parts without leading zeros, to the end of `text`.
    private static func parseDottedQuad(_ text: Span<UInt8>) -> UInt32? {
        // Seven to fifteen bytes; this also keeps the search for it from being repeated over a long text.
        guard text.count >= 7, text.count <= 15, text.firstIndex(of: 0x3A) == nil else { return nil }
        var address: UInt32 = 0
        var parts = 0
        var index = 0
        while true {
            let start = index
            var value: UInt32 = 0
            while index < text.count, index - start < 3, ASCII.isDigit(text[index]) {
                value = value * 10 + UInt32(text[index] &- 0x30)
                index += 1
            }
            let width = index - start
            guard width > 0, value <= 0xFF, width == 1 || text[start] != 0x30 else { return nil }
            address = address << 8 | value
            parts += 1
            if index == text.count { return parts == 4 ? address : nil }
            guard parts < 4, text[index] == 0x2E else { return nil }
            index += 1
        }
    }

    /// One group of hexadecimal digits.
    private struct Group {
        var value: UInt16
        var width: Int

        init?(in text: Span<UInt8>, at start: Int) {
            value = 0
            width = 0
            while start + width < text.count, let digit = Hex.value(of: text[start + width]) {
                guard width < 4 else { return nil }
                value = value << 4 | UInt16(digit)
                width += 1
            }
            if width == 0 { return nil }
        }
    }

    /// Up to eight groups, in the order of the text.
    private struct Groups {
        private var values = InlineArray<8, UInt16>(repeating: 0)
        private(set) var count = 0

        mutating func append(_ value: UInt16) {
            guard count < 8 else { return }
            values[count] = value
            count += 1
        }

        /// The address, with the zeros that `::` left out at `gap`.
        func address(gap: Int?) -> IPAddress? {
            guard gap == nil ? count == 8 : count < 8 else { return nil }
            var address = IPAddress(high: 0, low: 0)
            let zeros = 8 - count
            for index in 0..<count {
                address.set(group: index < gap ?? 8 ? index : index + zeros, to: values[index])
            }
            return address
        }
    }

    /// The group at `index`, of eight.
    package func group(_ index: Int) -> UInt16 {
        let half = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: half >> UInt64(16 * (3 - index & 3)))
    }

    private mutating func set(group index: Int, to value: UInt16) {
        let bits = UInt64(value) << UInt64(16 * (3 - index & 3))
        if index < 4 { high |= bits } else { low |= bits }
    }
}

extension ByteBuffer {
    /// Appends `address` as groups, the first longest run of two or more zeros as `::` (RFC 5952 §4), and the last
    /// two groups never in dots, as URLs have it.
    package mutating func append(ipv6 address: IPAddress) {
        let gap = Self.longestZeros(in: address)
        var index = 0
        while index < 8 {
            if index == gap.lowerBound, !gap.isEmpty {
                append(index == 0 ? "::" : ":")
                index = gap.upperBound
                continue
            }
            append(hexGroup: address.group(index))
            if index < 7 { append(0x3A) }
            index += 1
        }
    }

    private mutating func append(hexGroup value: UInt16) {
        var shift: UInt16 = 12
        while shift > 0, value >> shift == 0 { shift -= 4 }
        while true {
            append(Hex.digit(UInt8(truncatingIfNeeded: value >> shift)))
            guard shift > 0 else { return }
            shift -= 4
        }
    }

    private static func longestZeros(in address: IPAddress) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            guard address.group(index) == 0 else {
                start = index + 1
                continue
            }
            if index + 1 - start > max(longest.count, 1) { longest = start..<index + 1 }
        }
        return longest
    }
}
