// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("Risk tokens of the shared vectors")
struct TokenVectorTests {
    @Test("There are vectors")
    func present() {
        #expect(TokenVector.cookies.count >= 60)
    }

    @Test("A token is judged as the vendor's enforcer judges it", arguments: TokenVector.cookies)
    func judged(_ vector: TokenVector) async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let now = vector.inputs.now
        let enforcer = try HumanSecurityEnforcer.initialize(
            try configuration(of: vector),
            transport: transport,
            environment: EnforcerEnvironment(now: { now }, random: { (1, 2) })
        )
        var event = TestEvent(clientIP: vector.inputs.ip)
        event.headers = [
            ("host", ["shop.example"]),
            ("user-agent", [vector.inputs.userAgent]),
            ("cookie", ["\(vector.inputs.version == "v1" ? "_px" : "_px3")=\(vector.token)"]),
        ]
        let enforcement = await enforcer.enforce(event.json)

        let risk = try transport.requests(.risk).first.map { try EnforcerFixture.object($0.body) }
        let details = risk?["additional"] as? [String: Any]
        switch vector.expected.outcome {
        case "s2s":
            #expect(details?["s2s_call_reason"] as? String == vector.expected.callReason)
        case "block":
            #expect(enforcement.outcome == .block)
            #expect(enforcement.reason == vector.expected.blockReason)
            #expect(risk == nil)
        default:
            #expect(enforcement.outcome == .pass)
            #expect(enforcement.reason == vector.expected.passReason)
            #expect(risk == nil)
        }
        guard let score = vector.expected.score else { return }
        if vector.expected.outcome != "s2s" { #expect(enforcement.score == score) }
        let activity = try EnforcerFixture.object(try #require(transport.requests(.activities).first).body)
        let reported = try #require(activity["details"] as? [String: Any])
        #expect(activity["vid"] as? String == vector.expected.vid)
        #expect(reported["px_cookie_hmac"] as? String == vector.expected.hmac)
        let payload = try EnforcerFixture.object(Array((reported["px_cookie"] as? String ?? "").utf8))
        #expect(payload["s"] as? Double == score)
        #expect(payload["u"] as? String == vector.expected.uuid)
        #expect(payload["a"] as? String == vector.expected.action)
    }

    private func configuration(of vector: TokenVector) throws -> HumanSecurityConfiguration {
        var options: [String: Any] = [
            "px_app_id": "PXtest0001", "px_auth_token": "t", "px_module_mode": "active_blocking",
            "px_blocking_score": vector.inputs.blockingScore,
        ]
        options["px_cookie_secret"] = vector.inputs.secrets ?? vector.inputs.secret
        options["px_risk_cookie_min_iterations"] = vector.inputs.minimumIterations
        options["px_risk_cookie_max_iterations"] = vector.inputs.maximumIterations
        if vector.inputs.sensitiveRoute == true { options["px_sensitive_routes"] = ["/"] }
        return HumanSecurityConfiguration(json: Array(try JSONSerialization.data(withJSONObject: options)))
    }
}
