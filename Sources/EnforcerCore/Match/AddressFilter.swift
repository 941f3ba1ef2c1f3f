// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// `px_filter_by_ip` (protocol.md §1.5, §11.6).
package struct AddressFilter: Sendable {
    private var ranges: [AddressRange] = []

    /// Entries that cannot be read match nothing and are left out.
    package init(_ configured: ByteStringList) {
        for index in 0..<configured.count {
            if let range = AddressRange.parse(configured[index]) { ranges.append(range) }
        }
    }

    /// Whether the address that `text` spells, the client IP as it was found, is in one of the ranges; false if it
    /// spells none.
    package func matches(_ text: Span<UInt8>) -> Bool {
        guard !ranges.isEmpty, let address = IPAddress.parse(text) else { return false }
        for index in ranges.indices where ranges[index].contains(address) {
            return true
        }
        return false
    }
}
