// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("Hooks that fail")
struct HookFailureTests {
    /// Every hook set to what `fail` does.
    private static func hooks(_ fail: @escaping @Sendable () async throws -> Void) -> HumanSecurityHooks {
        var hooks = HumanSecurityHooks()
        hooks.timeLimitMilliseconds = 20
        let question: HumanSecurityHooks.Question = { _ in
            try await fail()
            return true
        }
        hooks.customIsFilteredRequest = question
        hooks.customIsEnforcedRequest = question
        hooks.customIsMonitoredRequest = question
        hooks.customIsSensitiveRequest = question
        hooks.extractUserIP = { _ in
            try await fail()
            return "198.51.100.1"
        }
        hooks.enrichCustomParameters = { _, _ in
            try await fail()
            return ["custom_param1": "late"]
        }
        hooks.additionalActivityHandler = { _, _, _ in try await fail() }
        hooks.customPreflightHandler = { _ in
            try await fail()
            return .init(status: 200)
        }
        hooks.createCustomBlockResponseHeaders = { _ in
            try await fail()
            return ["x-late": ["1"]]
        }
        hooks.extractCredentials = { _, _ in
            try await fail()
            return .init(user: "late", pass: "late")
        }
        return hooks
    }

    private static let options = #"""
        "px_cors_support_enabled": true, "px_login_credentials_extraction_enabled": true,
        "px_login_credentials_extraction": [{"path": "/", "method": "options", "sent_through": "custom"}]
        """#

    private static let asked = [
        "px_extract_user_ip", "px_custom_is_filtered_request", "px_cors_custom_preflight_handler",
        "px_enrich_custom_parameters", "px_custom_is_enforced_request", "px_custom_is_monitored_request",
        "px_login_credentials_extraction", "px_custom_is_sensitive_request", "px_additional_activity_handler",
        "px_cors_create_custom_block_response_headers",
    ]

    private static func check(_ hooks: HumanSecurityHooks, outcome: String) async throws {
        var event = TestEvent()
        event.method = "OPTIONS"
        event.headers += [("origin", ["https://b.example"]), ("access-control-request-method", ["POST"])]
        let transport = ScriptedTransport(risk: EnforcerFixture.high)
        let plain = try await HookFixture.enforcement(
            HumanSecurityHooks(), options, event: event, transport: ScriptedTransport(risk: EnforcerFixture.high))
        let failed = try await HookFixture.enforcement(hooks, options, event: event, transport: transport)
        #expect(failed.outcome == .block)
        #expect(failed.result == plain.result)
        #expect(failed.trace.filter { $0.step == "hook" }.map(\.option) == asked)
        #expect(failed.trace.filter { $0.step == "hook" }.allSatisfy { $0.outcome == outcome })
        #expect(try HookFixture.details(transport, .risk)?["custom_param1"] == nil)
    }

    @Test("Hooks that throw count as not set, every one of them")
    func throwing() async throws {
        try await Self.check(Self.hooks { throw HookFixture.Failure() }, outcome: "failed")
    }

    @Test("Hooks that never answer count as not set, even if they do not listen to being cancelled")
    func hanging() async throws {
        let hooks = Self.hooks {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                // Far beyond the limit, and deaf.
                Task.detached {
                    try? await Task.sleep(for: .seconds(2))
                    continuation.resume()
                }
            }
        }
        try await Self.check(hooks, outcome: "timed_out")
    }

    @Test("A hook waits no longer than the invocation lasts")
    func deadline() async throws {
        var hooks = HumanSecurityHooks()
        hooks.timeLimitMilliseconds = 30_000
        hooks.customIsFilteredRequest = { _ in
            try await Task.sleep(for: .seconds(60))
            return true
        }
        let enforcer = try HumanSecurityEnforcer.initialize(
            EnforcerFixture.configuration(),
            hooks: hooks,
            transport: ScriptedTransport(risk: EnforcerFixture.low),
            environment: EnforcerFixture.environment
        )
        let enforcement = await enforcer.decide(
            TestEvent().json, deadlineMilliseconds: EnforcerFixture.now + 210, tracing: true)
        #expect(enforcement.outcome == .pass)
        #expect(enforcement.trace.contains { $0.step == "hook" && $0.outcome == "timed_out" })
    }

    @Test("An answer that is too long counts as none")
    func tooLong() async throws {
        var hooks = HumanSecurityHooks()
        hooks.enrichCustomParameters = { _, _ in
            ["custom_param1": .string(String(repeating: "x", count: 300_000)), "custom_param2": "b"]
        }
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let enforcement = try await HookFixture.enforcement(hooks, transport: transport)
        #expect(enforcement.outcome == .pass)
        #expect(enforcement.trace.contains { $0.step == "hook" && $0.outcome == "answer_too_long" })
        #expect(try HookFixture.details(transport, .risk)?["custom_param2"] == nil)
    }
}
