// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing

@testable import LocalEdge

/// What the stand-in scripts send to the embedded backend, and what they get for it.
@Suite struct CollectorTests {
    private static let secret = "test-secret"

    private func withBackend(_ body: (EmbeddedBackend, LoopbackClient) async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let issuer = RiskTokenIssuer(secret: Self.secret)
        let backend = EmbeddedBackend(expectations: Samples.expectations, issuer: issuer, logger: logger)
        try await backend.start()
        do {
            try await body(backend, LoopbackClient(port: await backend.port))
        } catch {
            await backend.stop()
            throw error
        }
        await backend.stop()
    }

    /// The uuid of a visitor who was asked for a solution, or was not.
    private func ask(_ client: LoopbackClient, agent: String = "demo-bot/1.0") async throws -> String {
        let payload = Samples.risk {
            $0["request"] = $0["request"]?.with("headers", [["name": "user-agent", "value": .string(agent)]])
        }
        let headers = Samples.transportHeaders
        let answer = try await client.send("POST", "/api/v3/risk", headers: headers, body: payload.text)
        return try #require(JSONValue(answer.body)?["uuid"]?.stringValue)
    }

    private func send(
        _ client: LoopbackClient,
        _ message: JSONValue,
        headers: [HeaderLine] = []
    ) async throws -> [String: String] {
        let response = try await client.send(
            "POST",
            "/api/v2/collector",
            headers: [HeaderLine("User-Agent", "demo-bot/1.0")] + headers,
            body: message.text
        )
        #expect(response.status == 200)
        let cookies = try #require(JSONValue(response.body)?["cookies"]?.arrayValue)
        return Dictionary(
            uniqueKeysWithValues: cookies.map { ($0["name"]?.stringValue ?? "", $0["value"]?.stringValue ?? "") }
        )
    }

    private func solution(_ uuid: String, held: Double = 1_200, vid: String = "") -> JSONValue {
        ["type": "solution", "uuid": .string(uuid), "vid": .string(vid), "held": .number(held)]
    }

    @Test("a solution that was asked for gives a token for this visitor's program, once")
    func solve() async throws {
        try await withBackend { backend, client in
            let uuid = try await ask(client)
            let vid = "3f1c5a9e-0000-4000-8000-000000000002"
            let cookies = try await send(client, solution(uuid, vid: vid))
            let token = try #require(cookies["_px3"])
            let payload = try TokenReader.open(token, secret: Self.secret, userAgent: "demo-bot/1.0")
            #expect(payload?["s"] == 0)
            #expect(payload?["v"] == .string(vid))
            #expect(cookies["_pxvid"] == vid)
            #expect(try await send(client, solution(uuid, vid: vid)).isEmpty)
            #expect(await backend.state.solutions == 1)
        }
    }

    @Test("a solution that nobody asked for, or that came too soon, gives nothing")
    func refuse() async throws {
        try await withBackend { _, client in
            #expect(try await send(client, solution("3f1c5a9e-0000-4000-8000-000000000009")).isEmpty)
            let passed = try await ask(client, agent: "Test/1.0")
            #expect(try await send(client, solution(passed)).isEmpty)
            let uuid = try await ask(client)
            #expect(try await send(client, solution(uuid, held: 999)).isEmpty)
            #expect(try await send(client, ["type": "solution", "uuid": .string(uuid)]).isEmpty)
            // Letting go too early costs nothing.
            #expect(try await send(client, solution(uuid)).count == 2)
        }
    }

    @Test("a vid that is none is replaced", arguments: ["", "x", "\"; DROP"])
    func visitor(vid: String) async throws {
        try await withBackend { _, client in
            let cookies = try await send(client, solution(try await ask(client), vid: vid))
            #expect(cookies["_pxvid"]?.count == 36)
        }
    }

    @Test(
        "the sensor gets a token for a page, unless the visitor or the page is to be challenged",
        arguments: [
            ("Test/1.0", "https://shop.example/", 2), ("demo-bot/1.0", "https://shop.example/", 0),
            ("Test/1.0", "https://shop.example/?demo=block", 0),
        ]
    )
    func page(agent: String, url: String, count: Int) async throws {
        try await withBackend { _, client in
            let response = try await client.send(
                "POST",
                "/api/v2/collector",
                headers: [HeaderLine("User-Agent", agent)],
                body: JSONValue.object(["type": "page", "url": .string(url)]).text
            )
            #expect(JSONValue(response.body)?["cookies"]?.arrayValue?.count == count)
        }
    }

    @Test("anything else gives nothing", arguments: ["", "payload=abc&tag=1", "[]", #"{"type":"other"}"#])
    func other(body: String) async throws {
        try await withBackend { _, client in
            let response = try await client.send("POST", "/api/v2/collector", body: Array(body.utf8))
            #expect(response.body == Array(#"{"cookies":[]}"#.utf8))
        }
    }

    @Test("a page from elsewhere may read the answer")
    func crossOrigin() async throws {
        try await withBackend { _, client in
            let origin = [HeaderLine("Origin", "http://127.0.0.1:8080")]
            let response = try await client.send("POST", "/api/v2/collector", headers: origin, body: [])
            #expect(response.headers.first("access-control-allow-origin") == "http://127.0.0.1:8080")
        }
    }

    @Test("first-party calls are counted by kind, wrong ones are answered 400 and remembered")
    func firstParty() async throws {
        try await withBackend { backend, client in
            let path = "/\(Samples.expectations.appID)/captcha.js"
            let mark = [HeaderLine("X-PX-First-Party", "1")]
            let right =
                mark + [
                    HeaderLine("X-Forwarded-For", "203.0.113.7"), HeaderLine("X-PX-Enforcer-True-IP", "203.0.113.7"),
                ]
            #expect(try await client.send("GET", path, headers: right).status == 200)
            #expect(try await client.send("GET", path).status == 200)
            let wrong = try await client.send("GET", path, headers: mark)
            #expect(wrong.status == 400)
            #expect(await backend.firstPartyCalls == [.captcha: 2])
            #expect(await backend.state.thirdPartyCalls == 1)
            #expect(await backend.violations.count == 2)
            let state = JSONValue(try await client.send("GET", "/control/state").body)
            #expect(state?["first_party_calls"] == ["captcha": 2])
            #expect(state?["third_party_calls"] == 1)
            #expect(state?["solutions"] == 0)
        }
    }
}
