// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalEdge

/// Shows on a page of its own what the edge decides, as it happens.
actor Inspector {
    private let store: InspectorStore
    private let configuration: JSONValue
    private let rerun: InspectorRerun
    private let mask: InspectorMask
    private var server: LoopbackServer?
    private var pulse: Task<Void, Never>?

    /// - Parameter configuration: the functions'.
    init(configuration: JSONValue, limits: InspectorStore.Limits = .init()) {
        self.configuration = configuration
        rerun = InspectorRerun(configuration: configuration)
        mask = InspectorMask(configuration: configuration)
        store = InspectorStore(limits, generation: String(UInt32.random(in: .min ... .max), radix: 36))
    }

    /// Begins to listen on 127.0.0.1.
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - isFixed: whether another one will not do if that is taken.
    /// - Returns: the page's URL.
    /// - Throws: what the system says about the port.
    func start(port: UInt16, isFixed: Bool) async throws -> String {
        var server = makeServer(port)
        var actual: UInt16
        do {
            actual = try await server.start()
        } catch  where !isFixed && port != 0 {
            server = makeServer(0)
            actual = try await server.start()
        }
        self.server = server
        pulse = Task { [store] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(10))
                await store.beat()
            }
        }
        return "http://127.0.0.1:\(actual)/"
    }

    /// Closes the port and all connections.
    func stop() async {
        pulse?.cancel()
        await store.close()
        await server?.stop()
        server = nil
    }

    /// Takes a request that the edge has answered.
    nonisolated func take(_ observed: ObservedRequest) async {
        await store.put(InspectedRequest(observed, await rerun.answer(observed), mask: mask))
    }

    // MARK: - Requests

    private func makeServer(_ port: UInt16) -> LoopbackServer {
        LoopbackServer(
            port: port,
            streamHandler: { [self] request in await stream(for: request) },
            handler: { [self] request in await answer(request) }
        )
    }

    private func gate() async -> InspectorGate { InspectorGate(port: await server?.port ?? 0) }

    private func stream(for request: ViewerRequest) async -> (EdgeResponse, AsyncStream<[UInt8]>)? {
        guard request.method == "GET", request.uri == "/api/events", await gate().refusal(of: request) == nil,
            let events = await store.events(after: request.headers.first("last-event-id"))
        else { return nil }
        return (Self.response(200, "text/event-stream", []), events)
    }

    func answer(_ request: ViewerRequest) async -> EdgeResponse {
        if let refusal = await gate().refusal(of: request) {
            return Self.json(["message": .string(refusal.reason)], refusal.status)
        }
        let path = request.uri.split(separator: "/").map(String.init)
        switch (request.method, path.first, path.count) {
        case ("GET", nil, _): return Self.response(200, "text/html; charset=utf-8", Array(InspectorPage.html.utf8))
        case ("GET", "inspector.css", 1): return Self.response(200, "text/css", Array(InspectorPage.style.utf8))
        case ("GET", "inspector.js", 1):
            return Self.response(200, "text/javascript", Array(InspectorPage.script.utf8))
        case ("GET", "api", 2) where path[1] == "configuration": return Self.json(mask.value(configuration))
        case ("GET", "api", 2) where path[1] == "events":
            return Self.json(["message": "too many pages are open"], 503)
        case ("GET", "api", 3) where path[1] == "requests":
            guard let found = await find(path[2]) else { return Self.gone }
            return Self.json(found.detail)
        case ("POST", "api", 4) where path[1] == "requests" && path[3] == "rerun":
            guard let found = await find(path[2]) else { return Self.gone }
            return await run(found, request.body)
        default: return Self.json(["message": "no such path"], 404)
        }
    }

    private func find(_ key: String) async -> InspectedRequest? {
        guard let key = Int(key) else { return nil }
        return await store.request(key)
    }

    private func run(_ request: InspectedRequest, _ body: [UInt8]) async -> EdgeResponse {
        let order: InspectorOrder
        do throws(InspectorOrder.Invalid) {
            order = try InspectorOrder(body, over: configuration)
        } catch {
            return Self.json(["problems": InspectorOrder.json(error.problems, mask)], 422)
        }
        let answer = await rerun.answer(request.observed, changes: order.changes, risk: order.risk)
        let mask = mask.covering(configuration: order.changes)
        var members = request.comparison(with: answer, mask: mask).objectValue ?? [:]
        members["problems"] = InspectorOrder.json(order.warnings, mask)
        return Self.json(.object(members))
    }

    // MARK: - Answers

    private static let gone = json(["message": "the request is no longer kept"], 404)

    private static func json(_ value: JSONValue, _ status: Int = 200) -> EdgeResponse {
        response(status, "application/json", value.text)
    }

    private static func response(_ status: Int, _ type: String, _ body: [UInt8]) -> EdgeResponse {
        EdgeResponse(status: status, headers: [HeaderLine("Content-Type", type)] + headers, body: body)
    }

    /// Nothing but the inspector's own files, in no frame, kept nowhere.
    private static let headers = [
        HeaderLine(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"),
        HeaderLine("X-Content-Type-Options", "nosniff"),
        HeaderLine("X-Frame-Options", "DENY"),
        HeaderLine("Referrer-Policy", "no-referrer"),
        HeaderLine("Cross-Origin-Resource-Policy", "same-origin"),
        HeaderLine("Cross-Origin-Opener-Policy", "same-origin"),
        HeaderLine("Cache-Control", "no-store"),
    ]
}
