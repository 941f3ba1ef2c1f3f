// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct ActivityCheckTests {
    private func violations(_ payload: JSONValue) -> [String] {
        ActivityCheck.violations(
            headers: Samples.transportHeaders,
            body: payload.text,
            expecting: Samples.expectations
        )
    }

    private func details(_ change: (JSONValue) -> JSONValue?) -> JSONValue {
        Samples.activity { $0["details"] = $0["details"].flatMap(change) }
    }

    @Test("one activity is a bare object, several are a list")
    func right() {
        #expect(violations(Samples.activity()) == [])
        #expect(violations([Samples.activity(), Samples.activity()]) == [])
        #expect(violations([]).count == 1)
        #expect(violations("x").count == 1)
    }

    @Test("the envelope has its members", arguments: ["type", "px_app_id", "url", "headers", "socket_ip", "timestamp"])
    func envelope(name: String) {
        #expect(!violations(Samples.activity { $0[name] = nil }).isEmpty)
        #expect(!violations(Samples.activity { $0[name] = true }).isEmpty)
    }

    @Test("violations in a list say which activity they are in")
    func position() {
        #expect(violations([Samples.activity(), Samples.activity { $0["url"] = nil }]) == ["[1].url is missing"])
    }

    @Test("a pass has a known reason, an error has its own")
    func pass() {
        #expect(violations(details { $0.with("pass_reason", nil) }).count == 1)
        #expect(violations(details { $0.with("pass_reason", "luck") }).count == 1)
        #expect(violations(details { $0.with("s2s_error_reason", "server_error") }).count == 1)
        let failed = details {
            $0.with("pass_reason", "s2s_error").with("s2s_call_reason", "no_cookie").with("risk_start_time", 1)
        }
        #expect(violations(failed).count == 1)
    }

    @Test("a pass after the Risk API says why that was called")
    func call() {
        #expect(violations(details { $0.with("pass_reason", "s2s") }).count == 1)
        let called = details { $0.with("pass_reason", "s2s").with("s2s_call_reason", "cookie_expired") }
        #expect(violations(called) == ["details.risk_start_time is missing"])
    }

    @Test("a block has reason, action and whether it is simulated")
    func block() {
        func block(_ change: (JSONValue) -> JSONValue = { $0 }) -> JSONValue {
            let right = Samples.activity {
                $0["type"] = "block"
                $0["details"] = $0["details"]?.with("pass_reason", nil).with("block_reason", "cookie_high_score")
                    .with("simulated_block", false).with("block_action", "c").with("block_score", 100)
            }
            return right.with("details", right["details"].map(change))
        }
        #expect(violations(block()) == [])
        for name in ["block_reason", "simulated_block", "block_action"] {
            #expect(violations(block { $0.with(name, nil) }).count == 1, "\(name)")
        }
    }

    private func login(_ change: (JSONValue) -> JSONValue = { $0 }) -> JSONValue {
        Samples.activity {
            $0["type"] = "additional_s2s"
            $0["headers"] = nil
            $0["details"] = $0["details"].map { details in
                let called = details.with("pass_reason", nil).with("s2s_call_reason", "sensitive_route")
                    .with("risk_start_time", 1).with("credentials_compromised", true)
                return change(
                    called.with("ci_version", "v2").with("login_successful", true).with("http_status_code", 200)
                )
            }
        }
    }

    @Test("additional_s2s has no headers")
    func additional() {
        #expect(violations(login()) == [])
        #expect(violations(login().with("headers", [])).count == 1)
    }

    @Test("a login was successful, was not, or nobody knows", arguments: [true, false, nil, "true", 1] as [JSONValue?])
    func login(value: JSONValue?) {
        let isKnown = value == true || value == false
        #expect(violations(login { $0.with("login_successful", value) }).isEmpty == isKnown)
        #expect(violations(login { $0.with("login_successful", .null) }) == [])
    }

    @Test("an origin that was told by headers says neither status nor success")
    func headerMode() {
        #expect(violations(login { $0.with("login_successful", nil).with("http_status_code", nil) }) == [])
        #expect(violations(login { $0.with("http_status_code", nil) }).count == 1)
    }

    @Test("the protocol of credentials is known, and steps go with the one that has them")
    func credentials() {
        #expect(violations(login { $0.with("ci_version", nil) }).count == 1)
        #expect(violations(login { $0.with("ci_version", "v1") }).count == 1)
        #expect(violations(login { $0.with("ci_version", "multistep_sso") }).count == 1)
        #expect(violations(login { $0.with("ci_version", "multistep_sso").with("sso_step", "user") }) == [])
        #expect(violations(login { $0.with("sso_step", "user") }).count == 1)
    }

    @Test("the name is only there if the credentials are known and may work")
    func rawUsername() {
        func named(_ change: @escaping (JSONValue) -> JSONValue = { $0 }) -> [String] {
            violations(login { change($0.with("raw_username", "jane")) })
        }
        #expect(named() == [])
        #expect(named { $0.with("login_successful", .null) } == [])
        #expect(named { $0.with("login_successful", false) }.count == 1)
        #expect(named { $0.with("credentials_compromised", false) }.count == 1)
        #expect(named { $0.with("raw_username", 7) }.count == 1)
    }

    @Test("whether credentials are known is only known after the Risk API was asked")
    func compromised() {
        #expect(violations(details { $0.with("credentials_compromised", true) }).count == 1)
        #expect(violations(login { $0.with("credentials_compromised", "yes") }).count == 1)
    }

    @Test("other activities say nothing of a login's success", arguments: ["login_successful", "raw_username"])
    func noLogin(name: String) {
        #expect(violations(details { $0.with(name, true) }).count == 1)
    }

    @Test(
        "a deferred activity has the origin's status", arguments: [(200, true), (503, true), (99, false), (600, false)])
    func status(code: Int, isRight: Bool) {
        #expect(violations(details { $0.with("http_status_code", .number(Double(code))) }).isEmpty == isRight)
        #expect(violations(details { $0.with("http_status_code", .string("\(code)")) }).count == 1)
        #expect(violations(details { $0.with("http_status_code", .number(200.5)) }).count == 1)
    }

    @Test("a real block has no origin's status, a simulated one may")
    func blockStatus() {
        func block(isSimulated: Bool) -> JSONValue {
            Samples.activity {
                $0["type"] = "block"
                $0["details"] = $0["details"]?.with("pass_reason", nil).with("block_reason", "s2s_high_score")
                    .with("s2s_call_reason", "no_cookie").with("risk_start_time", 1).with("block_action", "c")
                    .with("simulated_block", .bool(isSimulated)).with("http_status_code", 200)
            }
        }
        #expect(violations(block(isSimulated: true)) == [])
        #expect(violations(block(isSimulated: false)).count == 1)
    }

    @Test("a login is reported behind what was decided about it")
    func order() {
        #expect(violations([Samples.activity(), login()]) == [])
        #expect(violations([login(), Samples.activity()]).count == 1)
    }
}
