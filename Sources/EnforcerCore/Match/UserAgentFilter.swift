// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// `px_filter_by_user_agent` (protocol.md §1.5): whole text, upper and lower case different.
package struct UserAgentFilter: Sendable {
    private enum Entry: BitwiseCopyable {
        /// Equal to this text of `texts`.
        case text(index: Int)
    }

    private var texts = ByteStringList()
    private var entries: [Entry] = []

    package init() {}

    /// Adds one entry of text. The empty one stands for a request without a user agent.
    package mutating func append(text: Span<UInt8>) {
        entries.append(.text(index: texts.count))
        texts.append(text)
    }

    /// The first entry that matches.
    ///
    /// - Parameter userAgent: already cut to `px_user_agent_max_length`; empty if the request has none.
    package func firstMatch(for userAgent: Span<UInt8>) -> Int? {
        for index in entries.indices {
            switch entries[index] {
            case .text(let text): if texts[text].equals(userAgent) { return index }
            }
        }
        return nil
    }
}
