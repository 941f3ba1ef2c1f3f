// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// `px_filter_by_http_method` (protocol.md §1.5).
package struct MethodFilter: Sendable {
    private var entries = ByteStringList()

    /// - Parameter configured: the entries in any case; they are upper-cased here.
    package init(_ configured: ByteStringList) {
        var upper: [UInt8] = []
        for index in 0..<configured.count {
            let entry = configured[index]
            upper.removeAll(keepingCapacity: true)
            for position in entry.indices {
                upper.append(ASCII.uppercase(entry[position]))
            }
            entries.append(upper.span)
        }
    }

    /// The first entry that is `method`, as it was received.
    package func firstMatch(_ method: Span<UInt8>) -> Int? {
        entries.firstIndex(of: method)
    }
}
