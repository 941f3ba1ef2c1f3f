// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// `px_filter_by_user_agent` (protocol.md §1.5): whole text, upper and lower case different.
package struct UserAgentFilter: Sendable {
    private var entries = MatchList()

    package init() {}

    /// Adds one entry of text. The empty one stands for a request without a user agent.
    package mutating func append(text: Span<UInt8>) {
        entries.append(text: text)
    }

    /// Adds one entry that is a regular expression, to be found anywhere in the user agent [D20].
    package mutating func append(pattern: Pattern) {
        entries.append(pattern: pattern)
    }

    /// Makes ready for matching all entries at once. To be called after the last one; until then the answers are the
    /// same, but take longer.
    package mutating func complete() {
        entries.complete()
    }

    /// The first entry that matches.
    ///
    /// - Parameter userAgent: already cut to `px_user_agent_max_length`; empty if the request has none.
    package func firstMatch(for userAgent: Span<UInt8>, using workspace: inout PatternWorkspace) -> Int? {
        entries.firstMatch(for: userAgent, wholly: true, using: &workspace)
    }
}
