// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("Risk API, data enrichment, telemetry and options of the shared vectors")
struct PartVectorTests {
    @Test("Every failure of the Risk API is classified, and the request passes", arguments: Vector.read("risk_api"))
    func risk(_ vector: Vector) async throws {
        let answer = vector.inputs["risk_response"]
        let failure = answer?["exception"]?.text ?? (answer?["http_status"] == nil ? "no status" : nil)
        let transport: ScriptedTransport
        if let answer, failure == nil {
            transport = VectorRun.transport(answer["body"], status: Int(answer["http_status"]?.number ?? 0))
        } else if answer != nil {
            transport = ScriptedTransport(failing: TransportError(.connection, failure ?? ""))
        } else {
            transport = ScriptedTransport(risk: EnforcerFixture.low)
        }
        var request: [String: VectorValue] = [:]
        if let token = vector.inputs["px_cookie_value"] { request["cookies"] = .object(["_px3": token]) }
        let run = try await VectorRun(
            configuration: .object(["px_module_mode": .text("active_blocking")]),
            request: VectorRun.request(.object(request)),
            transport: transport
        )
        #expect(run.enforcement.outcome == .pass)
        let details = try #require(run.activity?["details"])
        for key in ["pass_reason", "s2s_error_reason", "s2s_error_http_status"] {
            guard vector.expected[key] != nil || vector.body["expected_v4"] != nil else { continue }
            #expect(details[key] == vector.expected[key], "\(key)")
        }
        if let message = vector.expected["error_message"] { #expect(details["error_message"] == message) }
        if let measured = vector.expected["has_risk_rtt"]?.bool { #expect((details["risk_rtt"] != nil) == measured) }
        if let token = vector.expected["additional.px_orig_cookie"] {
            #expect(run.riskDetails?["px_orig_cookie"] == token)
            #expect(run.riskDetails?["s2s_call_reason"] == vector.inputs["s2s_call_reason"])
        }
    }

    @Test(
        "A PXHD never breaks out of its cookie", arguments: Vector.all("risk_api").filter { $0.name.hasPrefix("pxhd") })
    func pxhd(_ vector: Vector) async throws {
        var body = vector.inputs["risk_response"]?["body"]?.members ?? [:]
        body["score"] = .number(100)
        let run = try await VectorRun(
            configuration: .object(["px_module_mode": .text("active_blocking")]),
            request: VectorRun.request(.object([:])),
            transport: VectorRun.transport(.object(body))
        )
        #expect(run.enforcement.outcome == .block)
        guard let cookie = run.headers["set-cookie"] else { return }
        #expect(cookie.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(parts.dropFirst() == ["path=/", "SameSite=Lax"])
    }

    @Test("The data enrichment cookie is read and checked", arguments: Vector.read("data_enrichment"))
    func dataEnrichment(_ vector: Vector) async throws {
        var request: [String: VectorValue] = [:]
        if let cookie = vector.inputs["pxde_cookie"] { request["cookies"] = .object(["_pxde": cookie]) }
        let run = try await VectorRun(
            configuration: .object([
                "px_deferred_activities": .bool(true), "px_cookie_secret": vector.inputs["secret"] ?? .null,
            ]),
            request: VectorRun.request(.object(request)),
            transport: ScriptedTransport(risk: EnforcerFixture.low)
        )
        let context = try #require(run.handOver)
        #expect(context["pxde"] == vector.expected["pxde"])
        #expect(context["pxdeVerified"]?.bool == vector.expected["verified"]?.bool ?? false)
    }

    @Test("Only a signed and fresh command sends telemetry", arguments: Vector.read("generated_telemetry"))
    func telemetry(_ vector: Vector) async throws {
        let inputs = vector.inputs
        let run = try await VectorRun(
            configuration: .object(["px_cookie_secret": inputs["secrets"] ?? .null]),
            request: VectorRun.request(
                .object(["headers": .object([inputs["header_name"]?.text ?? "": inputs["header_value"] ?? .null])])
            ),
            now: Int64(inputs["now_ms"]?.number ?? 0),
            transport: ScriptedTransport(risk: EnforcerFixture.low)
        )
        let isCommand = vector.expected["is_command"] == .bool(true)
        #expect(run.requests.map(\.kind) == (isCommand ? [.telemetry] : [.risk, .activities]))
        #expect((run.enforcement.outcome == .telemetry) == isCommand)
        #expect(run.enforcement.isUnchanged)
    }

    @Test("Options take effect", arguments: Vector.read("config"))
    func options(_ vector: Vector) async throws {
        var options = vector.inputs.members
        for (short, option) in [
            ("app_id", "px_app_id"), ("css_ref", "px_css_ref"), ("js_ref", "px_js_ref"),
            ("custom_logo", "px_custom_logo"),
        ] {
            if let value = options.removeValue(forKey: short) { options[option] = value }
        }
        options["px_module_mode"] = .text("active_blocking")
        options = VectorHooks.split(.object(options)).0.members
        let configuration = VectorRun.credentials.overlaid(with: .object(options))
        #expect(HumanSecurityConfiguration(json: configuration.json).problems.isEmpty)
        func run(_ score: Double) async throws -> VectorRun {
            try await VectorRun(
                configuration: .object(vector.inputs.members).overlaid(with: .object(options)),
                request: VectorRun.request(.object([:])),
                transport: VectorRun.transport(.object(["status": .number(0), "score": .number(score)]))
            )
        }
        let blocked = try await run(100)
        if let address = vector.expected["ip_function_result"] {
            #expect(blocked.body(.risk)?["request"]?["socket_ip"] == address)
        }
        if let backend = vector.expected["backend_url"]?.text {
            #expect(blocked.requests(.risk).first?.url == "\(backend)/api/v3/risk")
        }
        if let limit = vector.expected["blocking_score"]?.number {
            let at = try await run(limit).enforcement.outcome
            let below = try await run(limit - 1).enforcement.outcome
            #expect(at == .block)
            #expect(below == .pass)
        }
        if vector.expected["module_enabled"]?.bool == false { #expect(blocked.enforcement.outcome == .disabled) }
        let page = blocked.responseBody ?? ""
        if let logo = vector.expected["custom_logo"] {
            #expect(VectorNormaliser.pageValues(page)["_pxCustomLogo"] == logo)
        }
        for key in ["css_ref", "js_ref"] {
            if let reference = vector.expected[key]?.text { #expect(page.contains(#""\#(reference)""#), "\(key)") }
        }
    }

    @Test("Custom parameters are reported", arguments: Vector.read("request_fields").filter { $0.hasParameters })
    func parameters(_ vector: Vector) async throws {
        let run = try await VectorRun(
            configuration: vector.inputs,
            request: VectorRun.request(.object([:])),
            transport: ScriptedTransport(risk: EnforcerFixture.low)
        )
        let details = try #require(run.riskDetails)
        for (name, value) in vector.expected["fields"]?.members ?? [:] {
            #expect(details[name] == value, "\(name)")
        }
        for name in vector.expected["absent"]?.list ?? [] {
            #expect(details[name.text ?? ""] == nil)
        }
    }

    @Test(
        "Headers are reported with name and value",
        arguments: Vector.read("request_fields").filter { !$0.hasParameters })
    func headers(_ vector: Vector) async throws {
        let run = try await VectorRun(
            configuration: .object(["px_sensitive_headers": vector.inputs["px_sensitive_headers"] ?? .null]),
            request: VectorRun.request(
                .object([
                    "headers": vector.inputs["headers"] ?? .null, "cookies": .object(["a": .text("b")]),
                ])
            ),
            transport: ScriptedTransport(risk: EnforcerFixture.low)
        )
        let sent = VectorNormaliser.normalised(run.body(.risk)?["request"]?["headers"] ?? .null).list
        let wanted = VectorNormaliser.normalised(vector.expected["headers"] ?? .null).list
        #expect(!wanted.isEmpty)
        #expect(sent.filter { $0["name"]?.text != "host" } == wanted)
    }
}

extension Vector {
    fileprivate var hasParameters: Bool { inputs["px_enrich_custom_parameters"] != nil }
}
