// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingFox
import Foundation
public import Logging

/// HUMAN's backend, played on loopback: the Risk API, the collector and what goes with them.
///
/// It checks what it is sent against the protocol and answers 400 with a list of what is wrong, so that an enforcer that
/// gets on with it can be expected to get on with the real one.
public actor EmbeddedBackend {
    private let expectations: BackendExpectations
    private let logger: Logger
    nonisolated let state = BackendState()
    private var server: LoopbackServer?
    private var controlServer: LoopbackServer?

    public init(expectations: BackendExpectations, logger: Logger) {
        self.expectations = expectations
        self.logger = logger
    }

    /// Begins to listen.
    /// - Parameter port: 0 for any free one.
    /// - Returns: the base URL for `px_backend_url` and `px_backend_collector_url`, and one whose `/control` can be
    ///   reached in every mode.
    @discardableResult
    public func start(port: UInt16 = 0) async throws -> (url: String, controlURL: String) {
        let server = LoopbackServer(port: port) { [self] in await answer($0) }
        let controlServer = LoopbackServer { [self] in await control($0) ?? HTTPResponse(statusCode: .notFound) }
        self.server = server
        self.controlServer = controlServer
        let address = try await server.start()
        let controlAddress = try await controlServer.start()
        return ("http://127.0.0.1:\(address)", "http://127.0.0.1:\(controlAddress)")
    }

    public func stop() async {
        await server?.stop()
        await controlServer?.stop()
    }

    public func set(mode: BackendMode) async throws {
        await state.set(mode: mode)
        if mode == .refuse {
            await server?.stop()
        } else {
            try await server?.start()
        }
    }

    /// Risk API calls so far.
    public var riskCalls: Int { get async { await state.riskCalls } }

    /// Activities so far, by type.
    public var activityCounts: [String: Int] { get async { await state.activityCounts } }

    /// Everything so far that was not as the protocol has it.
    public var violations: [String] { get async { await state.violations } }

    // MARK: - Requests

    private nonisolated func answer(_ request: HTTPRequest) async -> HTTPResponse {
        if let response = await control(request) { return response }
        guard request.method == .POST else { return HTTPResponse(statusCode: .notFound) }
        let headers = request.headers.map { HeaderLine($0.key.rawValue, $0.value) }
        let body = (try? await request.bodyData).map { Array($0) } ?? []
        switch request.path {
        case "/api/v3/risk":
            return await risk(headers, body)
        case "/api/v1/collector/s2s":
            return await collect(headers, body)
        case "/api/v2/risk/telemetry":
            await state.countTelemetry()
            return await inMode { Self.json(["status": 0]) }
        case "/enforcer-logs", "/enforcer-logs/":
            await state.countLogs()
            return await inMode { Self.json(["status": 0]) }
        default:
            return HTTPResponse(statusCode: .notFound)
        }
    }

    private nonisolated func risk(_ headers: [HeaderLine], _ body: [UInt8]) async -> HTTPResponse {
        let violations = RiskRequestCheck.violations(headers: headers, body: body, expecting: expectations)
        await state.countRisk(violations)
        report(violations, of: "risk request")
        return await inMode {
            guard violations.isEmpty, let payload = JSONValue(body) else { return Self.refusal(violations) }
            let verdict = RiskVerdict.on(payload)
            var answer: [String: JSONValue] = [
                "status": 0,
                "uuid": .string(UUID().uuidString.lowercased()),
                "score": .number(Double(verdict.score)),
                "action": .string(verdict.action),
            ]
            if payload["pxhd"] == nil {
                let random = UUID().uuidString.lowercased().replacing("-", with: "")
                answer["pxhd"] = .string("demo-\(random):\(UUID().uuidString.lowercased())")
            }
            return Self.json(.object(answer))
        }
    }

    private nonisolated func collect(_ headers: [HeaderLine], _ body: [UInt8]) async -> HTTPResponse {
        let violations = ActivityCheck.violations(headers: headers, body: body, expecting: expectations)
        // Remembered in every mode: what a visitor's request came to is known even while the answer is held back.
        await state.add(ActivityCheck.activities(in: body) ?? [], violations)
        report(violations, of: "activity")
        return await inMode { violations.isEmpty ? Self.json(["status": 0]) : Self.refusal(violations) }
    }

    private nonisolated func inMode(_ normal: () -> HTTPResponse) async -> HTTPResponse {
        switch await state.mode {
        case .normal, .refuse:
            return normal()
        case .slow:
            try? await Task.sleep(for: .milliseconds(300))
            return normal()
        case .hang:
            // Until the server gives up or is stopped; nobody waits for the answer any more by then.
            try? await Task.sleep(for: .seconds(3_600))
            return HTTPResponse(statusCode: .serviceUnavailable)
        case .garbage:
            return HTTPResponse(
                statusCode: .ok,
                headers: [.contentType: "text/html"],
                body: Data("<!doctype html><title>Maintenance</title><p>Back soon.".utf8)
            )
        case .error500:
            return Self.json(["message": "internal error"], .internalServerError)
        }
    }

    /// `POST /control {"mode": …}` and `GET /control/state`.
    private nonisolated func control(_ request: HTTPRequest) async -> HTTPResponse? {
        switch (request.method, request.path) {
        case (.GET, "/control/state"):
            return Self.json(await state.snapshot())
        case (.POST, "/control"):
            let body = (try? await request.bodyData).map { Array($0) } ?? []
            guard let name = JSONValue(body)?["mode"]?.stringValue, let mode = BackendMode(rawValue: name) else {
                let names = BackendMode.allCases.map { JSONValue.string($0.rawValue) }
                return Self.json(["message": "mode is none of the known ones", "known": .array(names)], .badRequest)
            }
            let change = Task {
                do {
                    try await set(mode: mode)
                } catch {
                    logger.error("backend: cannot listen again: \(error)")
                }
            }
            // `refuse` closes the very connection that this answer may go over, so it cannot be waited for.
            if mode != .refuse { await change.value }
            return Self.json(["mode": .string(mode.rawValue)])
        default:
            return nil
        }
    }

    private nonisolated func report(_ violations: [String], of kind: String) {
        for violation in violations {
            logger.warning("backend: \(kind): \(violation)")
        }
    }

    private static func refusal(_ violations: [String]) -> HTTPResponse {
        json(
            [
                "status": -1, "message": "the request breaks the protocol",
                "violations": .array(violations.map { .string($0) }),
            ],
            .badRequest
        )
    }

    private static func json(_ value: JSONValue, _ status: HTTPStatusCode = .ok) -> HTTPResponse {
        HTTPResponse(
            statusCode: status,
            headers: [.contentType: "application/json"],
            body: Data(value.text)
        )
    }
}
