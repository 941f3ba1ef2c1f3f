// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("Hazards of an answer (configuration.md §5)")
struct AnswerHazardTests {
    static let attacks = [
        #"</script><script>alert(1)</script>"#, #"";alert(1);//"#, #"';alert(1);//"#, #"\";alert(1);//"#,
        #""><img src=x onerror=alert(1)>"#, "<!--<script>", "\u{2028}alert(1)", "`${alert(1)}`",
    ]

    @Test("No. 5: nothing that a visitor or a server sends breaks out of the page", arguments: attacks)
    func pageInjection(_ attack: String) async throws {
        let answer = VectorValue.object([
            "status": .number(0), "score": .number(100), "action": .text(attack), "uuid": .text(attack),
        ])
        let options: [String: VectorValue] = [
            "px_custom_logo": .text(attack), "px_css_ref": .text(attack), "px_js_ref": .text(attack),
        ]
        let cookie = "_pxvid=\(attack)"
        func page(_ options: [String: VectorValue], _ risk: VectorValue, _ headers: [(String, [String])]) async throws
            -> String
        {
            let run = try await HazardFixture.run(
                options,
                request: HazardFixture.request(uri: "/a", headers: headers),
                risk: String(decoding: risk.json, as: UTF8.self)
            )
            #expect(run.enforcement.outcome == .block)
            return run.responseBody ?? ""
        }
        // The same page with harmless values has the same elements: nothing that was put in made one more.
        let plain = try await page(
            options.mapValues { _ in .text("x") },
            .object(["status": .number(0), "score": .number(100), "action": .text("x"), "uuid": .text("x")]),
            []
        )
        let attacked = try await page(options, answer, [("Cookie", [cookie])])
        #expect(elements(attacked) == elements(plain))
        let values = VectorNormaliser.pageValues(attacked)
        #expect(values["_pxUuid"]?.text == attack)
        #expect(values["_pxCustomLogo"]?.text == attack)
        #expect(values["_pxVid"]?.text == "")
        #expect(values.count == VectorNormaliser.pageValues(plain).count)
        let source = try #require(values["first"]?.text)
        let query = try #require(URLComponents(string: "https://shop.example\(source)")?.queryItems)
        #expect(query.first { $0.name == "u" }?.value == attack)
        #expect(query.first { $0.name == "a" }?.value == attack)
        #expect(query.count == 6)
    }

    @Test("No. 5: the JSON forms carry the values unharmed", arguments: attacks)
    func jsonInjection(_ attack: String) async throws {
        let answer = VectorValue.object(["status": .number(0), "score": .number(100), "uuid": .text(attack)])
        for header in [("Accept", ["application/json"]), ("X-PX-AUTHORIZATION", ["1"])] {
            let run = try await HazardFixture.run(
                request: HazardFixture.request(headers: [header]),
                risk: String(decoding: answer.json, as: UTF8.self)
            )
            let body = try VectorValue.parse((run.responseBody ?? "").utf8)
            #expect(body["uuid"]?.text == attack)
            #expect(body["appId"]?.text == "PXtest0001")
        }
    }

    @Test(
        "A value that no header can carry is left out of the answer, which CloudFront would refuse with it",
        arguments: [("plain", true), ("a\u{1}b", false), ("a\r\nx: y", false), ("a\u{7F}", false)]
    )
    func headerValues(_ value: String, _ isSafe: Bool) async throws {
        let answer = VectorValue.object([
            "status": .number(0), "score": .number(100), "action": .text("c"), "pxhd": .text(value),
        ])
        let run = try await HazardFixture.run(
            ["px_cors_support_enabled": .bool(true)],
            request: HazardFixture.request(headers: [("Origin", [value])]),
            risk: String(decoding: answer.json, as: UTF8.self)
        )
        #expect(run.enforcement.outcome == .block)
        #expect(run.headers["content-type"] != nil)
        #expect(run.headers["access-control-allow-origin"] == (isSafe ? value : nil))
        #expect((run.headers["access-control-allow-credentials"] != nil) == isSafe)
        #expect(run.headers["set-cookie"]?.hasPrefix("_pxhd=\(value);") == (isSafe ? true : nil))
    }

