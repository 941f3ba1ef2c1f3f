// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Testing

@Suite("Escaping in pages")
struct PageEscapingTests {
    @Test(
        "A JavaScript string has no byte that HTML or JavaScript would take for its own",
        arguments: [
            ("", "\"\""), ("plain", "\"plain\""), ("\"\\/", #""\"\\\/""#),
            ("<>&'`", #""\u003c\u003e\u0026\u0027\u0060""#), ("\u{0}\n\u{7F}\u{9F}", #""\u0000\u000a\u007f\u009f""#),
            ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""), ("ü👩", "\"ü👩\""),
        ])
    func javaScript(text: String, literal: String) {
        #expect(javaScriptString(Array(text.utf8)) == literal)
    }

    @Test(
        "An attribute has no byte that HTML would take for its own",
        arguments: [
            ("", ""), ("plain text", "plain text"), ("&<>\"'`", "&amp;&lt;&gt;&quot;&#39;&#96;"),
            ("a\u{0}\t\n\r\u{1F}\u{7F}\u{80}\u{9F}b", "ab"), ("\u{A0}ü👩", "\u{A0}ü👩"),
        ])
    func attribute(text: String, escaped: String) {
        #expect(htmlAttribute(Array(text.utf8)) == escaped)
    }

    @Test("What is not UTF-8 is replaced in both")
    func illFormed() throws {
        let literals = HostileValue.all.map { javaScriptString($0.bytes) }
        let read: [String] = try NodeOracle.run("return input.map((text) => vm.runInNewContext(text))", on: literals)
        for (text, value) in zip(read, HostileValue.all) {
            #expect(text == value.text, "\(value.name)")
            #expect(htmlAttribute(value.bytes).unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(value.name)")
        }
    }

    @Test("Every code point comes back out of a JavaScript string, by evaluation and as JSON")
    func everyScalar() throws {
        var text: [UInt8] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), value < 0x1_1000 || value % 251 == 0 else { continue }
            text.append(contentsOf: Array(String(scalar).utf8))
        }
        let literal = javaScriptString(text)
        #expect(!literal.dropFirst().dropLast().utf8.contains { "<>&'`\n\r".utf8.contains($0) })
        let hasSurvived: [Bool] = try NodeOracle.run(
            "return [vm.runInNewContext(input[0]) === input[1], JSON.parse(input[0]) === input[1]];",
            on: [literal, String(decoding: text, as: UTF8.self)])
        #expect(hasSurvived == [true, true])
    }

    private func javaScriptString(_ text: [UInt8]) -> String {
        var buffer = ByteBuffer(limit: 1 << 24)
        buffer.appendJavaScriptString(text.span)
        return String(decoding: buffer.contents, as: UTF8.self)
    }

    private func htmlAttribute(_ text: [UInt8]) -> String {
        var buffer = ByteBuffer(limit: 1 << 24)
        buffer.appendHTMLAttribute(text.span)
        return String(decoding: buffer.contents, as: UTF8.self)
    }
}
