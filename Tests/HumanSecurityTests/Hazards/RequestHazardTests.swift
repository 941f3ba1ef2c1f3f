// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("Hazards of reading a request (configuration.md §5)")
struct RequestHazardTests {
    @Test(
        "No. 1: a malformed percent sequence does not end enforcement",
        arguments: ["%", "%2", "%zz", "%E0%A4%A", "%C3%28", "%FF", "%ED%A0%80", "a%%20b", "%C0%AF"]
    )
    func malformedPercent(_ sequence: String) async throws {
        for request in [
            HazardFixture.request(uri: "/a\(sequence)"),
            HazardFixture.request(uri: "/a", querystring: "q=\(sequence)"),
        ] {
            let run = try await HazardFixture.run(request: request, risk: EnforcerFixture.high)
            #expect(run.enforcement.outcome == .block)
            #expect(run.body(.risk)?["request"]?["url"]?.text?.contains(sequence) == true)
        }
    }

    @Test("No. 1: a sensitive route with a malformed sequence is still sensitive")
    func malformedSensitive() async throws {
        let vector = try #require(
            Vector.all("generated_risk_cookies").first { $0.name == "no x" }
        )
        let run = try await HazardFixture.run(
            [
                "px_sensitive_routes": .list([.text("/pay")]),
                "px_cookie_secret": vector.inputs["secret"] ?? .null,
            ],
            request: HazardFixture.request(
                uri: "/pay%",
                headers: [
                    ("User-Agent", [vector.inputs["user_agent"]?.text ?? ""]),
                    ("Cookie", ["_px3=\(vector.inputs["value"]?.text ?? "")"]),
                ]
            )
        )
        #expect(run.riskDetails?["s2s_call_reason"]?.text == "sensitive_route")
    }

    @Test("No. 2: a token counts in whichever value of the cookie header it stands", arguments: 0..<4)
    func severalCookies(_ place: Int) async throws {
        let vector = try #require(Vector.all("generated_risk_cookies").first { $0.name == "no x" })
        var values = ["a=1", "b=2; c=3", "d=4"]
        values.insert("_px3=\(vector.inputs["value"]?.text ?? "")", at: place)
        let run = try await HazardFixture.run(
            ["px_cookie_secret": vector.inputs["secret"] ?? .null],
            request: HazardFixture.request(
                headers: [("User-Agent", [vector.inputs["user_agent"]?.text ?? ""]), ("Cookie", values)]
            )
        )
        #expect(run.enforcement.outcome == .pass)
        #expect(run.enforcement.reason == "cookie")
        let names = run.activity?["details"]?["request_cookie_names"]?.list.compactMap(\.text)
        #expect(names.map(Set.init) == ["_px3", "a", "b", "c", "d"])
    }

    @Test("No. 3: a first-party body goes on as its bytes", arguments: ["payload=x", "ä\u{0}\u{1}€", ""])
    func firstPartyBody(_ text: String) async throws {
        let run = try await HazardFixture.run(
            request: HazardFixture.request(uri: "/test0001/xhr/api/v2/collector", method: "POST")
                .overlaid(with: HazardFixture.body(text))
        )
        #expect(run.requests.map(\.kind) == [.firstParty])
        #expect(run.requests.first?.body == Array(text.utf8))
    }

    @Test("No. 4: nothing is read from a truncated body", arguments: [true, false])
    func truncated(_ isTruncated: Bool) async throws {
        let login = try await HazardFixture.run(
            HazardFixture.login,
            request: HazardFixture.request(
                uri: "/login",
                method: "POST",
                headers: [("Content-Type", ["application/x-www-form-urlencoded"])]
            ).overlaid(with: HazardFixture.body("user=max&pass=secret", isTruncated: isTruncated))
        )
        #expect((login.riskDetails?["user"] != nil) == !isTruncated)
        #expect((login.riskDetails?["pass"] != nil) == !isTruncated)
        let graph = try await HazardFixture.run(
            ["px_sensitive_graphql_operation_names": .list([.text("Pay")])],
            request: HazardFixture.request(
                uri: "/graphql",
                method: "POST",
                headers: [("Content-Type", ["application/json"])]
            ).overlaid(with: HazardFixture.body(#"{"query":"mutation Pay { a }"}"#, isTruncated: isTruncated))
        )
        #expect((graph.riskDetails?["graphql_operations"] != nil) == !isTruncated)
    }

    @Test(
        "No. 12: a flag that keeps state elsewhere keeps none here",
        arguments: ["g", "y", "gy", "gi"],
        ["px_filter_by_route", "px_monitored_routes", "px_filter_by_user_agent"]
    )
    func statelessPatterns(_ flags: String, _ option: String) async throws {
        let pattern: VectorValue = .object(["regex": .text("/?same"), "flags": .text(flags)])
        let enforcer = try HumanSecurityEnforcer.initialize(
            HumanSecurityConfiguration(
                json: VectorRun.credentials.overlaid(with: HazardFixture.blocking)
                    .overlaid(with: .object([option: .list([pattern])])).json
            ),
            transport: ScriptedTransport(risk: EnforcerFixture.high),
            environment: EnforcerFixture.environment
        )
        var event = TestEvent(uri: "/same")
        event.headers = [("host", ["shop.example"]), ("user-agent", ["same"])]
        let first = await enforcer.enforce(event.json)
        #expect(first.outcome == (option == "px_monitored_routes" ? .simulatedBlock : .filtered))
        for _ in 0..<5 {
            let enforcement = await enforcer.enforce(event.json)
            #expect(enforcement.outcome == first.outcome)
        }
    }

    @Test(
        "No. 14: x-forwarded-proto gives the scheme, or https",
        arguments: [
            (["http"], "http"), (["https"], "https"), (["http", "https"], "http"), ([""], "https"), ([], "https"),
        ]
    )
    func forwardedProtocol(_ values: [String], _ scheme: String) async throws {
        let run = try await HazardFixture.run(
            request: HazardFixture.request(uri: "/a", headers: [("X-Forwarded-Proto", values)]),
            risk: EnforcerFixture.high
        )
        #expect(run.enforcement.outcome == .block)
        #expect(run.body(.risk)?["request"]?["url"]?.text == "\(scheme)://shop.example/a")
    }
}
