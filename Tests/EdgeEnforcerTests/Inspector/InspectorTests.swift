// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge
import Testing

@testable import edge_enforcer

@Suite("The inspector's answers")
struct InspectorTests {
    /// One that does not listen: its port is 0.
    private let inspector = Inspector(configuration: InspectorSample.configuration)

    private func ask(_ method: String, _ path: String, _ body: String = "") async -> EdgeResponse {
        await inspector.answer(
            ViewerRequest(
                method: method, uri: path,
                headers: [
                    HeaderLine("Host", "127.0.0.1:0"), HeaderLine("Origin", "http://127.0.0.1:0"),
                    HeaderLine("Content-Type", "application/json"),
                ], body: Array(body.utf8)))
    }

    @Test(
        "there are the page and its parts, and nothing else",
        arguments: [
            ("/", 200, "text/html; charset=utf-8"), ("/inspector.css", 200, "text/css"),
            ("/inspector.js", 200, "text/javascript"), ("/api/configuration", 200, "application/json"),
            ("/api/requests/1", 404, "application/json"), ("/api/requests/x", 404, "application/json"),
            ("/inspector.js/x", 404, "application/json"), ("/favicon.ico", 404, "application/json"),
        ])
    func paths(path: String, status: Int, type: String) async {
        let response = await ask("GET", path)
        #expect(response.status == status)
        #expect(response.headers.first("content-type") == type)
        let policy = response.headers.first("content-security-policy") ?? ""
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'"))
        #expect(!policy.contains("unsafe"))
        #expect(response.headers.first("x-content-type-options") == "nosniff")
        #expect(response.headers.first("cache-control") == "no-store")
    }

    @Test("a stranger is told nothing")
    func stranger() async {
        await inspector.take(InspectorSample.observed())
        let request = ViewerRequest(
            method: "GET", uri: "/api/requests/1", headers: [HeaderLine("Host", "evil.example")])
        #expect(await inspector.answer(request).status == 421)
    }

    @Test("a request is kept, shown, and run again")
    func run() async {
        await inspector.take(InspectorSample.observed())
        let detail = JSONValue(await ask("GET", "/api/requests/1").body)
        #expect(detail?["isReproduced"] == true)
        #expect(detail?["summary"]?["outcome"] == "block")
        #expect(detail?["stages"]?[0]?["trace"]?.arrayValue?.isEmpty == false)

        let answer = await ask("POST", "/api/requests/1/rerun", #"{"config":{"px_module_mode":"monitor"}}"#)
        #expect(answer.status == 200)
        #expect(JSONValue(answer.body)?["outcome"] == "simulated_block")

        let refused = await ask("POST", "/api/requests/1/rerun", #"{"config":{"px_app_id":"","px_auth_token":""}}"#)
        #expect(refused.status == 422)
        #expect(JSONValue(refused.body)?["problems"]?.arrayValue?.count == 2)
        #expect(await ask("POST", "/api/requests/2/rerun", "{}").status == 404)
    }

    @Test("two inspectors find ports of their own, unless one was asked for")
    func ports() async throws {
        let other = Inspector(configuration: InspectorSample.configuration)
        let url = try await inspector.start(port: 0, isFixed: false)
        let port = try #require(UInt16(url.split(separator: ":").last?.dropLast() ?? ""))
        await #expect(throws: (any Error).self) { try await other.start(port: port, isFixed: true) }
        #expect(try await other.start(port: port, isFixed: false) != url)
        await other.stop()
        await inspector.stop()
    }
}
