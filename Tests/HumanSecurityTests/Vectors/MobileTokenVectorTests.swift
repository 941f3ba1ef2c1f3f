// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("Mobile and original tokens of the shared vectors")
struct MobileTokenVectorTests {
    static let tokens =
        Vector.read("mobile_tokens")
        + Vector.all("generated_risk_cookies").filter { $0.inputs["origin"]?.text == "header" }

    @Test("A mobile token is judged as the vendor's enforcer judges it", arguments: tokens)
    func judged(_ vector: Vector) async throws {
        let inputs = vector.inputs
        let run = try await VectorRun(
            configuration: configuration(inputs),
            request: VectorRun.request(
                .object([
                    "socket_ip": inputs["ip"] ?? .text("203.0.113.9"),
                    "headers": .object([
                        "user-agent": inputs["user_agent"] ?? .text("App"),
                        "X-PX-AUTHORIZATION": .text(header(vector)),
                    ]),
                ])
            ),
            now: Int64(inputs["now_ms"]?.number ?? 0),
            transport: ScriptedTransport(risk: EnforcerFixture.low)
        )
        switch vector.expected["outcome"]?.text {
        case "s2s":
            #expect(run.riskDetails?["s2s_call_reason"] == vector.expected["s2s_call_reason"])
            #expect(run.riskDetails?["cookie_origin"]?.text == "header")
        case "block":
            #expect(run.enforcement.outcome == .block)
            #expect(run.enforcement.reason == vector.expected["block_reason"]?.text)
            #expect(run.requests(.risk).isEmpty)
            #expect(run.headers["content-type"]?.hasPrefix("application/json") == true)
        default:
            #expect(run.enforcement.outcome == .pass)
            #expect(run.enforcement.reason == vector.expected["pass_reason"]?.text)
            #expect(run.requests(.risk).isEmpty)
        }
        guard let score = vector.expected["score"] else { return }
        let details = try #require(run.activity?["details"])
        let payload = try #require(VectorValue.parse(text: details["px_cookie"]?.text ?? ""))
        #expect(run.activity?["vid"] == vector.expected["vid"])
        #expect(details["px_cookie_hmac"] == vector.expected["hmac"])
        #expect(payload["s"] == score)
        #expect(payload["u"] == vector.expected["uuid"])
        #expect(payload["a"] == vector.expected["action"])
    }

    @Test("An original token counts only with its version", arguments: Vector.read("original_tokens"))
    func original(_ vector: Vector) async throws {
        let text = vector.inputs["original_token_header"]?.text ?? ""
        try await original(text, vector, vector.expected)
        if let expected = vector.body["expected_v4_with_prefix_3"] { try await original("3:\(text)", vector, expected) }
    }

    private func original(_ text: String, _ vector: Vector, _ expected: VectorValue) async throws {
        let run = try await VectorRun(
            configuration: configuration(vector.inputs),
            request: VectorRun.request(
                .object([
                    "headers": .object(["x-px-authorization": .text("2"), "x-px-original-token": .text(text)])
                ])
            ),
            transport: ScriptedTransport(risk: EnforcerFixture.low)
        )
        let details = try #require(run.riskDetails)
        #expect(details["s2s_call_reason"]?.text == "mobile_error_2")
        #expect(details["original_token_error"] == expected["original_token_error"])
        let decoded = details["px_decoded_original_token"]?.text.flatMap(VectorValue.parse(text:))
        #expect(decoded == expected["px_decoded_original_token"]?.text.flatMap(VectorValue.parse(text:)))
    }

    private func configuration(_ inputs: VectorValue) -> VectorValue {
        var options: [String: VectorValue] = ["px_module_mode": .text("active_blocking")]
        options["px_cookie_secret"] = inputs["secrets"] ?? inputs["secret"]
        options["px_blocking_score"] = inputs["blocking_score"]
        if inputs["sensitive_route"]?.bool == true { options["px_sensitive_routes"] = .list([.text("/")]) }
        return .object(options)
    }

    private func header(_ vector: Vector) -> String {
        let form = vector.body["expected_v4_form"]?.text ?? "value"
        let value = vector.inputs[form]?.text ?? ""
        guard form != "header_value" else { return value }
        return "\(vector.inputs["version"]?.text == "v1" ? 1 : 3):\(value)"
    }
}
