// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// An IPv4 or IPv6 address.
///
/// IPv4 is kept in its IPv4-mapped form (RFC 4291 §2.5.5.2), and so `::ffff:203.0.113.24` *is* `203.0.113.24`, as
/// protocol.md §11.6 wants it.
package struct IPAddress: BitwiseCopyable, Sendable, Equatable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(ipv4 value: UInt32) {
        self.init(high: 0, low: 0xFFFF << 32 | UInt64(value))
    }

    package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Reads an address. Anything around it (white space, brackets, a port, a zone) makes it none.
    package static func parse(_ text: Span<UInt8>) -> IPAddress? {
        if text.firstIndex(of: 0x3A) != nil { return parseIPv6(text) }
        return parseIPv4(text).map { IPAddress(ipv4: $0) }
    }
}
