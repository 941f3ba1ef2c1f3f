// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

// Finds named operations in the text of a GraphQL document the way the backend expects them to be found (protocol.md §10):
//
//     match = ("query" / "mutation" / "subscription") 1*white-space 1*word      word = A-Z a-z 0-9 _
//
// unanchored, one match behind the other, comments and strings included: `{ subquery search { id } }` has the query `search`.
//
// A keyword is always followed by white space, so the scanner goes from one run of white space to the next and looks back.

struct GraphQLOperationScanner: BitwiseCopyable {
    struct Match: BitwiseCopyable {
        var kind: GraphQLOperation.Kind
        var name: ByteSlice
    }

    private var index = 0

    /// Where the last match ended: a keyword cannot begin before it.
    private var floor = 0

    /// The next match in `text`, which is the same at every call.
    mutating func next(in text: Span<UInt8>) -> Match? {
        while index < text.count {
            let end = index
            guard skipWhitespace(in: text) else {
                index += UTF8Text.scalar(in: text, at: index).width
                continue
            }
            guard let kind = keyword(endingAt: end, in: text) else { continue }
            let start = index
            while index < text.count, Self.isWord(text[index]) { index += 1 }
            guard index > start else { continue }
            floor = index
            return Match(kind: kind, name: ByteSlice(from: start, to: index))
        }
        return nil
    }

    /// Gives whether there was any.
    private mutating func skipWhitespace(in text: Span<UInt8>) -> Bool {
        let start = index
        index = Self.endOfWhitespace(in: text, from: start)
        return index > start
    }

    private func keyword(endingAt end: Int, in text: Span<UInt8>) -> GraphQLOperation.Kind? {
        if ends(text, at: end, with: "query") { return .query }
        if ends(text, at: end, with: "mutation") { return .mutation }
        if ends(text, at: end, with: "subscription") { return .subscription }
        return nil
    }

    private func ends(_ text: Span<UInt8>, at end: Int, with keyword: StaticString) -> Bool {
        let start = end - keyword.utf8CodeUnitCount
        return start >= floor && text.extracting(start..<end).equals(keyword)
    }

    /// Whether the text begins with a selection set, which is a query without keyword and name.
    static func beginsWithBrace(_ text: Span<UInt8>) -> Bool {
        let start = endOfWhitespace(in: text, from: 0)
        return start < text.count && text[start] == 0x7B
    }

    private static func endOfWhitespace(in text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let scalar = UTF8Text.scalar(in: text, at: index)
            guard UTF8Text.isJavaScriptWhitespace(scalar.value) else { break }
            index += scalar.width
        }
        return index
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x5F
    }
}
