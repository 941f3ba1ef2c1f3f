// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("HumanActivities")
struct HumanSecurityPostEnforcerTests {
    @Test("A cookie that the Risk API sent is set on a passed page, whatever the options say")
    func visitorCookie() async throws {
        let existing: VectorValue = .object([
            "set-cookie": .list([.object(["key": .text("Set-Cookie"), "value": .text("sid=1")])]),
            "x-amz-cf-id": .list([.object(["key": .text("X-Amz-Cf-Id"), "value": .text("q")])]),
        ])
        let run = try await OriginFixture(options: "", risk: OriginFixture.pxhd).run(headers: existing)
        let cookies = try OriginFixture.cookies(run.enforcement)
        #expect(cookies == ["sid=1", "_pxhd=abc:def; domain=.shop.example; path=/; SameSite=Lax"])
        let response = try VectorValue.parse(run.enforcement.result)
        #expect(response["headers"]?["x-amz-cf-id"] == existing["x-amz-cf-id"])
        #expect(response["status"] == .text("200"))
        #expect(run.activities.isEmpty)
        #expect(run.enforcement.outcome == .pass)
    }

    @Test("Without a cookie to set the response goes on byte for byte")
    func untouched() async throws {
        let fixture = OriginFixture(options: OriginFixture.deferred)
        let run = try await fixture.run(status: "404")
        #expect(run.enforcement.isUnchanged)
        #expect(run.activities.count == 1)
    }

    @Test("What was deferred is reported with the origin's status", arguments: ["200", "302", "404", "503"])
    func deferred(_ status: String) async throws {
        let run = try await OriginFixture(options: OriginFixture.deferred).run(status: status)
        let activity = try #require(run.activities.first)
        #expect(activity["type"] == .text("page_requested"))
        #expect(activity["details"]?["http_status_code"] == .number(Double(status) ?? 0))
        #expect(activity["details"]?["pass_reason"] == .text("s2s"))
        #expect(activity["details"]?["server_info_region"] == .text("eu-central-1"))
    }

