// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct RequestHeadTests {
    private func head(_ text: String) throws(RequestHead.Malformed) -> RequestHead {
        try RequestHead(Array(text.utf8)[...])
    }

    @Test("a request line and its headers are taken as they are")
    func right() throws {
        let head = try head(
            "PoST /a%2F//b?x=1?&y HTTP/1.1\r\nHost:  Shop.Example \r\ncookie: a=1\r\nCookie: b=2\r\nX-Empty:")
        #expect(head.method == "PoST")
        #expect(head.uri == "/a%2F//b")
        #expect(head.querystring == "x=1?&y")
        #expect(
            head.lines == [
                HeaderLine("Host", "Shop.Example"), HeaderLine("cookie", "a=1"), HeaderLine("Cookie", "b=2"),
                HeaderLine("X-Empty", ""),
            ]
        )
        #expect(head.framing == .length(0))
    }

    @Test(
        "a target with scheme and host loses them",
        arguments: [("http://shop.example/a?b", "/a"), ("HTTPS://shop.example", "/"), ("*", "*"), ("//a/b", "//a/b")]
    )
    func target(text: String, uri: String) throws {
        #expect(try head("GET \(text) HTTP/1.1").uri == uri)
    }

    @Test("a value that is no UTF-8 is ISO-8859-1")
    func latin1() throws {
        let bytes = Array("GET / HTTP/1.1\r\nX-Name: caf".utf8) + [0xE9]
        #expect(try RequestHead(bytes[...]).lines == [HeaderLine("X-Name", "café")])
    }

    @Test(
        "the length of the body is told in one way",
        arguments: [
            ("Content-Length: 12", .length(12)), ("Content-Length: 12\r\nContent-Length: 12", .length(12)),
            ("Transfer-Encoding: Chunked", .chunked),
        ] as [(String, RequestHead.Framing)]
    )
    func framing(lines: String, expected: RequestHead.Framing) throws {
        #expect(try head("POST / HTTP/1.1\r\n\(lines)").framing == expected)
    }

    @Test(
        "what is malformed is refused",
        arguments: [
            "", "GET", "GET /", "GET / HTTP/2", "GET  / HTTP/1.1", "GET / b HTTP/1.1", "GET / HTTP/1.1\r\nNo colon",
            "GET / HTTP/1.1\r\n Folded: 1", "GET / HTTP/1.1\r\nName : 1", "GET / HTTP/1.1\r\n: 1",
            "GET / HTTP/1.1\r\nA: \u{1}", "POST / HTTP/1.1\r\nContent-Length: -1",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2", "POST / HTTP/1.1\r\nContent-Length: 1x",
            "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1",
        ]
    )
    func malformed(text: String) {
        #expect(throws: RequestHead.Malformed.self) { try head(text) }
    }

    @Test(
        "connections go on in HTTP/1.1 unless it says otherwise",
        arguments: [
            ("HTTP/1.1", "", true), ("HTTP/1.1", "\r\nConnection: Close", false),
            ("HTTP/1.1", "\r\nConnection: keep-alive", true), ("HTTP/1.0", "", false),
        ]
    )
    func keepAlive(version: String, line: String, expected: Bool) throws {
        #expect(try head("GET / \(version)\(line)").keepsAlive == expected)
    }
}
