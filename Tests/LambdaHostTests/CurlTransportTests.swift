// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import HumanSecurity
import Synchronization
import Testing

@testable import LambdaHost

@Suite("HTTP transport")
struct CurlTransportTests {
    private let transport = CurlTransport()

    private func send(
        _ method: String = "POST",
        _ url: String,
        _ headers: [OutgoingRequest.Field] = [],
        body: [UInt8] = [],
        timeout: Int = 15_000
    ) async throws(TransportError) -> IncomingResponse {
        let request = OutgoingRequest(
            kind: .risk,
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeoutMilliseconds: timeout
        )
        let transport = transport
        let result: Result<IncomingResponse, TransportError> = await offPool {
            do throws(TransportError) { return .success(try await transport.send(request)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    // MARK: - What is sent

    @Test("only the given headers are sent, besides Host and Content-Length")
    func exactRequest() async throws {
        let heads = Mutex<[String]>([])
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                heads.withLock { $0.append(request.head) }
                connection.answer(200)
            }
        }
        defer { server.stop() }
        _ = try await send(
            "POST", server.url + "/api/v3/risk?a=%2F", [.init("authorization", "Bearer t")], body: [1, 2])
        _ = try await send("GET", server.url + "/a/../b", [.init("X-Empty", ""), .init("accept", "*/*")])
        _ = try await send("POST", server.url + "/")
        _ = try await send("GET", server.url + "/", body: [0])
        let host = "Host: 127.0.0.1:\(server.port)"
        #expect(
            heads.withLock { $0 } == [
                "POST /api/v3/risk?a=%2F HTTP/1.1\r\n\(host)\r\nauthorization: Bearer t\r\nContent-Length: 2",
                "GET /a/../b HTTP/1.1\r\n\(host)\r\nX-Empty:\r\naccept: */*",
                "POST / HTTP/1.1\r\n\(host)\r\nContent-Length: 0",
                "GET / HTTP/1.1\r\n\(host)\r\nContent-Length: 1",
            ]
        )
    }

    @Test(
        "fields that frame the message are the client's own",
        arguments: [
            "Connection: close", "content-length: 9000", "Transfer-Encoding: chunked", "expect: 100-continue",
            "TE: trailers",
        ])
    func framingFields(line: String) async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() { connection.answer(200, Array(request.head.utf8)) }
        }
        defer { server.stop() }
        let parts = line.split(separator: ":").map(String.init)
        let response = try await send("POST", server.url, [.init(parts[0], parts[1])], body: [7, 7])
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(text == "POST / HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nContent-Length: 2")
    }

    @Test("the given Host goes out in place of the URL's")
    func hostField() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() { connection.answer(200, Array(request.head.utf8)) }
        }
        defer { server.stop() }
        let response = try await send("GET", server.url, [.init("host", "client.example")])
        #expect(String(decoding: response.body, as: UTF8.self) == "GET / HTTP/1.1\r\nHost: client.example")
    }

    @Test(
        "a request that would split, or is for another protocol, is not sent",
        arguments: [
            ("GET", "", "x", "a\r\nb: c"), ("GET", "", "x", "a\0b"), ("GET", "", "x y", "a"), ("GET", "", "", "a"),
            ("GET", "", "x:", "a"), ("G T", "", "x", "a"), ("", "", "x", "a"), ("GET", "/a b", "x", "a"),
            ("GET", "/a\r\nb", "x", "a"), ("GET", "ftp://127.0.0.1/", "x", "a"),
            ("GET", "file:///etc/hostname", "x", "a"),
            ("GET", "127.0.0.1", "x", "a"), ("GET", "http://", "x", "a"),
            ("GET", "https://user:word@127.0.0.1/", "x", "a"),
        ])
    func refused(method: String, url: String, name: String, value: String) async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        defer { server.stop() }
        let full = url.isEmpty || url.hasPrefix("/") ? server.url + url : url
        let error = await #expect(throws: TransportError.self) {
            try await send(method, full, [.init(name, value)])
        }
        #expect(error?.code == .connection)
        #expect(error?.message.isEmpty == false)
        #expect(server.connectionCount == 0)
    }

    @Test("any bytes travel unchanged in both directions", arguments: [0, 1, 1023, 70_000, 1_100_000])
    func bytes(count: Int) async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() { connection.answer(200, request.body) }
        }
        defer { server.stop() }
        var generator = SystemRandomNumberGenerator()
        let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(try await send("POST", server.url, body: body).body == body)
    }

    // MARK: - What is answered

    @Test("any status is an answer", arguments: [200, 204, 302, 400, 404, 500, 503])
    func statuses(status: Int) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(status, status == 204 ? [] : [1], fields: "Location: http://127.0.0.1:1/\r\n")
            connection.waitForClose()
        }
        defer { server.stop() }
        let response = try await send("POST", server.url)
        #expect(response.status == status)
        #expect(server.connectionCount == 1)
    }

    @Test("a HEAD request does not wait for a body")
    func headRequest() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            connection.waitForClose()
        }
        defer { server.stop() }
        #expect(try await send("HEAD", server.url).body == [])
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var fields: [OutgoingRequest.Field] = []
        var body = ""

        init(_ name: String, _ text: String, _ fields: [OutgoingRequest.Field], _ body: String) {
            testDescription = name
            self.text = text
            self.fields = fields
            self.body = body
        }
    }

    static let answers = [
        Answer(
            "chunked with a trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n",
            [.init("Transfer-Encoding", "chunked")],
            "abcde"
        ),
        Answer(
            "interim answers",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            [.init("Content-Length", "2")],
            "ok"
        ),
        Answer(
            "repeated, spaced, and empty fields",
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:b=2 \r\nX-Empty:\r\nX-Colon: a:b\r\nContent-Length: 0\r\n\r\n",
            [
                .init("Set-Cookie", "a=1"), .init("set-cookie", "b=2"), .init("X-Empty", ""), .init("X-Colon", "a:b"),
                .init("Content-Length", "0"),
            ],
            ""
        ),
        Answer(
            "a body that ends with the connection",
            "HTTP/1.0 200 OK\r\nX-Text: é\r\n\r\nabc",
            [.init("X-Text", "é")],
            "abc"
        ),
    ]

    @Test("an answer is read as HTTP says", arguments: answers)
    func answerForms(answer: Answer) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(answer.text)
        }
        defer { server.stop() }
        let response = try await send("POST", server.url)
        #expect(response.status == 200)
        #expect(response.headers == answer.fields)
        #expect(String(decoding: response.body, as: UTF8.self) == answer.body)
    }

    @Test("a header block is read whatever its bytes")
    func headerBlock() {
        let block = Array("A: 1\r\n folded\r\nno colon\r\nB:\r\n\r\n \r\n: x\nC: ".utf8) + [0xE9, 0xFF, 0x0D, 0x0A]
        #expect(
            ResponseHead.fields(block) == [.init("A", "1 folded"), .init("B", ""), .init("", "x"), .init("C", "éÿ")]
        )
        #expect(ResponseHead.fields([]) == [])
        #expect(ResponseHead.fields(Array(" x".utf8)) == [])
    }

    // MARK: - Failures

    struct Failure: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: TransportError.Code
        var script: @Sendable (LoopbackConnection) -> Void

        init(
            _ name: String,
            _ code: TransportError.Code,
            _ script: @escaping @Sendable (LoopbackConnection) -> Void
        ) {
            testDescription = name
            self.code = code
            self.script = script
        }
    }

    /// Writes `text` again and again, slowly, until the client is gone.
    private static func drip(_ text: String, to connection: LoopbackConnection) {
        for _ in 0..<400 where connection.write(text) { shortPause() }
    }

    private static let okHead = "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"

    static let failures = [
        Failure("silence", .timeout) { $0.waitForClose() },
        Failure("silence after the head", .timeout) {
            $0.write(okHead)
            $0.waitForClose()
        },
        Failure("a body that drips", .timeout) {
            $0.write(okHead)
            drip("x", to: $0)
        },
        Failure("a head that drips", .timeout) {
            $0.write("HTTP/1.1 200 OK\r\n")
            drip("X: y\r\n", to: $0)
        },
        Failure("interim answers without end", .timeout) { drip("HTTP/1.1 100 Continue\r\n\r\n", to: $0) },
        Failure("chunks that drip", .timeout) {
            $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            drip("1\r\nx\r\n", to: $0)
        },
        Failure("close without answer", .connection) { _ = $0.readRequest() },
        Failure("close before the request is read", .connection) { $0.close() },
        Failure("reset", .connection) {
            _ = $0.readRequest()
            $0.reset()
        },
        Failure("close inside the head", .connection) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 200 OK\r\nX")
        },
        Failure("close after the status line", .connection) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n")
        },
        Failure("close after an interim answer", .connection) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 100 Continue\r\n\r\n")
        },
        Failure("close inside the body", .connection) {
            _ = $0.readRequest()
            $0.write(okHead + "abc")
        },
        Failure("reset inside the body", .connection) {
            _ = $0.readRequest()
            $0.write(okHead + "abc")
            $0.reset()
        },
        Failure("close inside a chunk", .connection) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
        },
        Failure("a chunk size that is none", .connection) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n")
        },
        Failure("no HTTP", .connection) {
            _ = $0.readRequest()
            $0.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")
        },
        Failure("zero bytes", .connection) {
            _ = $0.readRequest()
            $0.write([UInt8](repeating: 0, count: 5000))
        },
        Failure("a body that passes the limit", .tooLarge) {
            _ = $0.readRequest()
            $0.write(Array(okHead.utf8) + [UInt8](repeating: 0x78, count: 4 << 20))
            while $0.write([UInt8](repeating: 0x78, count: 1 << 16)) {}
        },
        Failure("chunks without end", .tooLarge) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x78, count: 1 << 16) + [0x0D, 0x0A]
            while $0.write(chunk) {}
        },
        Failure("a head without end", .tooLarge) {
            _ = $0.readRequest()
            $0.write("HTTP/1.1 200 OK\r\n")
            while $0.write("X: \(String(repeating: "y", count: 1000))\r\n") {}
        },
    ]

    @Test("a failure has its code, and the transport goes on working", arguments: failures)
    func failureCodes(failure: Failure) async throws {
        let server = try LoopbackServer(failure.script)
        let healthy = try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.answer(200, [1]) }
        }
        defer {
            server.stop()
            healthy.stop()
        }
        let limit = failure.code == .timeout ? 300 : 15_000
        let error = await #expect(throws: TransportError.self) {
            try await send("POST", server.url, body: [1, 2, 3], timeout: limit)
        }
        #expect(error?.code == failure.code, "\(String(describing: error))")
        #expect(error?.message.isEmpty == false)
        #expect(try await send("POST", healthy.url).body == [1])
    }

    @Test("nobody listens: a connection error")
    func nobodyListens() async throws {
        let server = try LoopbackServer { _ in }
        server.stop()
        let error = await #expect(throws: TransportError.self) { try await send("POST", server.url) }
        #expect(error?.code == .connection)
    }

    @Test("a time limit of 0 or less is over before anything is sent", arguments: [0, -1, Int.min])
    func noTime(limit: Int) async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        defer { server.stop() }
        let error = await #expect(throws: TransportError.self) { try await send("POST", server.url, timeout: limit) }
        #expect(error?.code == .timeout)
        #expect(server.connectionCount == 0)
    }

    @Test("the largest time limit is one")
    func muchTime() async throws {
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.answer(200) }
        }
        defer { server.stop() }
        #expect(try await send("POST", server.url, timeout: .max).status == 200)
    }

    @Test("a body of exactly the limit is taken, one byte more is not", arguments: [0, 1, 10, 4096, 5000])
    func bodyLimit(limit: Int) async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() { connection.answer(200, request.body) }
        }
        defer { server.stop() }
        let transport = CurlTransport(.init(bodyLimit: limit))
        func request(_ count: Int) -> OutgoingRequest {
            let body = [UInt8](repeating: 1, count: count)
            return OutgoingRequest(kind: .risk, url: server.url, headers: [], body: body, timeoutMilliseconds: 15_000)
        }
        let fitting = request(limit)
        let tooLarge = request(limit + 1)
        #expect(try await offPool { try await transport.send(fitting) }.body.count == limit)
        let error = await #expect(throws: TransportError.self) {
            try await offPool { try await transport.send(tooLarge) }
        }
        #expect(error?.code == .tooLarge)
    }

    @Test("without libcurl every request says so")
    func missingLibrary() async throws {
        var options = CurlTransport.Options()
        options.library = "libcurl-that-is-not-there.so.4"
        let transport = CurlTransport(options)
        for _ in 0..<2 {
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(
                    OutgoingRequest(
                        kind: .risk, url: "http://127.0.0.1/", headers: [], body: [], timeoutMilliseconds: 9)
                )
            }
            #expect(error?.code == .connection)
            #expect(error?.message.contains("libcurl-that-is-not-there.so.4") == true)
        }
    }

    @Test("a library that is no libcurl is refused by name of what it lacks")
    func otherLibrary() async throws {
        var options = CurlTransport.Options()
        options.library = "libm.so.6"
        let transport = CurlTransport(options)
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(
                OutgoingRequest(kind: .risk, url: "http://127.0.0.1/", headers: [], body: [], timeoutMilliseconds: 9)
            )
        }
        #expect(error?.message == "libcurl has no function curl_global_init")
    }
}
