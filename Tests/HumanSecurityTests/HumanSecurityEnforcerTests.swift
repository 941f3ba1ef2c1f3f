// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("The enforcer's decisions through its façade")
struct HumanSecurityEnforcerTests {
    @Test("A visitor without a token is asked about, let through at a low score, and reported")
    func lowScore() async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let event = TestEvent()
        let enforcement = try await EnforcerFixture.enforcer(transport).enforce(event.json)
        #expect(enforcement.outcome == .pass)
        #expect(enforcement.reason == "s2s")
        #expect(enforcement.score == 0)
        #expect(enforcement.response == nil)
        #expect(enforcement.isUnchanged)
        #expect(String(decoding: enforcement.result, as: UTF8.self) == event.request)
        #expect(transport.requests.map(\.kind) == [.risk, .activities])
        #expect(enforcement.reports.isEmpty)

        let risk = try #require(transport.requests(.risk).first)
        #expect(risk.url == "https://sapi-pxtest0001.perimeterx.net/api/v3/risk")
        #expect(risk.method == "POST")
        #expect(risk.timeoutMilliseconds == 1000)
        #expect(
            risk.headers == [
                OutgoingRequest.Field("content-type", "application/json"),
                OutgoingRequest.Field("authorization", "Bearer server-token"),
            ])
        let additional = try #require(try EnforcerFixture.object(risk.body)["additional"] as? [String: Any])
        #expect(additional["request_id"] as? String == "01234567-89ab-4def-bedc-ba9876543210")
        #expect(additional["server_info_region"] as? String == "eu-central-1")
        #expect(additional["s2s_call_reason"] as? String == "no_cookie")
    }

    @Test("A high score is answered with the challenge page, and nothing of the request goes on")
    func highScore() async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.high)
        let enforcement = try await EnforcerFixture.enforcer(transport).enforce(TestEvent().json)
        #expect(enforcement.outcome == .block)
        #expect(enforcement.reason == "s2s_high_score")
        let response = try EnforcerFixture.object(try #require(enforcement.response))
        #expect(response["status"] as? String == "403")
        #expect((response["body"] as? String)?.contains("px-captcha") == true)
        #expect(response["uri"] == nil)
        let activity = try EnforcerFixture.object(try #require(transport.requests(.activities).first).body)
        #expect(activity["type"] as? String == "block")
    }

    @Test("In monitor mode the same request goes on, and the block is reported as simulated")
    func monitor() async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.high)
        let enforcer = try EnforcerFixture.enforcer(transport, #""px_module_mode": "monitor""#)
        let enforcement = await enforcer.enforce(TestEvent().json)
        #expect(enforcement.outcome == .simulatedBlock)
        #expect(enforcement.isUnchanged)
        let activity = try EnforcerFixture.object(try #require(transport.requests(.activities).first).body)
        let details = try #require(activity["details"] as? [String: Any])
        #expect(details["simulated_block"] as? Bool == true)
        #expect(details["risk_mode"] as? String == "monitor")
    }

    @Test("A switched off module does nothing at all")
    func disabled() async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.high)
        let enforcer = try EnforcerFixture.enforcer(transport, #""px_module_enabled": false"#)
        let enforcement = await enforcer.enforce(TestEvent().json)
        #expect(enforcement.outcome == .disabled)
        #expect(enforcement.isUnchanged)
        #expect(transport.requests.isEmpty)
    }

    @Test("decide leaves the reports to the caller")
    func decide() async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let enforcer = try EnforcerFixture.enforcer(transport)
        let enforcement = await enforcer.decide(TestEvent().json)
        #expect(transport.requests.map(\.kind) == [.risk])
        #expect(enforcement.reports.map(\.kind) == [.activities])
        await enforcer.deliver(enforcement.reports)
        #expect(transport.requests.map(\.kind) == [.risk, .activities])
    }

    @Test("A trace names every stage and the option that decided it, but no secret")
    func trace() async throws {
        let enforcer = try EnforcerFixture.enforcer(ScriptedTransport(risk: EnforcerFixture.low))
        var event = TestEvent(uri: "/logo.png")
        event.headers.append(("cookie", ["_px3=abc:def"]))
        let enforcement = await enforcer.decide(event.json, tracing: true)
        let filter = try #require(enforcement.trace.first { $0.step == "filter_extension" })
        #expect(filter.outcome == "filtered")
        #expect(filter.option == "px_filter_by_extension[31]")
        #expect(filter.detail == "/logo.png")
        #expect(enforcement.trace.last?.step == "decision")
        #expect(!"\(enforcement.trace)".contains("secret"))
        #expect(!"\(enforcement.trace)".contains("abc:def"))
    }

    @Test("A hand-over header from the viewer does not reach the origin, whatever is decided")
    func forgedHandOver() async throws {
        for uri in ["/", "/logo.png"] {
            var event = TestEvent(uri: uri)
            event.headers.insert(("px-context", ["{}"]), at: 0)
            event.headers.append(("x-last", ["1"]))
            let transport = ScriptedTransport(risk: EnforcerFixture.low)
            let enforcement = try await EnforcerFixture.enforcer(transport).enforce(event.json)
            #expect(!enforcement.isUnchanged)
            let request = try EnforcerFixture.object(enforcement.result)
            let headers = try #require(request["headers"] as? [String: Any])
            #expect(headers["px-context"] == nil)
            #expect(headers.count == 4)
            #expect(request["uri"] as? String == uri)
        }
    }

    @Test("A thousand overlapping requests are each decided by their own answer")
    func overlapping() async throws {
        let transport = ScriptedTransport { request in
            await Task.yield()
            // The score follows the address, which the request itself carries.
            let isBad = String(decoding: request.body, as: UTF8.self).contains(#""socket_ip":"198."#)
            return .success(
                IncomingResponse(status: 200, body: Array((isBad ? EnforcerFixture.high : EnforcerFixture.low).utf8))
            )
        }
        let enforcer = try EnforcerFixture.enforcer(transport)
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let isBad = number % 3 == 0
                    let event = TestEvent(clientIP: isBad ? "198.51.100.\(number % 250)" : "203.0.113.\(number % 250)")
                    let enforcement = await enforcer.enforce(event.json)
                    return (enforcement.outcome == .block) == isBad
                        && (isBad || String(decoding: enforcement.result, as: UTF8.self) == event.request)
                }
            }
            for await isRight in group {
                #expect(isRight)
            }
        }
        #expect(transport.requests.count == 2000)
    }
}
