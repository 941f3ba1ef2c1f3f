// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Foundation
import Glibc

/// An HTTP/1 server on 127.0.0.1: for the front, for the embedded backend and for the Runtime API.
///
/// A general server hides what an event has to show: how often a header line came, how its name was spelled, in what
/// bytes the path was written. This one hides nothing and refuses what it does not understand. An answer leaves in one
/// piece; in two, the visitor's kernel would hold back the acknowledgement of the first and cost 40 ms.
package actor LoopbackServer {
    package typealias Handler = @Sendable (ViewerRequest) async -> EdgeResponse

    /// What answers some requests with a body that comes in pieces and ends with the connection; nil for the others.
    package typealias StreamHandler = @Sendable (ViewerRequest) async -> (EdgeResponse, AsyncStream<[UInt8]>)?

    private let handler: Handler
    private let streamHandler: StreamHandler?
    private var running: Task<Void, Never>?

    /// The port that was asked for, and from the first start on the one that was got; a restart takes the same again.
    package private(set) var port: UInt16

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - streamHandler: asked first.
    ///   - handler: answers the rest.
    package init(port: UInt16 = 0, streamHandler: StreamHandler? = nil, handler: @escaping Handler) {
        self.streamHandler = streamHandler
        self.port = port
        self.handler = handler
    }

    /// Listens. Connections are taken once this returns.
    @discardableResult
    package func start() async throws -> UInt16 {
        guard running == nil else { return port }
        let listener = try Socket(domain: AF_INET)
        try listener.setValue(true, for: .localAddressReuse)
        do {
            try listener.bind(to: .inet(ip4: "127.0.0.1", port: port))
            try listener.listen()
        } catch {
            try? listener.close()
            throw error
        }
        if case .ip4(_, let actual) = try listener.sockname() { port = actual }
        let pool = SocketPool.make()
        try await pool.prepare()
        let socket = try AsyncSocket(socket: listener, pool: pool)
        let (handler, streamHandler) = (handler, streamHandler)
        running = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await pool.run() }
                group.addTask { await Self.accept(on: socket, of: pool, handler, streamHandler) }
                await group.next()
                group.cancelAll()
            }
            try? socket.close()
        }
        return port
    }

    /// Closes the listening socket and all connections.
    package func stop() async {
        running?.cancel()
        await running?.value
        running = nil
    }

    private static func accept(
        on socket: AsyncSocket,
        of pool: some AsyncSocketPool,
        _ handler: @escaping Handler,
        _ streamHandler: StreamHandler?
    ) async {
        await withDiscardingTaskGroup { group in
            do {
                for try await connection in socket.sockets {
                    group.addTask {
                        await serve(connection, handler, streamHandler)
                        await pool.close(connection)
                    }
                }
            } catch {
                // The server was stopped.
            }
            group.cancelAll()
        }
    }

    private static func serve(
        _ connection: AsyncSocket,
        _ handler: Handler,
        _ streamHandler: StreamHandler?
    ) async {
        let peer = address(of: connection)
        var reader = RequestReader(connection)
        do {
            while let (head, body) = try await reader.next() {
                let request = ViewerRequest(
                    method: head.method,
                    uri: head.uri,
                    querystring: head.querystring,
                    headers: head.lines,
                    clientIP: peer,
                    body: body
                )
                if let (response, pieces) = await streamHandler?(request) {
                    try await connection.write(
                        Data(Self.head(of: response).utf8) + Data("Connection: close\r\n\r\n".utf8))
                    for await piece in pieces { try await connection.write(Data(piece)) }
                    return
                }
                let response = await handler(request)
                try await connection.write(
                    encode(response, withBody: head.method != "HEAD", keepsAlive: head.keepsAlive)
                )
                if !head.keepsAlive { return }
            }
        } catch let failure as RequestReader.Failure {
            let page = ErrorPage.make(status: status(of: failure))
            try? await connection.write(encode(page, withBody: true, keepsAlive: false))
        } catch {
            // The visitor is gone, or the server was stopped.
        }
    }

    private static func encode(_ response: EdgeResponse, withBody: Bool, keepsAlive: Bool) -> Data {
        var head = Self.head(of: response)
        let hasBody = response.status != 204 && response.status != 304
        if hasBody { head += "Content-Length: \(response.body.count)\r\n" }
        head += "Connection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
        return Data(head.utf8) + (withBody && hasBody ? Data(response.body) : Data())
    }

    /// Status line and headers, without those of the connection.
    private static func head(of response: EdgeResponse) -> String {
        let phrase = response.reasonPhrase.isEmpty ? ReasonPhrase.of(response.status) : response.reasonPhrase
        var head = "HTTP/1.1 \(response.status) \(phrase)\r\n"
        for line in response.headers { head += "\(line.name): \(line.value)\r\n" }
        return head
    }

    private static func status(of failure: RequestReader.Failure) -> Int {
        switch failure {
        case .malformed: 400
        case .headTooLarge: 494
        case .bodyTooLarge: 413
        }
    }

    private static func address(of connection: AsyncSocket) -> String {
        switch try? connection.socket.remotePeer() {
        case .ip4(let address, _), .ip6(let address, _): address
        case .unix, nil: "127.0.0.1"
        }
    }
}
