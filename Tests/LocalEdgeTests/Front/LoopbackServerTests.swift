// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationNetworking
import Testing

@testable import LocalEdge

@Suite("The loopback server's streams")
struct LoopbackServerTests {
    @Test("a body in pieces comes whole, and ends with the connection; other requests are answered as ever")
    func stream() async throws {
        let server = LoopbackServer(
            streamHandler: { request in
                guard request.uri == "/stream" else { return nil }
                let pieces = AsyncStream<[UInt8]> { continuation in
                    for piece in ["one ", "two ", "three"] { continuation.yield(Array(piece.utf8)) }
                    continuation.finish()
                }
                return (EdgeResponse(status: 200, headers: [HeaderLine("Content-Type", "text/plain")]), pieces)
            },
            handler: { _ in EdgeResponse(status: 404, headers: [], body: Array("none".utf8)) })
        let port = try await server.start()
        let url = try #require(URL(string: "http://127.0.0.1:\(port)"))
        let (data, response) = try await URLSession.shared.data(from: url.appending(path: "stream"))
        #expect(String(decoding: data, as: UTF8.self) == "one two three")
        #expect((response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Length") == nil)
        let (other, _) = try await URLSession.shared.data(from: url.appending(path: "other"))
        #expect(String(decoding: other, as: UTF8.self) == "none")
        await server.stop()
    }

    @Test("a stream without an end does not keep the server from stopping", .timeLimit(.minutes(1)))
    func stop() async throws {
        let (pieces, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let server = LoopbackServer(
            streamHandler: { _ in (EdgeResponse(status: 200), pieces) }, handler: { _ in EdgeResponse(status: 404) })
        let port = try await server.start()
        continuation.yield(Array("first".utf8))
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/"))
        let client = Task { try? await URLSession.shared.data(from: url) }
        try await Task.sleep(for: .milliseconds(100))
        await server.stop()
        _ = await client.value
    }
}
