// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import HumanSecurity
import Synchronization
import Testing

@testable import LambdaHost

/// Against servers that misbehave. They run on threads of their own; the client blocks the one of its test.
@Suite("Connection to the Runtime API")
struct RuntimeConnectionTests {
    /// Sends GET requests one after the other over one client.
    private func get(
        _ endpoint: String,
        count: Int = 1,
        limit: Int = 1 << 20,
        timeout: Int? = nil
    ) async -> [HTTPAnswer] {
        await offPool {
            var connection = RuntimeConnection(endpoint: endpoint, bodyLimit: limit)
            return (0..<count).map { _ in connection.send(method: "GET", path: "/next", timeoutMilliseconds: timeout) }
        }
    }

    private func endpoint(_ server: LoopbackServer) -> String { "127.0.0.1:\(server.port)" }

    private static let whole =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

    // MARK: - What is sent

    @Test("requests have the header that they need, and no more")
    func requests() async throws {
        let requests = Mutex<[LoopbackConnection.Request]>([])
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                requests.withLock { $0.append(request) }
                connection.answer(200)
            }
        }
        defer { server.stop() }
        let endpoint = endpoint(server)
        await offPool {
            var connection = RuntimeConnection(endpoint: endpoint, bodyLimit: 10)
            _ = connection.send(method: "GET", path: "/a")
            _ = connection.send(method: "POST", path: "/b", headers: [.init("X-Y", "z é")], body: [1, 2, 3])
            _ = connection.send(method: "POST", path: "/c")
        }
        let sent = requests.withLock { $0 }
        #expect(
            sent.map(\.head) == [
                "GET /a HTTP/1.1\r\nHost: \(endpoint)",
                "POST /b HTTP/1.1\r\nHost: \(endpoint)\r\nX-Y: z é\r\nContent-Length: 3",
                "POST /c HTTP/1.1\r\nHost: \(endpoint)\r\nContent-Length: 0",
            ]
        )
        #expect(sent.map(\.body) == [[], [1, 2, 3], []])
        #expect(server.connectionCount == 1)
    }

    @Test(
        "what would split a request is not sent",
        arguments: [
            ("GET", "/a b", "x", "y"), ("GET", "/a\r\nb", "x", "y"), ("G T", "/", "x", "y"), ("", "/", "x", "y"),
            ("GET", "/", "x:", "y"), ("GET", "/", "", "y"), ("GET", "/", "x", "y\r\nz: 1"), ("GET", "/", "x", "y\u{0}"),
        ])
    func splitting(method: String, path: String, name: String, value: String) async throws {
        let server = try LoopbackServer { $0.waitForClose() }
        defer { server.stop() }
        var connection = RuntimeConnection(endpoint: endpoint(server), bodyLimit: 10)
        let answer = connection.send(method: method, path: path, headers: [.init(name, value)])
        #expect(answer.failure?.code == .connection)
        #expect(server.connectionCount == 0)
    }

    @Test("a large body reaches a server that reads slowly", arguments: [100_000, 6_000_000])
    func largeBody(count: Int) async throws {
        let server = try LoopbackServer { connection in
            shortPause()
            while let request = connection.readRequest() { connection.answer(200, request.body) }
        }
        defer { server.stop() }
        let endpoint = endpoint(server)
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let answer = await offPool {
            var connection = RuntimeConnection(endpoint: endpoint, bodyLimit: 8 << 20)
            return connection.send(method: "POST", path: "/", body: body, timeoutMilliseconds: 60_000)
        }
        #expect(answer.failure == nil)
        #expect(answer.body == body)
    }

    @Test("an answer that comes before the request is through is read", arguments: [false, true])
    func earlyAnswer(closes: Bool) async throws {
        let server = try LoopbackServer { connection in
            connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
            if closes { shortPause() } else { connection.waitForSilence() }
        }
        defer { server.stop() }
        let endpoint = endpoint(server)
        let answer = await offPool {
            var connection = RuntimeConnection(endpoint: endpoint, bodyLimit: 10)
            return connection.send(
                method: "POST",
                path: "/",
                body: [UInt8](repeating: 0, count: 50 << 20),
                timeoutMilliseconds: 60_000
            )
        }
        #expect(answer.status == 413)
        #expect(answer.body == Array("no".utf8))
    }

    // MARK: - Hostile servers

    @Test("a server that drips its answer is waited for")
    func drips() async throws {
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil {
                for byte in Self.whole.utf8 {
                    connection.write([byte])
                    briefPause()
                }
            }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), count: 2)
        #expect(answers.map(\.body) == [Array("abcde".utf8), Array("abcde".utf8)])
        #expect(answers.map { $0.header("a") } == ["b", "b"])
        #expect(server.connectionCount == 1)
    }

    @Test("a server that drips for ever is left when the time is over")
    func dripsForEver() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            while connection.write("x") { briefPause() }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), timeout: 100)
        #expect(answers.first?.failure?.code == .timeout)
    }

    @Test("a server that is silent is left when the time is over, and not asked again")
    func silent() async throws {
        let asked = Mutex(0)
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { asked.withLock { $0 += 1 } }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), timeout: 50)
        #expect(answers.first?.failure?.code == .timeout)
        #expect(asked.withLock { $0 } == 1)
    }

    @Test(
        "a broken answer fails, and the next request gets a connection of its own",
        arguments: [
            "", "\u{0}\u{1}garbage", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 200 OK\r\nA: b",
        ])
    func broken(text: String) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            if connection.number == 1 { connection.write(text) } else { connection.answer(200, [9]) }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), count: 2)
        #expect(answers.first?.failure?.code == .connection)
        #expect(answers.last?.body == [9])
        #expect(server.connectionCount == 2)
    }

    @Test("a connection reset in the middle of an answer is a failure")
    func reset() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")
            shortPause()
            connection.reset()
        }
        defer { server.stop() }
        let answers = await get(endpoint(server))
        #expect(answers.first?.failure?.code == .connection)
        #expect(answers.first?.status == 200)
    }

    @Test(
        "of 100 MB no more than the limit is kept",
        arguments: ["Content-Length: 104857600", "Transfer-Encoding: chunked", "A: b"])
    func hugeBody(field: String) async throws {
        let sent = Mutex(0)
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\n\(field)\r\n\r\n")
            let block = [UInt8](repeating: 0x61, count: 1 << 16)
            for _ in 0..<1600 {
                if field.hasSuffix("chunked") { connection.write("10000\r\n") }
                guard connection.write(block) else { return }
                if field.hasSuffix("chunked") { connection.write("\r\n") }
                sent.withLock { $0 += block.count }
            }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), limit: 1000)
        #expect(answers.first?.failure?.code == .tooLarge)
        #expect((answers.first?.body.count ?? 0) <= 1000)
        // What is in the buffers of both sides, but never all of it: the connection was closed.
        #expect(sent.withLock { $0 } < 100 << 20)
    }

    @Test("interim answers are passed over")
    func interim() async throws {
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil {
                connection.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nA: no\r\n\r\n")
                shortPause()
                connection.write(Self.whole)
            }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), count: 2)
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.map { $0.header("a") } == ["b", "b"])
        #expect(server.connectionCount == 1)
    }

    // MARK: - Kept connections

    @Test("a server that keeps no connection gets a new one each time", arguments: ["Connection: close\r\n", ""])
    func noKeepAlive(field: String) async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(200, [5], fields: field)
            // Without the field the client finds out by itself.
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), count: 3)
        #expect(answers.map(\.body) == [[5], [5], [5]])
        #expect(server.connectionCount == 3)
    }

    @Test("a connection that dies with the request on it is replaced once")
    func deadConnection() async throws {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(200, [UInt8(connection.number)])
            // The second request is read, and not answered.
            _ = connection.readRequest()
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), count: 2)
        #expect(answers.map(\.body) == [[1], [2]])
        #expect(server.connectionCount == 2)
    }

    @Test("what a server says unasked is never taken for an answer")
    func unaskedAnswer() async throws {
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil {
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
                connection.write(answer + "\(connection.number)" + (connection.number == 1 ? answer + "x" : ""))
            }
        }
        defer { server.stop() }
        let answers = await get(endpoint(server), count: 2)
        #expect(answers.map(\.body) == [Array("1".utf8), Array("2".utf8)])
    }

    // MARK: - Where to

    @Test("a name is looked up, and brackets are taken off an address", arguments: ["localhost", "[127.0.0.1]"])
    func hosts(host: String) async throws {
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.answer(200, [1]) }
        }
        defer { server.stop() }
        let answers = await get("\(host):\(server.port)")
        #expect(answers.first?.body == [1])
    }

    @Test(
        "where there is no server the failure says why",
        arguments: ["", ":", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:99999", "no host:80", "[::1", "127.0.0.1:1"])
    func nowhere(endpoint: String) async {
        let answers = await get(endpoint, timeout: 10_000)
        #expect(answers.first?.failure?.code == .connection)
        #expect(answers.first?.failure?.message.isEmpty == false)
        #expect(answers.first?.status == 0)
    }
}
