// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge
import TestSupport
import Testing

@Suite("An executable and the library give the same bytes for the same event")
struct SameBytesTests {
    /// No backend listens: every question fails at once, and every answer is a pass.
    private static let text = """
        {"px_app_id": "PXtest0001", "px_auth_token": "t", "px_cookie_secret": "s", "px_logger_severity": "none",
         "px_backend_url": "http://127.0.0.1:1", "px_backend_collector_url": "http://127.0.0.1:1"}
        """
    private static let configuration = HumanSecurityConfiguration(json: text)

    private func compare(_ name: String, _ library: any EdgeEventHandler, _ events: [[UInt8]]) async throws {
        let function = ExecutableHost(
            executable: try BuiltProducts.executable(name).path,
            configuration: Array(Self.text.utf8),
            name: name
        )
        try await function.start()
        for event in events {
            let reply = await library.handle(event, deadlineMilliseconds: nil)
            let outcome = await function.invoke(event).outcome
            #expect(outcome == .result(reply.body), "\(String(decoding: event, as: UTF8.self))")
        }
        await function.stop()
    }

    @Test("HumanEnforcer", .timeLimit(.minutes(1)))
    func enforcer() async throws {
        let library = try createHumanEnforceHandler(Self.configuration, transport: Backend())
        try await compare(
            "HumanEnforcer", library, Self.events("viewer-request", paths: ["/", "/a.css", "/%zz", "/é"]))
    }

    @Test("HumanFirstParty", .timeLimit(.minutes(1)))
    func firstParty() async throws {
        let library = try createHumanFirstPartyHandler(Self.configuration, transport: Backend())
        let paths = [
            "/test0001/init.js", "/test0001/xhr/api/v2/collector", "/test0001/xhr@evil", "/test0001/captcha", "/",
        ]
        try await compare("HumanFirstParty", library, Self.events("origin-request", paths: paths))
    }

    @Test("HumanActivities, with what HumanEnforcer handed over", .timeLimit(.minutes(1)))
    func activities() async throws {
        let deferred = Self.configuration.overlaid(
            with: HumanSecurityConfiguration(json: #"{"px_deferred_activities": true}"#))
        let enforcer = try createHumanEnforceHandler(deferred, transport: Backend(answersRisk: true))
        let viewerEvent = Self.events("viewer-request", paths: ["/"])[0]
        let request = try #require(JSONValue(await enforcer.handle(viewerEvent, deadlineMilliseconds: nil).body))
        try #require(request["headers"]?["px-context"] != nil)

        let response: JSONValue = [
            "status": "200", "statusDescription": "OK", "headers": ["set-cookie": [["value": "a=1"]]],
        ]
        let parts: JSONValue = [
            "config": ["eventType": "origin-response"], "request": request, "response": response,
        ]
        let event: JSONValue = ["Records": [["cf": parts]]]
        let library = try createHumanActivitiesHandler(Self.configuration, transport: Backend())
        let reply = await library.handle(event.text, deadlineMilliseconds: nil)
        let cookies = JSONValue(reply.body)?["headers"]?["set-cookie"]?.arrayValue?.compactMap {
            $0["value"]?.stringValue
        }
        #expect(cookies == ["a=1", "_pxhd=id-1; path=/; SameSite=Lax"])
        let bare: JSONValue = ["Records": [["cf": ["response": response]]]]
        try await compare("HumanActivities", library, [event.text, bare.text] + Self.brokenEvents)
    }

    /// Answers the Risk API, or nothing at all.
    private struct Backend: Transport {
        var answersRisk = false

        func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
            guard answersRisk else { throw TransportError(.connection, "refused") }
            return IncomingResponse(
                status: 200, body: Array(#"{"status":0,"score":0,"action":"c","pxhd":"id-1"}"#.utf8))
        }
    }

    private static func events(_ type: String, paths: [String]) -> [[UInt8]] {
        let headers = [
            #""host":[{"key":"Host","value":"shop.example"}]"#,
            #""host":[{"value":"shop.example"}],"px-context":[{"value":"forged"}],"x":[{"value":"\u00e9\n"}]"#,
        ]
        let events = headers.flatMap { headers in
            paths.map { uri in
                #"{"Records":[{"cf":{"config":{"eventType":"\#(type)"},"request":{"clientIp":"203.0.113.9","#
                    + #""method":"GET","uri":"\#(uri)","querystring":"","headers":{\#(headers)}}}}]}"#
            }
        }
        return events.map { Array($0.utf8) } + brokenEvents
    }

    private static let brokenEvents = [#"{"Records":[]}"#, "[]", #"{"Records":[{"cf":{"request":{}}}]}"#, ""]
        .map { Array($0.utf8) }
}
