// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A list of routes (protocol.md §1.6).
///
/// Text is a prefix of the normalised path, upper and lower case different. One `*` at its end says the same and is
/// dropped (protocol.md §12.2, D20); `*` alone is therefore every path. Empty text matches nothing.
package struct RouteList: Sendable {
    private var entries = MatchList()

    package init() {}

    package var count: Int { entries.count }

    /// Adds one entry of text.
    package mutating func append(text: Span<UInt8>) {
        guard !text.isEmpty else {
            entries.appendNothing()
            return
        }
        entries.append(text: Self.endsInOneStar(text) ? text.extracting(0..<text.count - 1) : text)
    }

    /// Adds one entry that is a regular expression, to be found anywhere in the path.
    package mutating func append(pattern: Pattern) {
        entries.append(pattern: pattern)
    }

    /// Makes ready for matching all entries at once. To be called after the last one; until then the answers are the
    /// same, but take longer.
    package mutating func complete() {
        entries.complete()
    }

    /// The first entry that matches `path`, a normalised path.
    package func firstMatch(for path: Span<UInt8>, using workspace: inout PatternWorkspace) -> Int? {
        entries.firstMatch(for: path, wholly: false, using: &workspace)
    }

    private static func endsInOneStar(_ text: Span<UInt8>) -> Bool {
        guard !text.isEmpty, text[text.count - 1] == 0x2A else { return false }
        return text.count == 1 || text[text.count - 2] != 0x2A
    }
}
