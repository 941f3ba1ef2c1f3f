// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Foundation

/// An HTTP/1.1 client for 127.0.0.1: one request a connection, header lines exactly as given and as received.
///
/// The usual clients merge repeated header lines and keep cookies of their own; a tour that shows what an edge does must
/// do neither.
public struct LoopbackClient: Sendable {
    /// The port of 127.0.0.1 that requests go to.
    public var port: UInt16

    /// A client of that port.
    public init(port: UInt16) {
        self.port = port
    }

    /// Sends a request; `Host`, `Content-Length` and `Connection` are added where they are missing.
    public func send(
        _ method: String,
        _ target: String,
        headers: [HeaderLine] = [],
        body: [UInt8] = []
    ) async throws -> EdgeResponse {
        var lines = headers
        if lines.first("host") == nil { lines.insert(HeaderLine("Host", "127.0.0.1:\(port)"), at: 0) }
        if !body.isEmpty, lines.first("content-length") == nil, lines.first("transfer-encoding") == nil {
            lines.append(HeaderLine("Content-Length", String(body.count)))
        }
        lines.append(HeaderLine("Connection", "close"))
        let head = lines.reduce(into: "\(method) \(target) HTTP/1.1\r\n") { $0 += "\($1.name): \($1.value)\r\n" }

        let pool = try await ClientSocketPool.get()
        let socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port), pool: pool)
        do {
            try await socket.write(Data(head.utf8) + Data("\r\n".utf8) + Data(body))
            let response = try await Self.read(from: socket, hasBody: method != "HEAD")
            await pool.close(socket)
            return response
        } catch {
            await pool.close(socket)
            throw error
        }
    }

    /// An answer that is no HTTP, or none at all.
    public struct NoAnswer: Error {}

    private static func read(from socket: AsyncSocket, hasBody: Bool) async throws -> EdgeResponse {
        var received: [UInt8] = []
        var response: EdgeResponse?
        var expected = Int.max
        while true {
            if response == nil, let (head, rest) = splitHead(received) {
                response = try parse(head)
                received = rest
                expected = hasBody ? response?.headers.first("content-length").flatMap { Int($0) } ?? .max : 0
            }
            if response != nil, received.count >= expected { break }
            guard let chunk = try? await socket.read(atMost: 65_536), !chunk.isEmpty else { break }
            received += chunk
        }
        guard var response else { throw NoAnswer() }
        response.body = Array(received.prefix(expected))
        return response
    }

    private static func splitHead(_ bytes: [UInt8]) -> (head: String, rest: [UInt8])? {
        let end: [UInt8] = [13, 10, 13, 10]
        guard let range = bytes.firstRange(of: end) else { return nil }
        return (String(decoding: bytes[..<range.lowerBound], as: UTF8.self), Array(bytes[range.upperBound...]))
    }

    private static func parse(_ head: String) throws -> EdgeResponse {
        var lines = head.split(separator: "\r\n")
        guard !lines.isEmpty else { throw NoAnswer() }
        let status = lines.removeFirst().split(separator: " ", maxSplits: 2)
        guard status.count >= 2, let code = Int(status[1]) else { throw NoAnswer() }
        var response = EdgeResponse(status: code, reasonPhrase: status.count > 2 ? String(status[2]) : "")
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            response.headers.append(HeaderLine(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)))
        }
        return response
    }
}
