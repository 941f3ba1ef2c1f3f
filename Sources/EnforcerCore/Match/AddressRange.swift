// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A single address or a CIDR block (protocol.md §11.6). Families do not mix.
package struct AddressRange: BitwiseCopyable, Sendable, Equatable {
    private var base: IPAddress
    private var mask: IPAddress
    private var isIPv4: Bool

    /// The range that is one address.
    package init(_ address: IPAddress) {
        self.init(base: address, bits: 128, isIPv4: address.isIPv4)
    }

    /// Host bits that are set in `base` do not count.
    private init(base: IPAddress, bits: Int, isIPv4: Bool) {
        mask = IPAddress(high: Self.leadingOnes(min(bits, 64)), low: Self.leadingOnes(max(bits - 64, 0)))
        self.base = IPAddress(high: base.high & mask.high, low: base.low & mask.low)
        self.isIPv4 = isIPv4
    }

    /// Reads `address` or `address/bits`; nil if it is neither.
    ///
    /// A block written in IPv6 stays one even if all of it is IPv4-mapped, and as mapped addresses count as IPv4
    /// nothing is ever inside: only single addresses change sides.
    package static func parse(_ text: Span<UInt8>) -> AddressRange? {
        guard let slash = text.lastIndex(of: 0x2F) else { return IPAddress.parse(text).map { AddressRange($0) } }
        let address = text.extracting(0..<slash)
        let isIPv4 = address.firstIndex(of: 0x3A) == nil
        guard let base = IPAddress.parse(address),
            let bits = bitCount(text.extracting(slash + 1..<text.count), limit: isIPv4 ? 32 : 128)
        else { return nil }
        return AddressRange(base: base, bits: isIPv4 ? 96 + bits : bits, isIPv4: isIPv4)
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == isIPv4 && address.high & mask.high == base.high && address.low & mask.low == base.low
    }

    private static func bitCount(_ text: Span<UInt8>, limit: Int) -> Int? {
        guard !text.isEmpty else { return nil }
        var value = 0
        for index in text.indices {
            guard ASCII.isDigit(text[index]) else { return nil }
            value = value * 10 + Int(text[index] &- 0x30)
            guard value <= limit else { return nil }
        }
        return value
    }

    private static func leadingOnes(_ count: Int) -> UInt64 {
        count >= 64 ? .max : ~(UInt64.max >> UInt64(count))
    }
}
