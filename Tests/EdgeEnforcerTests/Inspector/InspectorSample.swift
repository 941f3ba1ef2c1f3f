// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import LocalEdge
@testable import edge_enforcer

/// A request of somebody whose token says nothing, asked about at the Risk API and blocked.
enum InspectorSample {
    static let authToken = "auth-token-in-a-test"
    static let cookieSecret = "cookie-secret-in-a-test"
    static let cookie = "cookie-value-in-a-test"
    static let now: Int64 = 1_790_000_000_000

    static let configuration: JSONValue = [
        "px_app_id": "PXtest0001", "px_auth_token": .string(authToken), "px_cookie_secret": .string(cookieSecret),
        "px_module_mode": "active_blocking", "px_s2s_timeout": 500,
    ]

    static func request(_ path: String = "/a") -> ViewerRequest {
        ViewerRequest(
            method: "GET", uri: path,
            headers: [
                HeaderLine("Host", "shop.example"), HeaderLine("User-Agent", "Mozilla/5.0"),
                HeaderLine("Cookie", "_px3=\(cookie); theme=dark"), HeaderLine("Authorization", "Bearer \(cookie)-2"),
            ], clientIP: "192.0.2.7")
    }

    /// - Parameters:
    ///   - milliseconds: until the Risk API answered; nil for no answer.
    ///   - isAsked: whether it was called at all.
    static func observed(
        _ id: String = "request-1", path: String = "/a", milliseconds: Double? = 12, isAsked: Bool = true,
        backend: ObservedRequest.BackendSight = .seen
    ) -> ObservedRequest {
        let request = request(path)
        let event = EventBuilder().event(for: request, requestID: id)
        let stage = StageRun(
            place: "viewer-request", event: event.text, outcome: .result(Array(#"{"status":"403"}"#.utf8)), began: now,
            milliseconds: 20)
        let body: JSONValue = ["status": 0, "score": 100, "action": "c", "uuid": "u", "pxhd": "pxhd-value-in-a-test"]
        var exchange = BackendExchange(
            kind: .risk, headers: [HeaderLine("authorization", "Bearer \(authToken)")],
            body: Array(#"{"additional":{"px_orig_cookie":"\#(cookie)"}}"#.utf8))
        if let milliseconds {
            exchange.answer = EdgeResponse(status: 200, body: body.text)
            exchange.milliseconds = milliseconds
        }
        return ObservedRequest(
            record: RequestRecord(
                requestID: id, request: request, stage: .generated, status: 403, milliseconds: 21, settled: [],
                began: now, stages: [stage], mark: 0),
            decision: Decision(.block, reason: "s2s_high_score"), exchanges: isAsked ? [exchange] : [],
            backend: backend)
    }

    static func inspected(_ id: String = "request-1", path: String = "/a") -> InspectedRequest {
        InspectedRequest(
            observed(id, path: path), InspectorRerun.Answer(), mask: InspectorMask(configuration: configuration))
    }
}