    @Test("A simulated block is reported once, by one of the two functions", arguments: [true, false])
    func simulatedBlock(_ isDeferred: Bool) async throws {
        var fixture = OriginFixture(
            options: OriginFixture.login + #", "px_module_mode": "monitor", "px_deferred_activities": \#(isDeferred)"#)
        fixture.risk = EnforcerFixture.high
        fixture.event.uri = "/login"
        fixture.event.headers += [("x-user", ["jane"]), ("x-pass", ["secret"])]
        let transport = ScriptedTransport(risk: fixture.risk)
        _ = await (try EnforcerFixture.enforcer(transport, fixture.options)).enforce(fixture.event.json)
        let run = try await fixture.run()
        #expect(transport.requests(.activities).count == (isDeferred ? 0 : 1))
        #expect(run.activities.count == (isDeferred ? 1 : 0))
        #expect(run.enforcement.outcome == .simulatedBlock)
        if isDeferred { #expect(run.activities.first?["details"]?["simulated_block"] == .bool(true)) }
    }

    @Test("A login's outcome goes by the status", arguments: [("200", true), ("201", false), ("401", false)])
    func loginStatus(_ status: String, _ isSuccessful: Bool) async throws {
        let activity = try await login("", status: status)
        #expect(activity["type"] == .text("additional_s2s"))
        #expect(activity["details"]?["login_successful"] == .bool(isSuccessful))
        #expect(activity["details"]?["http_status_code"] == .number(Double(status) ?? 0))
        #expect(activity["headers"] == nil)
    }

    @Test("A login's outcome goes by a header", arguments: [("", "", true), ("no", "", true), ("no", "yes", false)])
    func loginHeader(_ sent: String, _ wanted: String, _ isSuccessful: Bool) async throws {
        let options = #"""
            , "px_login_successful_reporting_method": "header", "px_login_successful_header_name": "X-Login",
            "px_login_successful_header_value": "\#(wanted)"
            """#
        let headers: VectorValue = .object(["x-login": .list([.object(["value": .text(sent)])])])
        #expect(try await login(options, headers: headers)["details"]?["login_successful"] == .bool(isSuccessful))
        #expect(try await login(options)["details"]?["login_successful"] == .bool(false))
    }

    @Test("A function says what became of a login; anything but yes or no is unknown")
    func loginHook() async throws {
        let options = #", "px_login_successful_reporting_method": "custom""#
        for answer in [true, false, nil] {
            var hooks = HumanSecurityHooks()
            hooks.loginSuccessful = { response, entry in
                #expect(response.status == 302)
                #expect(response.header("Location") == "/home")
                #expect(entry == 0)
                return answer
            }
            let headers: VectorValue = .object(["location": .list([.object(["value": .text("/home")])])])
            let activity = try await login(options, status: "302", headers: headers, hooks: hooks)
            #expect(Self.outcome(activity) == (answer.map { .bool($0) } ?? .null))
        }
        var throwing = HumanSecurityHooks()
        throwing.loginSuccessful = { _, _ in throw HookFixture.Failure() }
        #expect(Self.outcome(try await login(options, hooks: throwing)) == .null)
        #expect(Self.outcome(try await login(options)) == .null)
    }

    @Test(
        "The user's name is sent of a breached login that succeeded, or may have",
        arguments: [
            ("200", "", true), ("401", "", false),
            ("200", #", "px_login_successful_reporting_method": "custom""#, true),
        ])
    func rawUsername(_ status: String, _ method: String, _ isSent: Bool) async throws {
        let options = #", "px_send_raw_username_on_additional_s2s_activity": true"# + method
        let breached = #"{"status":0,"score":0,"action":"c","uuid":"u","data_enrichment":{"breached_account":1}}"#
        let activity = try await login(options, status: status, risk: breached)
        #expect(activity["details"]?["credentials_compromised"] == .bool(true))
        #expect(activity["details"]?["raw_username"] == (isSent ? .text("jane") : nil))
        let harmless = try await login(options, status: status)
        #expect(harmless["details"]?["raw_username"] == nil)
    }

    @Test("Deferred and a login go in one array, the page first")
    func both() async throws {
        var fixture = OriginFixture(options: OriginFixture.login + ", " + OriginFixture.deferred)
        fixture.event.uri = "/login"
        fixture.event.headers += [("x-user", ["jane"]), ("x-pass", ["secret"])]
        let run = try await fixture.run()
        #expect(run.activities.count == 1)
        #expect(run.activities.first?.list.map { $0["type"]?.text } == ["page_requested", "additional_s2s"])
    }

    @Test("A switched-off module touches nothing")
    func disabled() async throws {
        let header = try await OriginFixture(options: "", risk: OriginFixture.pxhd).handOver()
        let fixture = OriginFixture(options: #""px_module_enabled": false"#)
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let enforcement = await (try fixture.postEnforcer(transport)).postEnforce(try fixture.response(header))
        #expect(enforcement.outcome == .disabled)
        #expect(enforcement.isUnchanged)
        #expect(transport.requests.isEmpty)
    }

    @Test("What is no event at all is answered all the same", arguments: ["", "{", "[]", #"{"Records":[{"cf":{}}]}"#])
    func garbage(_ event: String) async throws {
        let fixture = OriginFixture(options: OriginFixture.deferred)
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let enforcement = await (try fixture.postEnforcer(transport)).postEnforce(Array(event.utf8))
        #expect(enforcement.outcome == .failedOpen)
        #expect(transport.requests.isEmpty)
    }

    @Test("It needs what HumanEnforcer needs")
    func required() {
        #expect(throws: ConfigurationError.self) {
            try HumanSecurityPostEnforcer.initialize(
                HumanSecurityConfiguration(json: #"{"px_app_id": "PX1"}"#),
                transport: ScriptedTransport(risk: EnforcerFixture.low)
            )
        }
    }

    /// `null` told from "not there".
    private static func outcome(_ activity: VectorValue) -> VectorValue? {
        activity["details"]?.members["login_successful"]
    }

    private func login(
        _ options: String,
        status: String = "200",
        headers: VectorValue = .object([:]),
        risk: String = EnforcerFixture.low,
        hooks: HumanSecurityHooks = HumanSecurityHooks()
    ) async throws -> VectorValue {
        var fixture = OriginFixture(options: OriginFixture.login + options, risk: risk, hooks: hooks)
        fixture.event.uri = "/login"
        fixture.event.headers += [("x-user", ["jane"]), ("x-pass", ["secret"])]
        return try #require(try await fixture.run(status: status, headers: headers).activities.first)
    }
}
