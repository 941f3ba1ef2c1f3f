// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Logging
import Testing

@Suite("Configurations")
struct ConfigurationTests {
    private func problems(_ json: String) -> [String] {
        HumanSecurityConfiguration(json: json).problems.map(\.description)
    }

    @Test("All missing options are named at once")
    func missing() {
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let error = #expect(throws: ConfigurationError.self) {
            try HumanSecurityEnforcer.initialize(HumanSecurityConfiguration(json: "{}"), transport: transport)
        }
        #expect(error?.problems.map(\.key) == ["px_app_id", "px_auth_token", "px_cookie_secret"])
        #expect(error?.problems.allSatisfy { $0.severity == .error } == true)
    }

    @Test("A configuration that is no object is an error", arguments: ["", "[]", "7", "{", #"{"px_app_id":}"#])
    func noObject(_ json: String) {
        #expect(problems(json).contains { $0.contains("no JSON object") })
    }

    @Test("Empty values of required options count as missing", arguments: [#""""#, "null", "false", "0", "[]"])
    func empty(_ value: String) {
        let json = #"{"px_app_id": "PX1", "px_auth_token": "t", "px_cookie_secret": \#(value)}"#
        #expect(problems(json).contains { $0.hasPrefix("error px_cookie_secret") })
    }

    @Test("A value of the wrong type is a warning, and its default is used")
    func wrongType() async throws {
        let more = #""px_blocking_score": "70", "px_module_enabled": 0, "px_module_mode": "block""#
        let configuration = EnforcerFixture.configuration(more)
        let keys = configuration.problems.map(\.key)
        #expect(keys.contains("px_blocking_score"))
        #expect(keys.contains("px_module_enabled"))
        #expect(keys.contains("px_module_mode"))
        #expect(configuration.problems.allSatisfy { $0.severity == .warning })
        let transport = ScriptedTransport(risk: #"{"status":0,"score":80,"action":"c"}"#)
        let enforcement = try await EnforcerFixture.enforcer(transport, more).enforce(TestEvent().json)
        #expect(enforcement.outcome == .pass, "the default blocking score is 100")
    }

    @Test("An unknown option is a warning that names it and no value")
    func unknown() {
        let json = #"{"px_app_id": "PX1", "px_auth_token": "t", "px_cookie_secret": "s", "px_cookie_secrte": "hush"}"#
        #expect(problems(json).count == 1)
        #expect(problems(json).first?.contains("px_cookie_secrte") == true)
        #expect(problems(json).first?.contains("hush") == false)
    }

    @Test("A configuration laid over another replaces options one by one")
    func overlay() async throws {
        let base = EnforcerFixture.configuration(#""px_blocking_score": 50, "px_module_enabled": false"#)
        let over = HumanSecurityConfiguration(json: #"{"px_module_enabled": true, "px_blocking_score": null}"#)
        let transport = ScriptedTransport(risk: #"{"status":0,"score":80,"action":"c"}"#)
        let enforcer = try HumanSecurityEnforcer.initialize(
            base.overlaid(with: over),
            transport: transport,
            environment: EnforcerFixture.environment
        )
        let enforcement = await enforcer.enforce(TestEvent().json)
        #expect(enforcement.outcome == .pass, "null brings the default back")
    }

    @Test(
        "A regular expression that cannot be matched is refused rather than left out",
        arguments: [(#"(a)\\1"#, "back-reference"), ("(", "JavaScript would refuse")]
    )
    func pattern(_ source: String, _ reason: String) {
        let found = problems(
            #"{"px_app_id":"PX1","px_auth_token":"t","px_cookie_secret":"s","px_filter_by_route":[{"regex":"\#(source)"}]}"#
        )
        #expect(found.contains { $0.hasPrefix("error px_filter_by_route") && $0.contains(reason) })
    }
}
