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

    @Test("additional_s2s has no headers")
    func additional() {
        #expect(violations(Samples.activity { $0["type"] = "additional_s2s" }).count == 1)
        let right = Samples.activity {
            $0["type"] = "additional_s2s"
            $0["headers"] = nil
        }
        #expect(violations(right) == [])
    }
}
