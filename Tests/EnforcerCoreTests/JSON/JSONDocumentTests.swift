// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

struct JSONDocumentTests {
    @Test("nodes stand in the order of the text, each with the index behind its children")
    func nodes() throws {
        let text = Array(#"{"a":[1,"x"],"b":null}"#.utf8)
        var document = JSONDocument()
        try document.parse(text.span)
        #expect(document.nodes.map(\.kind) == [.object, .key, .array, .number, .string, .key, .null])
        #expect(document.nodes.map(\.end) == [7, 2, 5, 4, 5, 6, 7])
        let pieces = document.nodes.map { String(decoding: copy(of: text.span.bytes(of: $0.text.raw)), as: UTF8.self) }
        #expect(pieces == [#"{"a":[1,"x"],"b":null}"#, "a", #"[1,"x"]"#, "1", "x", "b", "null"])
    }

    @Test("the document takes what the tokenizer takes, with the same errors", arguments: try JSONCase.all())
    func sameAsTokenizer(test: JSONCase) throws {
        let text = try #require(bytes(hex: test.hex))
        var document = JSONDocument()
        var thrown: JSONError?
        do {
            try document.parse(text.span)
        } catch {
            thrown = error
        }
        #expect(thrown == Transcript(whole: text.span).error)
        #expect((document.root == nil) == (thrown != nil))
        #expect(document.nodes.isEmpty == (thrown != nil))
    }

    @Test(
        "of members with the same name the last one counts, however it is spelled",
        arguments: [
            (#"{"a":1}"#, "1"), (#"{"a":1,"a":2}"#, "2"), (#"{"a":1,"\u0061":2}"#, "2"),
            (#"{"\u0061":1,"a":2,"b":3}"#, "2"),
            (#"{"a":1,"a":{"a":3}}"#, #"{"a":3}"#), (#"{"b":{"a":1}}"#, nil),
            (#"{"A":1," a":2,"a ":3,"aa":4,"":5}"#, nil), (#"["a",1]"#, nil),
            (#""a""#, nil), (#"{}"#, nil), (#"{"b":"a","c":1}"#, nil), (#"{"x":["a",{"a":0}],"a":[]}"#, "[]"),
        ] as [(String, String?)]
    )
    func members(text: String, expected: String?) throws {
        let bytes = Array(text.utf8)
        var document = JSONDocument()
        try document.parse(bytes.span)
        let found = document.member("a", of: 0, in: bytes.span)
            .map { String(decoding: copy(of: bytes.span.bytes(of: document.raw(of: $0))), as: UTF8.self) }
        #expect(found == expected)
    }

    @Test("a member that is null has no value")
    func nullMembers() throws {
        let bytes = Array(#"{"a":null,"b":false,"c":1,"c":null}"#.utf8)
        var document = JSONDocument()
        try document.parse(bytes.span)
        #expect(document.member("a", of: 0, in: bytes.span) == 2)
        #expect(document.value("a", of: 0, in: bytes.span) == nil)
        #expect(document.value("b", of: 0, in: bytes.span) == 4)
        #expect(document.value("c", of: 0, in: bytes.span) == nil)
        #expect(document.value("d", of: 0, in: bytes.span) == nil)
    }

    @Test(
        "what counts as true is JavaScript's",
        arguments: [
            ("null", false), ("false", false), ("true", true), ("0", false), ("-0", false), ("0.0", false),
            ("0e9", false), ("1e-400", false),
            ("1", true), ("-1", true), ("1e-300", true), (#""""#, false), (#""0""#, true), (#"" ""#, true),
            (#""false""#, true), ("[]", true),
            ("{}", true), (#""\u0000""#, true),
        ]
    )
    func truthiness(text: String, isTruthy: Bool) throws {
        let bytes = Array(text.utf8)
        var document = JSONDocument()
        try document.parse(bytes.span)
        #expect(document.isTruthy(0, in: bytes.span) == isTruthy)
    }

    @Test("no node is asked for in vain: indices that are none read as null")
    func strangeIndices() throws {
        let bytes = Array(#"{"a":"x"}"#.utf8)
        var document = JSONDocument()
        try document.parse(bytes.span)
        for node in [-1, 3, 1000, Int.max, Int.min] {
            #expect(document.kind(of: node) == .null)
            #expect(document.end(of: node) == 3)
            #expect(document.raw(of: node).isEmpty)
            #expect(document.text(of: node).raw.isEmpty)
            #expect(document.number(of: node, in: bytes.span) == nil)
            #expect(document.member("a", of: node, in: bytes.span) == nil)
            #expect(document.isTruthy(node, in: bytes.span) == false)
        }
        #expect(document.number(of: 2, in: bytes.span) == nil)
    }

    @Test("one node more than there is room for is too large, and the room is enough for one less")
    func nodeLimit() {
        let fitting = Array("[1,2,3]".utf8)
        let tooLarge = Array("[1,2,3,4]".utf8)
        var document = JSONDocument(maximumNodes: 4)
        #expect(throws: Never.self) { try document.parse(fitting.span) }
        #expect(throws: JSONError(.tooLarge, at: 7)) { try document.parse(tooLarge.span) }
        #expect(document.nodes.isEmpty)
        #expect(throws: Never.self) { try document.parse(fitting.span) }
        #expect(document.nodes.count == 4)
    }

    @Test("a document may be used again, also after an error inside a container")
    func reuse() throws {
        let broken = Array(#"{"a":[[{"b":[1,2,"#.utf8)
        let sound = Array(#"[{"c":1}]"#.utf8)
        var document = JSONDocument()
        var fresh = JSONDocument()
        #expect(throws: JSONError.self) { try document.parse(broken.span) }
        try document.parse(sound.span)
        try fresh.parse(sound.span)
        #expect(document.nodes.map(\.end) == fresh.nodes.map(\.end))
        #expect(document.nodes.map(\.kind) == fresh.nodes.map(\.kind))
    }
}
