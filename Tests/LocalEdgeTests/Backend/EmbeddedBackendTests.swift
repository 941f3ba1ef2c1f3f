// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Logging
import Testing

@Suite struct EmbeddedBackendTests {
    /// Runs a test against a started backend and stops it afterwards.
    private func withBackend(_ body: (EmbeddedBackend, LoopbackClient, _ control: LoopbackClient) async throws -> Void)
        async throws
    {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let backend = EmbeddedBackend(expectations: Samples.expectations, logger: logger)
        let (url, controlURL) = try await backend.start()
        let client = LoopbackClient(port: try #require(UInt16(url.split(separator: ":").last ?? "")))
        let control = LoopbackClient(port: try #require(UInt16(controlURL.split(separator: ":").last ?? "")))
        do {
            try await body(backend, client, control)
        } catch {
            await backend.stop()
            throw error
        }
        await backend.stop()
    }

    private func risk(_ client: LoopbackClient, _ payload: JSONValue = Samples.risk()) async throws -> EdgeResponse {
        try await client.send("POST", "/api/v3/risk", headers: Samples.transportHeaders, body: payload.text)
    }

    @Test("a right risk request is answered, with a pxhd for new visitors only")
    func answer() async throws {
        try await withBackend { backend, client, _ in
            let answer = try #require(JSONValue(try await risk(client).body))
            #expect(answer["status"] == 0)
            #expect(answer["score"] == 0)
            #expect(answer["action"] == "c")
            #expect(answer["uuid"]?.stringValue?.count == 36)
            #expect(answer["pxhd"]?.stringValue != nil)

            let known = try #require(JSONValue(try await risk(client, Samples.risk { $0["pxhd"] = "x" }).body))
            #expect(known["pxhd"] == nil)
            #expect(await backend.riskCalls == 2)
            #expect(await backend.violations == [])
        }
    }

    @Test("a wrong risk request is answered 400 with what is wrong, and remembered")
    func wrong() async throws {
        try await withBackend { backend, client, _ in
            let response = try await risk(client, Samples.risk { $0["additional"] = nil })
            #expect(response.status == 400)
            let listed = JSONValue(response.body)?["violations"]?.arrayValue
            #expect(listed?.contains("additional is missing") == true)
            #expect(await backend.violations.count == listed?.count)
        }
    }

    @Test("activities are counted by type; telemetry and logs are taken")
    func counters() async throws {
        try await withBackend { backend, client, _ in
            for _ in 0..<2 {
                let response = try await client.send(
                    "POST",
                    "/api/v1/collector/s2s",
                    headers: Samples.transportHeaders,
                    body: Samples.activity().text
                )
                #expect(response.status == 200)
            }
            for path in ["/api/v2/risk/telemetry", "/enforcer-logs/"] {
                #expect(try await client.send("POST", path, body: Array("{}".utf8)).status == 200)
            }
            let state = try #require(JSONValue(try await client.send("GET", "/control/state").body))
            #expect(state["activities"] == ["page_requested": 2])
            #expect(state["telemetry_calls"] == 1)
            #expect(state["log_calls"] == 1)
            #expect(state["risk_calls"] == 0)
            #expect(await backend.activityCounts == ["page_requested": 2])
        }
    }

    @Test("both scripts are served under the app id, and under no other", arguments: ["main.min.js", "captcha.js"])
    func scripts(name: String) async throws {
        try await withBackend { _, client, _ in
            let script = try await client.send("GET", "/\(Samples.expectations.appID)/\(name)?a=c")
            #expect(script.status == 200)
            #expect(script.headers.first("content-type") == "application/javascript")
            #expect(!script.body.isEmpty)
            #expect(try await client.send("GET", "/PXother/\(name)").status == 404)
        }
    }

    @Test("the modes garbage and error500 answer as they say")
    func modes() async throws {
        try await withBackend { backend, client, _ in
            try await backend.set(mode: .garbage)
            let garbage = try await risk(client)
            #expect(garbage.status == 200)
            #expect(JSONValue(garbage.body) == nil)
            try await backend.set(mode: .error500)
            #expect(try await risk(client).status == 500)
            try await backend.set(mode: .slow)
            #expect(try await risk(client).status == 200)
        }
    }

    @Test("refuse takes no connections, and the control port brings the backend back on the same port")
    func refuse() async throws {
        try await withBackend { backend, client, control in
            try await backend.set(mode: .refuse)
            await #expect(throws: (any Error).self) { try await risk(client) }
            let response = try await control.send("POST", "/control", body: Array(#"{"mode":"normal"}"#.utf8))
            #expect(response.status == 200)
            #expect(try await risk(client).status == 200)
        }
    }

    @Test("hang remembers a request and answers nothing")
    func hang() async throws {
        try await withBackend { backend, client, control in
            let response = try await control.send("POST", "/control", body: Array(#"{"mode":"hang"}"#.utf8))
            #expect(response.status == 200)
            let hanging = Task { try await risk(client).status }
            while await backend.riskCalls == 0 { try await Task.sleep(for: .milliseconds(5)) }
            await backend.stop()
            // Whatever the end of the connection looks like, it was no answer of the Risk API.
            #expect((try? await hanging.value) != 200)
        }
    }

    @Test("an unknown mode is refused", arguments: [#"{"mode":"odd"}"#, "{}", ""])
    func unknownMode(body: String) async throws {
        try await withBackend { _, client, _ in
            let response = try await client.send("POST", "/control", body: Array(body.utf8))
            #expect(response.status == 400)
        }
    }
}
