// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import TestSupport
import Testing

struct JSONWriterTests {
    /// One row of `json/strings.jsonl`: a text in WTF-8, and what `JSON.stringify` makes of it.
    struct StringRow: Decodable {
        var text: String
        var json: String
    }

    @Test("a string is written as JavaScript writes it")
    func strings() throws {
        let rows: [StringRow] = try FixtureLines("json/strings.jsonl", in: .module).decoded()
        #expect(rows.count > 600)
        for row in rows {
            let text = try #require(bytes(hex: row.text))
            let expected = Array(row.json.utf8)
            let area = GuardedArea(capacity: text.count)
            for side in GuardedSide.allCases {
                area.withBytes(text, side) { guarded in
                    var buffer = ByteBuffer(limit: 10_000)
                    buffer.appendJSONString(guarded)
                    let written = copy(of: buffer.span)
                    #expect(written == expected)
                }
            }
            // As the inside of a string of JSON it is read and written again the same.
            var again = ByteBuffer(limit: 10_000)
            again.appendJSONString(unescaping: expected.span.extracting(1..<expected.count - 1))
            let rewritten = copy(of: again.span)
            #expect(rewritten == expected)
        }
    }

    @Test("what is not well-formed UTF-8 is written as U+FFFD, one for each part the decoder would replace")
    func illFormed() {
        let inputs: [[UInt8]] = [
            [0xFF], [0x80, 0x80], [0xC3], [0xC3, 0x22], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xF0, 0x9F, 0x98],
            [0xC0, 0x80], [0xED, 0xA0],
            [0xF4, 0x90, 0x80, 0x80], [0x61, 0xFF, 0x62, 0x0A, 0xE0, 0x80],
        ]
        for input in inputs {
            var buffer = ByteBuffer(limit: 1000)
            buffer.appendJSONString(input.span)
            let written = String(decoding: copy(of: buffer.span), as: UTF8.self)
            let expected = String(decoding: input, as: UTF8.self)
            #expect(written == "\"\(expected.replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\"")
        }
    }

    /// One row of `json/documents.jsonl`: a text, and `JSON.stringify(JSON.parse(text))`.
    struct DocumentRow: Decodable {
        var text: String
        var json: String
    }

    @Test("a document is written again as JavaScript writes it")
    func documents() throws {
        let rows: [DocumentRow] = try FixtureLines("json/documents.jsonl", in: .module).decoded()
        #expect(rows.count > 300)
        var document = JSONDocument()
        for row in rows {
            let text = Array(row.text.utf8)
            try document.parse(text.span)
            var writer = JSONWriter(limit: 100_000)
            writer.value(document, node: 0, in: text.span)
            let written = String(decoding: copy(of: writer.buffer.span), as: UTF8.self)
            #expect(written == row.json)
        }
    }

    @Test("what is written is read as it was, and written again the same")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 5)
        var document = JSONDocument()
        for _ in 0..<400 {
            let tree = JSONTree.random(using: &generator)
            var writer = JSONWriter(limit: 1 << 20)
            tree.write(to: &writer)
            let text = copy(of: writer.buffer.span)
            try document.parse(text.span)
            #expect(JSONTree(document, node: 0, in: text.span) == tree)
            var again = JSONWriter(limit: 1 << 20)
            again.value(document, node: 0, in: text.span)
            let rewritten = copy(of: again.buffer.span)
            #expect(rewritten == text)

            let sloppy = tree.sloppyText(using: &generator)
            try document.parse(sloppy.span)
            #expect(JSONTree(document, node: 0, in: sloppy.span) == tree)
            var clean = JSONWriter(limit: 1 << 20)
            clean.value(document, node: 0, in: sloppy.span)
            let cleaned = copy(of: clean.buffer.span)
            #expect(cleaned == text)
        }
    }

    @Test("every accepted case, written again, is read as the same document")
    func rewriting() throws {
        var document = JSONDocument()
        for test in try JSONCase.all() where test.expected == .accept {
            let text = try #require(bytes(hex: test.hex))
            try document.parse(text.span)
            // A number beyond a double is written as null, as JavaScript writes it; there the two are not the same.
            let numbers = document.nodes.indices.compactMap { document.number(of: $0, in: text.span) }
            guard numbers.allSatisfy(\.isFinite) else { continue }
            let tree = JSONTree(document, node: 0, in: text.span)
            var writer = JSONWriter(limit: 10_000)
            writer.value(document, node: 0, in: text.span)
            let written = copy(of: writer.buffer.span)
            try document.parse(written.span)
            #expect(JSONTree(document, node: 0, in: written.span) == tree, "\(test.name)")
        }
    }

    @Test("a number beyond a double is written as null", arguments: ["1e999", "-1e400", "[0,1e309]"])
    func endless(_ text: String) throws {
        var document = JSONDocument()
        let bytes = Array(text.utf8)
        try document.parse(bytes.span)
        var writer = JSONWriter(limit: 100)
        writer.value(document, node: 0, in: bytes.span)
        let written = String(decoding: copy(of: writer.buffer.span), as: UTF8.self)
        #expect(written == (text.hasPrefix("[") ? "[0,null]" : "null"))
    }

    @Test("the deepest document that is read is also written")
    func deepest() throws {
        let text = Array((String(repeating: "[{\"a\":", count: 512) + "0" + String(repeating: "}]", count: 512)).utf8)
        var document = JSONDocument()
        try document.parse(text.span)
        var writer = JSONWriter(limit: 10_000)
        writer.value(document, node: 0, in: text.span)
        let written = copy(of: writer.buffer.span)
        #expect(written == text)
    }

    @Test("with any limit the buffer holds a start of the text, and says whether that is all")
    func limits() throws {
        let source = Array(
            #"{"k\n":["é\ud800",{"x":[true,null,-12.5e3]}],"":"\u0000\"","long":"aaaaaaaaaaaaaaaaaaaaaaaa"}"#.utf8)
        var document = JSONDocument()
        try document.parse(source.span)
        let name = Array("Ünsafe\u{0}".utf8)
        let header = Array("X-Forwarded-\"For".utf8)
        let raw = Array("[1, 2]".utf8)
        func write(to writer: inout JSONWriter) {
            writer.beginObject()
            writer.key("first")
            writer.number(Int64.min)
            writer.key(name.span)
            writer.lowercaseString(header.span)
            writer.key("document")
            writer.value(document, node: 0, in: source.span)
            writer.key("raw")
            writer.raw(raw.span)
            writer.key("flags")
            writer.beginArray()
            writer.bool(true)
            writer.bool(false)
            writer.null()
            writer.string("literal")
            writer.endArray()
            writer.endObject()
        }
        var unbounded = JSONWriter(limit: 10_000)
        write(to: &unbounded)
        let full = copy(of: unbounded.buffer.span)
        var check = JSONDocument()
        try check.parse(full.span)
        for limit in 0...full.count {
            var writer = JSONWriter(limit: limit)
            write(to: &writer)
            let written = copy(of: writer.buffer.span)
            let hasOverflowed = writer.buffer.hasOverflowed
            #expect(written.count <= limit)
            #expect(hasOverflowed == (limit < full.count))
            #expect(full.starts(with: written))
        }
    }

    @Test("a second document in the same buffer needs no comma before it")
    func secondDocument() {
        var writer = JSONWriter(limit: 100)
        writer.number(1)
        let start = writer.startDocument()
        writer.beginArray()
        writer.number(2)
        writer.number(3)
        writer.endArray()
        let written = String(decoding: copy(of: writer.buffer.span), as: UTF8.self)
        #expect(written == "1[2,3]")
        #expect(start == 1)
    }

    @Test(
        "headers become a list, whatever their texts are made of",
        arguments: [
            (#"shop.example"#, #"shop.example"#), ("", ""), (#"a\"b"#, #"a\"b"#), (#"a\\b\"c"#, #"a\\b\"c"#),
            (#"\u0041\/b"#, #"A/b"#), (#"ü\"é"#, #"ü\"é"#), (#"a\tb\u0001"#, #"a\tb\u0001"#), (#"\\"#, #"\\"#),
            (String(repeating: "0123456789", count: 40), String(repeating: "0123456789", count: 40)),
            (String(repeating: #"a\""#, count: 300), String(repeating: #"a\""#, count: 300)),
        ]
    )
    func headers(json: String, written: String) throws {
        var secret = ByteStringList()
        secret.append("cookie")
        for limit in [1 << 20, 2 * written.utf8.count + 150, 40] {
            let scan = Scan(
                #"{"Records":[{"cf":{"request":{"headers":{"x-\u0041":[{"value":"\#(json)"}],"#
                    + #""cookie":[{"key":"Cookie","value":"secret"}],"B-Name":[{"key":"B-Name","value":"\#(json)"}],"#
                    + #""two":[{"key":"two","value":"\#(json)"},{"key":"two","value":"\#(json)"}]}}}}]}"#)
            var writer = JSONWriter(limit: limit)
            writer.headers(scan.event.request.headers, without: secret, of: scan.buffer)
            let expected =
                "["
                + ["x-a", "b-name", "two", "two"].map { #"{"name":"\#($0)","value":"\#(written)"}"# }.joined(
                    separator: ",")
                + "]"
            let hasOverflowed = writer.buffer.hasOverflowed
            #expect(hasOverflowed == (expected.utf8.count > limit))
            guard !hasOverflowed else { continue }
            #expect(String(decoding: copy(of: writer.buffer.span), as: UTF8.self) == expected)
        }
    }
}
