// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// IPv4 in text: one to four parts with dots between them, each decimal, octal (leading 0) or hexadecimal (leading 0x);
// the last part fills all the bytes that are left. `203.0.113.024`, `0xCB.0.0x7114` and `3405803796` all are
// 203.0.113.20. Both configuration.md §1.3 and URL hosts know these spellings.

extension IPAddress {
    /// - Parameter acceptingBarePrefix: whether `0x` alone is zero, which it is in URLs only.
    package static func parseIPv4(_ text: Span<UInt8>, acceptingBarePrefix: Bool = false) -> UInt32? {
        var parts = InlineArray<4, UInt64>(repeating: 0)
        var used = 0
        var start = 0
        while true {
            let dot = text.firstIndex(of: 0x2E, from: start) ?? text.count
            guard used < 4 else { return nil }
            let part = text.extracting(start..<dot)
            if let number = ipv4Number(part) {
                parts[used] = number
            } else if !acceptingBarePrefix || !part.equalsIgnoringASCIICase("0x") {
                return nil
            }
            used += 1
            guard dot < text.count else { break }
            start = dot + 1
        }
        var address: UInt64 = 0
        for index in 0..<used - 1 {
            guard parts[index] <= 0xFF else { return nil }
            address |= parts[index] << UInt64(8 * (3 - index))
        }
        let last = parts[used - 1]
        guard last < 1 << UInt64(8 * (5 - used)) else { return nil }
        return UInt32(truncatingIfNeeded: address | last)
    }

    /// The value of one part. What is too large for any address is some value over `UInt32.max`.
    package static func ipv4Number(_ part: Span<UInt8>) -> UInt64? {
        var base: UInt64 = 10
        var index = 0
        if part.count >= 2, part[0] == 0x30 {
            base = part[1] | 0x20 == 0x78 ? 16 : 8
            index = base == 16 ? 2 : 1
        }
        guard index < part.count else { return nil }
        var value: UInt64 = 0
        while index < part.count {
            guard let digit = Hex.value(of: part[index]), UInt64(digit) < base else { return nil }
            value = min(value * base + UInt64(digit), 1 << 40)
            index += 1
        }
        return value
    }
}

extension ByteBuffer {
    /// Appends `value` as four decimal parts.
    package mutating func append(ipv4 value: UInt32) {
        for position in 0..<4 {
            if position > 0 { append(0x2E) }
            append(decimal: Int64(value >> UInt32(8 * (3 - position)) & 0xFF))
        }
    }
}
