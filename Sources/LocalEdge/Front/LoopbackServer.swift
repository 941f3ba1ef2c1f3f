// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingFox
import FlyingSocks
import Foundation

/// An HTTP server on 127.0.0.1.
actor LoopbackServer {
    typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    private let handler: Handler
    private let handlerTimeout: TimeInterval
    private var running: (server: HTTPServer, task: Task<Void, any Error>)?

    /// The port that was asked for, and from the first start on the one that was got; a restart takes the same again.
    private(set) var port: UInt16

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - handlerTimeout: seconds after which a handler is cancelled and the answer is a 500.
    init(port: UInt16 = 0, handlerTimeout: TimeInterval = 60, handler: @escaping Handler) {
        self.port = port
        self.handlerTimeout = handlerTimeout
        self.handler = handler
    }

    /// Listens. Returns once connections are taken.
    @discardableResult
    func start() async throws -> UInt16 {
        guard running == nil else { return port }
        let handler = handler
        let server = HTTPServer(
            config: HTTPServer.Configuration(
                address: try .inet(ip4: "127.0.0.1", port: port),
                timeout: handlerTimeout,
                logger: .disabled
            ),
            handler: ClosureHTTPHandler { request in await handler(request) }
        )
        let task = Task { try await server.run() }
        running = (server, task)
        do {
            try await Self.waitUntilListening(server, task)
        } catch {
            running = nil
            task.cancel()
            throw error
        }
        if case .ip4(_, let actual) = await server.listeningAddress {
            port = actual
        }
        return port
    }

    /// Closes the listening socket and all connections.
    func stop() async {
        guard let (server, task) = running else { return }
        running = nil
        await server.stop()
        task.cancel()
    }

    /// A port in use ends the run, not the waiting: whichever comes first tells.
    private static func waitUntilListening(_ server: HTTPServer, _ task: Task<Void, any Error>) async throws {
        let waiting = Task { try await server.waitUntilListening() }
        let watching = Task {
            defer { waiting.cancel() }
            try await task.value
        }
        do {
            try await waiting.value
        } catch {
            // The server's own error says more than the cancelled waiting.
            if waiting.isCancelled { try await watching.value }
            throw error
        }
    }
}
