// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A list of routes (protocol.md §1.6).
///
/// Text is a prefix of the normalised path, upper and lower case different. One `*` at its end says the same and is
/// dropped (protocol.md §12.2, D20); `*` alone is therefore every path. Empty text matches nothing.
package struct RouteList: Sendable {
    private enum Entry: BitwiseCopyable {
        /// Configured empty: keeps its place, so that the others keep their numbers.
        case never
        case prefix(Prefix)
    }

    /// A text of `texts`, with its first eight bytes at hand: nearly every entry that does not match is passed over
    /// after one comparison of words.
    private struct Prefix: BitwiseCopyable {
        var index: Int
        var head: UInt64
        var mask: UInt64
    }

    private var texts = ByteStringList()
    private var entries: [Entry] = []

    package init() {}

    package var count: Int { entries.count }

    /// Adds one entry of text.
    package mutating func append(text: Span<UInt8>) {
        guard !text.isEmpty else {
            entries.append(.never)
            return
        }
        let prefix = Self.endsInOneStar(text) ? text.extracting(0..<text.count - 1) : text
        entries.append(.prefix(Prefix(index: texts.count, head: Self.head(of: prefix), mask: Self.mask(of: prefix))))
        texts.append(prefix)
    }

    /// The first entry that matches `path`, a normalised path.
    package func firstMatch(for path: Span<UInt8>) -> Int? {
        let head = Self.head(of: path)
        for index in entries.indices {
            switch entries[index] {
            case .never: continue
            case .prefix(let prefix):
                if head & prefix.mask == prefix.head, path.hasPrefix(texts[prefix.index]) { return index }
            }
        }
        return nil
    }

    private static func endsInOneStar(_ text: Span<UInt8>) -> Bool {
        guard !text.isEmpty, text[text.count - 1] == 0x2A else { return false }
        return text.count == 1 || text[text.count - 2] != 0x2A
    }

    /// The first eight bytes, the first one highest; zero where the text is shorter.
    private static func head(of text: Span<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<8 {
            head = head << 8 | (index < text.count ? UInt64(text[index]) : 0)
        }
        return head
    }

    private static func mask(of text: Span<UInt8>) -> UInt64 {
        text.count >= 8 ? .max : ~(UInt64.max >> UInt64(8 * text.count))
    }
}