    @Test("No. 6: a forged hand-over never reaches the origin", arguments: ["px-context", "PX-Context", "Px-cOnTeXt"])
    func forgedHandOver(_ name: String) async throws {
        for (options, uri) in [
            ([:], "/"), ([:], "/logo.png"), (["px_module_mode": VectorValue.text("monitor")], "/"),
            (["px_deferred_activities": .bool(true)], "/"),
        ] {
            let run = try await HazardFixture.run(
                options,
                request: HazardFixture.request(uri: uri, headers: [(name, [#"{"forged":true}"#, "second"])])
            )
            let text = String(decoding: run.enforcement.result, as: UTF8.self)
            #expect(!text.contains("forged"))
            #expect(!text.contains("second"))
            #expect((run.handOver != nil) == (options["px_deferred_activities"] != nil))
        }
    }

    @Test("No. 6: a forged hand-over is removed from preflights and telemetry commands, too")
    func forgedHandOverAside() async throws {
        let command = try #require(Vector.all("generated_telemetry").first { $0.name == "valid" }).inputs
        let forged = ("px-context", ["forged"])
        let telemetry = try await HazardFixture.run(
            ["px_cookie_secret": command["secrets"] ?? .null],
            request: HazardFixture.request(
                headers: [forged, ("X-PX-Enforcer-Telemetry", [command["header_value"]?.text ?? ""])]
            )
        )
        let preflight = try await HazardFixture.run(
            ["px_cors_support_enabled": .bool(true), "px_cors_preflight_request_filter_enabled": .bool(true)],
            request: HazardFixture.request(
                method: "OPTIONS",
                headers: [forged, ("Origin", ["https://a.example"]), ("Access-Control-Request-Method", ["GET"])]
            )
        )
        #expect(telemetry.enforcement.outcome == .telemetry)
        #expect(preflight.enforcement.outcome == .preflight)
        for run in [telemetry, preflight] {
            #expect(run.headers["px-context"] == nil)
            #expect(run.headers["host"] == "shop.example")
        }
    }

    @Test("A hand-over too large for CloudFront is not lost: the activity goes out at once", arguments: [10, 30_000])
    func largeHandOver(_ size: Int) async throws {
        let run = try await HazardFixture.run(
            ["px_deferred_activities": .bool(true)],
            request: HazardFixture.request(headers: [("X-Long", [String(repeating: "x", count: size)])])
        )
        #expect((run.handOver != nil) == (size < 20_000))
        #expect(run.requests(.activities).isEmpty == (run.handOver != nil))
    }

    @Test("A delete character in the risk answer does not get into the hand-over's header, where CloudFront takes none")
    func deleteCharacter() async throws {
        let answer = #"{"status":0,"score":0,"action":"c","data_enrichment":{"note":"a\u007fb\u007f"}}"#
        let run = try await HazardFixture.run(
            ["px_deferred_activities": .bool(true)], request: HazardFixture.request(), risk: answer)
        let header = try #require(run.headers["px-context"])
        #expect(!header.utf8.contains { $0 < 0x20 || $0 == 0x7F })
        let handOver = try #require(run.handOver)
        #expect(handOver["riskApiData"]?["riskResponse"]?["dataEnrichment"]?["note"]?.text == "a\u{7F}b\u{7F}")
    }

    @Test("No. 6: a simulated block is reported once", arguments: [true, false])
    func simulatedOnce(_ isAutomatic: Bool) async throws {
        var options = HazardFixture.login
        options["px_module_mode"] = .text("monitor")
        options["px_automatic_additional_s2s_activity_enabled"] = .bool(isAutomatic)
        let run = try await HazardFixture.run(
            options,
            request: HazardFixture.request(
                uri: "/login",
                method: "POST",
                headers: [("Content-Type", ["application/x-www-form-urlencoded"])]
            ).overlaid(with: HazardFixture.body("user=max&pass=secret")),
            risk: EnforcerFixture.high
        )
        #expect(run.enforcement.outcome == .simulatedBlock)
        #expect(run.requests(.activities).count == 1)
        #expect(run.activity?["type"]?.text == "block")
        #expect((run.handOver != nil) == isAutomatic)
        // HumanActivities sends the activity of this action: a block here would be the second one.
        if let context = run.handOver { #expect(context["action"]?.text != "block") }
    }

    @Test("No. 13: without a uuid the page's u is empty")
    func noUUID() async throws {
        let run = try await HazardFixture.run(
            request: HazardFixture.request(),
            risk: #"{"status":0,"score":100,"action":"c"}"#
        )
        let page = try #require(run.responseBody)
        #expect(!page.contains("u=undefined"))
        let values = VectorNormaliser.pageValues(page)
        #expect(values["_pxUuid"]?.text == "")
        for name in ["first", "second"] { #expect(values[name]?.text?.contains("&u=&v=&") == true) }
    }

    @Test("No. 15: the substitute pixel is a GIF, in base64")
    func pixel() async throws {
        let run = try await VectorRun(
            configuration: HazardFixture.blocking,
            request: HazardFixture.request(uri: "/test0001/xhr/api/v1/a.gif"),
            transport: ScriptedTransport(failing: TransportError(.timeout, "timed out"))
        )
        #expect(run.enforcement.outcome == .firstParty)
        #expect(run.headers["content-type"] == "image/gif")
        #expect(run.response?["bodyEncoding"]?.text == "base64")
        let bytes = try #require(Data(base64Encoded: run.response?["body"]?.text ?? ""))
        #expect(bytes.starts(with: Array("GIF89a".utf8)))
        #expect(Array(bytes[6..<10]) == [1, 0, 1, 0])
        #expect(bytes.last == 0x3B)
    }

    @Test(
        "No. 16: forged credentials headers do not reach the origin",
        arguments: [
            "px-compromised-credentials", "px-additional-activity", "px-additional-activity-url", "my-own-header",
        ]
    )
    func forgedCredentials(_ name: String) async throws {
        for uri in ["/", "/login", "/logo.png"] {
            var options = HazardFixture.login
            if name == "my-own-header" { options["px_compromised_credentials_header"] = .text("My-Own-Header") }
            let run = try await HazardFixture.run(
                options,
                request: HazardFixture.request(uri: uri, headers: [(name.uppercased(), ["forged"])])
            )
            #expect(!String(decoding: run.enforcement.result, as: UTF8.self).contains("forged"))
            #expect(run.headers["host"] == "shop.example")
        }
    }

    @Test("No. 16: without credentials intelligence these are headers like any other")
    func unrelatedCredentials() async throws {
        let run = try await HazardFixture.run(
            request: HazardFixture.request(headers: [("px-additional-activity", ["kept"])])
        )
        #expect(run.enforcement.isUnchanged)
    }

    /// The start tags of a page, in order, scripts' text left out.
    private func elements(_ page: String) -> [String] {
        page.replacing(/(?s)(<script[^>]*>).*?<\/script/) { String($0.1) }
            .matches(of: /<([a-zA-Z]+)((?:[^>"]|"[^"]*")*)>/)
            .map { match in
                let names = match.2.replacing(/"[^"]*"/, with: "").matches(of: /([a-z-]+)=/)
                return "\(match.1) \(names.count)"
            }
    }
}
