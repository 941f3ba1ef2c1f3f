// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Logging

/// HUMAN's backend, played on loopback: the Risk API, the collector, the scripts and what goes with them.
///
/// It checks what it is sent against the protocol and answers 400 with a list of what is wrong, so that an enforcer that
/// gets on with it can be expected to get on with the real one.
public actor EmbeddedBackend {
    let expectations: BackendExpectations
    private let logger: Logger
    nonisolated let state = BackendState()
    nonisolated let exchanges = ExchangeLog()

    /// Makes the tokens that the scripts get; nil if there is no secret to make them with.
    nonisolated let sensor: VisitorSensor?

    private var server: LoopbackServer?
    private var controlServer: LoopbackServer?

    /// A backend that is not started yet.
    /// - Parameters:
    ///   - expectations: what requests are compared with.
    ///   - issuer: makes the tokens of solved challenges; without it none can be solved.
    ///   - logger: told when a port cannot be opened again.
    public init(expectations: BackendExpectations, issuer: RiskTokenIssuer? = nil, logger: Logger) {
        self.expectations = expectations
        self.logger = logger
        sensor = issuer.map { VisitorSensor(issuer: $0) }
    }

    /// Begins to listen.
    /// - Parameter port: 0 for any free one.
    /// - Returns: the base URL for all `px_backend_…url`, and one whose `/control` can be reached in every mode.
    @discardableResult
    public func start(port: UInt16 = 0) async throws -> (url: String, controlURL: String) {
        let server = LoopbackServer(port: port) { [self] in await answer($0) }
        let controlServer = LoopbackServer { [self] in await control($0) ?? Self.notFound }
        self.server = server
        self.controlServer = controlServer
        let address = try await server.start()
        let controlAddress = try await controlServer.start()
        return ("http://127.0.0.1:\(address)", "http://127.0.0.1:\(controlAddress)")
    }

    /// Closes both ports.
    public func stop() async {
        await server?.stop()
        await controlServer?.stop()
    }

    /// Behaves that way from the next request on.
    /// - Throws: what the system says about a port, where the mode needs it opened again.
    public func set(mode: BackendMode) async throws {
        await state.set(mode: mode)
        if mode == .refuse {
            await server?.stop()
        } else {
            try await server?.start()
        }
    }

    /// Where it listens; 0 before the start.
    var port: UInt16 {
        get async { await server?.port ?? 0 }
    }

    /// Risk API calls so far.
    public var riskCalls: Int { get async { await state.riskCalls } }

    /// Activities so far, by type.
    public var activityCounts: [String: Int] { get async { await state.activityCounts } }

    /// Calls so far for the scripts, and of them, that came through the site.
    var firstPartyCalls: [FirstPartyCheck.Kind: Int] { get async { await state.firstPartyCalls } }

    /// The report of a login at the demo site, waited for: it may come a moment after the page. Nil if there is none.
    func loginReport(since mark: Int, from address: String) async -> JSONValue? {
        for _ in 0..<300 {
            let report = await state.claim(since: mark, clientIP: address, method: "POST", uri: "/login", isLogin: true)
            if let report { return report }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// Everything so far that was not as the protocol has it.
    public var violations: [String] { get async { await state.violations } }

    // MARK: - Requests

    private nonisolated func answer(_ request: ViewerRequest) async -> EdgeResponse {
        if let response = await control(request) { return response }
        if let response = await firstParty(request) { return response }
        guard request.method == "POST" else { return Self.notFound }
        switch request.uri {
        case "/api/v3/risk":
            return await exchanges.record(.risk, request.headers, request.body) {
                await risk(request.headers, request.body)
            }
        case "/api/v1/collector/s2s":
            return await exchanges.record(.activities, request.headers, request.body) {
                await collect(request.headers, request.body)
            }
        case "/api/v2/risk/telemetry":
            await state.countTelemetry()
            return await inMode { Self.json(["status": 0]) }
        case "/enforcer-logs", "/enforcer-logs/":
            await state.countLogs()
            return await inMode { Self.json(["status": 0]) }
        default:
            return Self.notFound
        }
    }

    private nonisolated func risk(_ headers: [HeaderLine], _ body: [UInt8]) async -> EdgeResponse {
        let violations = RiskRequestCheck.violations(headers: headers, body: body, expecting: expectations)
        await state.countRisk(violations)
        report(violations, of: "risk request")
        let verdict = JSONValue(body).map { RiskVerdict.on($0) }
        let uuid = UUID().uuidString.lowercased()
        if let verdict, verdict.score >= 100 { await state.challenge(uuid) }
        return await inMode {
            guard violations.isEmpty, let payload = JSONValue(body), let verdict else {
                return Self.refusal(violations)
            }
            var answer: [String: JSONValue] = [
                "status": 0,
                "uuid": .string(uuid),
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

    private nonisolated func collect(_ headers: [HeaderLine], _ body: [UInt8]) async -> EdgeResponse {
        let violations = ActivityCheck.violations(headers: headers, body: body, expecting: expectations)
        // Remembered in every mode: what a visitor's request came to is known even while the answer is held back.
        await state.add(ActivityCheck.activities(in: body) ?? [], violations)
        report(violations, of: "activity")
        return await inMode { violations.isEmpty ? Self.json(["status": 0]) : Self.refusal(violations) }
    }

    nonisolated func inMode(_ normal: () -> EdgeResponse) async -> EdgeResponse {
        switch await state.mode {
        case .normal, .refuse:
            return normal()
        case .slow:
            try? await Task.sleep(for: .milliseconds(300))
            return normal()
        case .hang:
            // Until the server is stopped; nobody waits for the answer any more by then.
            try? await Task.sleep(for: .seconds(3_600))
            return Self.json([:], 503)
        case .garbage:
            return EdgeResponse(
                status: 200,
                contentType: "text/html",
                body: "<!doctype html><title>Maintenance</title><p>Back soon."
            )
        case .error500:
            return Self.json(["message": "internal error"], 500)
        }
    }

    /// `POST /control {"mode": …}` and `GET /control/state`.
    private nonisolated func control(_ request: ViewerRequest) async -> EdgeResponse? {
        switch (request.method, request.uri) {
        case ("GET", "/control/state"):
            return Self.json(await state.snapshot())
        case ("POST", "/control"):
            guard let name = JSONValue(request.body)?["mode"]?.stringValue, let mode = BackendMode(rawValue: name)
            else {
                let names = BackendMode.allCases.map { JSONValue.string($0.rawValue) }
                return Self.json(["message": "mode is none of the known ones", "known": .array(names)], 400)
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

    nonisolated func report(_ violations: [String], of kind: String) {
        for violation in violations {
            logger.warning("backend: \(kind): \(violation)")
        }
    }

    static func refusal(_ violations: [String]) -> EdgeResponse {
        json(
            [
                "status": -1, "message": "the request breaks the protocol",
                "violations": .array(violations.map { .string($0) }),
            ],
            400
        )
    }

    private static let notFound = json(["message": "no such path"], 404)

    static func json(_ value: JSONValue, _ status: Int = 200) -> EdgeResponse {
        EdgeResponse(status: status, headers: [HeaderLine("Content-Type", "application/json")], body: value.text)
    }
}
