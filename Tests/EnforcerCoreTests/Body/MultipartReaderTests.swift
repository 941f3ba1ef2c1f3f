// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Multipart forms")
struct MultipartReaderTests {
    static func value(of name: String, in body: [UInt8], boundary: String = "x") -> String? {
        let slice = MultipartReader.value(
            of: Array(name.utf8).span,
            in: body.span,
            boundary: Array(boundary.utf8).span
        )
        return slice.map { MatchingSupport.text(body.span.bytes(of: $0)) }
    }

    static func value(of name: String, in body: String, boundary: String = "x") -> String? {
        value(of: name, in: Array(body.utf8), boundary: boundary)
    }

    static func part(_ disposition: String, _ content: String) -> String {
        "--x\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n\(content)\r\n"
    }

    static func boundary(_ contentType: String) -> String? {
        let bytes = Array(contentType.utf8)
        return MultipartReader.boundary(in: bytes.span).map { MatchingSupport.text(bytes.span.bytes(of: $0)) }
    }

    @Test(
        "the boundary is a parameter of the content type, plain or quoted",
        arguments: [
            ("multipart/form-data; boundary=----WebKit7", "----WebKit7"),
            ("multipart/form-data;boundary=\"a b;c\"; charset=utf-8", "a b;c"),
            ("multipart/form-data; charset=utf-8; Boundary = q ; z", "q"),
            ("multipart/form-data; charset=\"boundary=no\"; boundary=yes", "yes"),
            ("multipart/form-data; boundary=\"open", "open"),
            ("multipart/form-data; boundary=", nil),
            ("multipart/form-data; xboundary=1", nil),
            ("multipart/form-data", nil),
            ("", nil),
        ]
    )
    func boundaries(contentType: String, expected: String?) {
        #expect(Self.boundary(contentType) == expected)
    }

    @Test("fields are found in any order, the first of a name counts")
    func fields() {
        let body =
            Self.part("name=\"pass\"", "s3cret") + Self.part("name=\"user\"", "jane") + Self.part("name=user", "second")
            + "--x--\r\n"
        #expect(Self.value(of: "user", in: body) == "jane")
        #expect(Self.value(of: "pass", in: body) == "s3cret")
        #expect(Self.value(of: "use", in: body) == nil)
    }

    @Test("a part with a file name is no field")
    func files() {
        let body = Self.part("name=\"user\"; filename=\"u.txt\"", "file") + Self.part("name=\"user\"", "text") + "--x--"
        #expect(Self.value(of: "user", in: body) == "text")
        #expect(Self.value(of: "user", in: Self.part("filename*=UTF-8''u; name=\"user\"", "file")) == nil)
    }

    @Test("a value is one line without white space at its ends")
    func lines() {
        #expect(Self.value(of: "u", in: Self.part("name=\"u\"", " \t jane doe \u{A0}") + "--x--") == "jane doe")
        #expect(Self.value(of: "u", in: Self.part("name=\"u\"", "jane\r\ndoe") + "--x--") == "jane")
        #expect(Self.value(of: "u", in: Self.part("name=\"u\"", "") + "--x--") == "")
    }

    @Test("other headers, lower case, bare line feeds and a preamble do no harm")
    func spellings() {
        let body =
            "preamble\n--x \ncontent-type: text/plain\ncontent-disposition:form-data;NAME=u\nX: name=\"u2\"\n\nv\n--x--"
        #expect(Self.value(of: "u", in: body) == "v")
        #expect(Self.value(of: "u2", in: body) == nil)
    }

    @Test("content that looks like a header or begins like a delimiter stays content")
    func lookalikes() {
        let body =
            Self.part("name=\"a\"", "1\r\nContent-Disposition: form-data; name=\"u\"\r\n\r\nforged")
            + Self.part("name=\"b\"", "--xy") + Self.part("name=\"u\"", "right") + "--x--"
        #expect(Self.value(of: "u", in: body) == "right")
        #expect(Self.value(of: "b", in: body) == "--xy")
    }

    @Test("nothing is read behind the closing delimiter")
    func epilogue() {
        #expect(
            Self.value(of: "u", in: Self.part("name=\"a\"", "1") + "--x--\r\n" + Self.part("name=\"u\"", "2")) == nil)
    }

    @Test("a body cut anywhere gives the value, the beginning of it, or nothing")
    func truncated() {
        let body = Array((Self.part("name=\"a\"", "1") + Self.part("name=\"user\"", "jane") + "--x--\r\n").utf8)
        for end in 0...body.count {
            let value = Self.value(of: "user", in: Array(body[..<end]))
            #expect(value == nil || "jane".hasPrefix(value ?? ""))
        }
    }

    @Test("a part that ends after its headers is empty")
    func withoutContent() {
        #expect(Self.value(of: "u", in: "--x\r\nContent-Disposition: form-data; name=\"u\"\r\n\r\n--x--") == "")
        #expect(Self.value(of: "u", in: "--x\r\nContent-Disposition: form-data; name=\"u\"\r\n\r\n") == "")
        #expect(Self.value(of: "u", in: "--x\r\nContent-Disposition: form-data; name=\"u\"\r\n") == nil)
    }

    @Test("ten thousand parts, and delimiters of a hundred thousand bytes, are read past")
    func huge() {
        let parts = (0..<10_000).map { Self.part("name=\"f\($0)\"", "\($0)") }.joined() + "--x--"
        #expect(Self.value(of: "f9999", in: parts) == "9999")
        #expect(Self.value(of: "g", in: parts) == nil)
        let dashes = String(repeating: "-", count: 100_000)
        #expect(Self.value(of: "u", in: String(repeating: "-", count: 900_000), boundary: dashes) == nil)
        #expect(Self.value(of: "u", in: String(repeating: "--\n", count: 300_000), boundary: dashes) == nil)
    }

    @Test("no bytes trap")
    func anyBytes() {
        var random = SeededRandom(seed: 32)
        let alphabet = Array("--x\r\n\r\n;=\"name=\"u\" Content-Disposition: form-data".utf8)
        for _ in 0..<3000 {
            let body = random.bytes(limit: 120, from: random.next() & 1 == 0 ? [] : alphabet)
            let slice = MultipartReader.value(of: Array("u".utf8).span, in: body.span, boundary: Array("x".utf8).span)
            #expect((slice?.end ?? 0) <= body.count)
            _ = MultipartReader.boundary(in: body.span)
        }
        for disposition in ["", ";", "; name", "; name=", "; =", "; name=\"", "; name=\"u"] {
            _ = Self.value(of: "u", in: "--x\nContent-Disposition: form-data\(disposition)\n\nv")
        }
    }
}
