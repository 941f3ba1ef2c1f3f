// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// `px_filter_by_ip` (protocol.md §1.5, §11.6).
package struct AddressFilter: Sendable {
    private var ranges: [AddressRange] = []
    /// Which entry each of them was.
    private var entries: [Int] = []

    /// Entries that cannot be read match nothing and are left out.
    package init(_ configured: ByteStringList) {
        for index in 0..<configured.count {
            guard let range = AddressRange.parse(configured[index]) else { continue }
            ranges.append(range)
            entries.append(index)
        }
    }

    /// The first entry whose range has the address that `text` spells, the client IP as it was found; nil if it spells
    /// none.
    package func firstMatch(_ text: Span<UInt8>) -> Int? {
        guard !ranges.isEmpty, let address = IPAddress.parse(text) else { return nil }
        for index in ranges.indices where ranges[index].contains(address) {
            return entries[index]
        }
        return nil
    }
}
