// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("The hype sale challenge")
struct HypeSaleTests {
    private static func run(
        _ event: TestEvent,
        risk: String = EnforcerFixture.low,
        mode: String = "active_blocking",
        status: Int = 200
    ) async throws -> (Enforcement, ScriptedTransport) {
        var hooks = HumanSecurityHooks()
        hooks.enrichCustomParameters = { _, _ in ["is_hype_sale": true] }
        let transport = ScriptedTransport(risk: risk, status: status)
        let options = #""px_module_mode": "\#(mode)""#
        return (try await HookFixture.enforcement(hooks, options, event: event, transport: transport), transport)
    }

    private static func answer(_ more: String) -> String {
        #"{"status":0,"score":0,"action":"c","uuid":"u-2"\#(more)}"#
    }

    @Test(
        "Without an approved token the challenge is shown at once, in monitor mode too",
        arguments: [
            TestEvent(), HookFixture.event(), HookFixture.event(more: #","cpa":false"#),
        ])
    func notApproved(_ event: TestEvent) async throws {
        let (enforcement, transport) = try await Self.run(event, mode: "monitor")
        #expect(enforcement.outcome == .block)
        #expect(enforcement.reason == "hsc_route")
        #expect(transport.requests(.risk).isEmpty)
        let details = try #require(try HookFixture.details(transport, .activities))
        #expect(details["block_reason"] == .text("hsc_route"))
        #expect(details["block_action"] == .text("hsc"))
        #expect(details["simulated_block"] == .bool(false))
        #expect(details["cpa"] == .bool(false))
        #expect(details["is_hype_sale"] == .bool(true))
    }

    @Test("The answer is JSON with a page of its own")
    func form() async throws {
        let (enforcement, _) = try await Self.run(HookFixture.event(score: 100))
        let response = try VectorValue.parse(try #require(enforcement.response))
        #expect(response["status"] == .text("403"))
        let headers = try #require(response["headers"]?.members).mapValues { $0.list.first?["value"]?.text }
        #expect(headers["x-px-is-hypesale"] == "true")
        #expect(headers["cache-control"] == "no-cache, no-store")
        #expect(headers["content-type"] == "application/json")
        let body = try VectorValue.parse(try #require(response["body"]?.text).utf8)
        #expect(Set(body.members.keys) == ["appId", "blockType", "html"])
        #expect(body["blockType"] == .text("pxHypeSaleChallenge"))
        let html = try #require(body["html"]?.text)
        let values = VectorNormaliser.pageValues(html)
        #expect(
            Set(values.keys) == ["_pxAppId", "_pxJsClientSrc", "_pxVid", "_pxUuid", "_pxMobile", "source"])
        #expect(values["_pxVid"] == .text("v-1"))
        #expect(
            VectorNormaliser.unescaped(values["source"]) == "https://captcha.px-cdn.net/PXtest0001/checkpoint.js")
    }

    @Test("An app gets the mobile form with that page")
    func mobile() async throws {
        var event = TestEvent()
        event.headers.append(("x-px-authorization", ["1"]))
        let (enforcement, _) = try await Self.run(event)
        let response = try VectorValue.parse(try #require(enforcement.response))
        let body = try VectorValue.parse(try #require(response["body"]?.text).utf8)
        #expect(body["action"] == .text("captcha"))
        let page = Data(base64Encoded: body["page"]?.text ?? "").map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(VectorNormaliser.pageValues(page)["_pxMobile"] == .bool(true))
        #expect(page.contains("checkpoint.js"))
    }

    @Test("An approved token asks the Risk API, and its approval lets the visitor pass", arguments: [0, 120_000])
    func approved(_ age: Int64) async throws {
        let event = HookFixture.event(more: #","cpa":"yes""#, age: age)
        let (enforcement, transport) = try await Self.run(event, risk: Self.answer(#","drc":1"#))
        #expect(enforcement.outcome == .pass)
        #expect(enforcement.reason == "s2s")
        let details = try #require(try HookFixture.details(transport, .risk))
        #expect(details["s2s_call_reason"] == .text("hsc_route"))
        #expect(details["cpa"] == .text("yes"))
    }

    @Test(
        "What the Risk API does not approve is blocked, a failed call included",
        arguments: [
            (#"{"status":0,"score":0,"action":"c","drc":7190}"#, 200), (#"{"status":0,"score":0,"action":"cp"}"#, 200),
            ("gone", 500),
        ])
    func refused(_ answer: String, _ status: Int) async throws {
        let event = HookFixture.event(more: #","cpa":true"#)
        let (enforcement, _) = try await Self.run(event, risk: answer, mode: "monitor", status: status)
        #expect(enforcement.outcome == .block)
        #expect(enforcement.reason == "hsc_route")
    }

    @Test("With approval another product's block is its own")
    func otherBlock() async throws {
        let approved = HookFixture.event(score: 100, more: #","cpa":true"#)
        #expect(try await Self.run(approved).0.reason == "cookie_high_score")
        #expect(try await Self.run(approved, mode: "monitor").0.outcome == .simulatedBlock)
        let low = HookFixture.event(more: #","cpa":true"#)
        #expect(try await Self.run(low, risk: EnforcerFixture.high).0.reason == "s2s_high_score")
    }
}
