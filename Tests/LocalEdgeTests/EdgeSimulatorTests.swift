// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import Testing

@testable import LocalEdge

@Suite struct EdgeSimulatorTests {
    private func withEdge(
        configuration: String? = nil,
        _ body: (LoopbackClient) async throws -> Void
    ) async throws {
        let options = EdgeSimulatorOptions(
            port: 0,
            configuration: configuration.map { Array($0.utf8) },
            runtime: .inProcess { _ in
                StubHandler { event in
                    // Shows the function's event to the visitor.
                    let text = String(decoding: event.text, as: UTF8.self)
                    return JSONValue.object(["status": "200", "body": .string(text)]).text
                }
            }
        )
        let edge = EdgeSimulator(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let url = try await edge.start()
        do {
            try await body(LoopbackClient(port: try #require(UInt16(url.split(separator: ":").last ?? ""))))
        } catch {
            await edge.stop()
            throw error
        }
        await edge.stop()
    }

    @Test("a request over HTTP becomes an event")
    func event() async throws {
        try await withEdge { client in
            let response = try await client.send(
                "POST",
                "/a%2Fb//c?x=%20&y",
                headers: [
                    HeaderLine("Host", "Shop.Example"), HeaderLine("X-Odd", "1"),
                    HeaderLine("X-Forwarded-Proto", "http"),
                    HeaderLine("x-demo-client-ip", "2001:db8::1"),
                ],
                body: Array("hello".utf8)
            )
            let request = try #require(JSONValue(response.body)?["Records"]?[0]?["cf"]?["request"])
            #expect(request["method"] == "POST")
            #expect(request["uri"] == "/a%2Fb//c")
            #expect(request["querystring"] == "x=%20&y")
            #expect(request["clientIp"] == "2001:db8::1")
            #expect(request["headers"]?["host"] == [["key": "Host", "value": "Shop.Example"]])
            #expect(request["headers"]?["x-odd"] == [["key": "X-Odd", "value": "1"]])
            #expect(request["headers"]?["x-demo-client-ip"] == nil)
            #expect(request["headers"]?["x-forwarded-proto"] == nil)
            #expect(request["headers"]?["connection"] == nil)
            #expect(request["body"]?["data"] == "aGVsbG8=")
        }
    }

    @Test("a repeated header line is a repeated element, in order and as spelled")
    func repeated() async throws {
        try await withEdge { client in
            let lines = [HeaderLine("Cookie", "a=1"), HeaderLine("x-odd", "1"), HeaderLine("COOKIE", "b=2")]
            let response = try await client.send("GET", "/", headers: lines)
            let request = JSONValue(response.body)?["Records"]?[0]?["cf"]?["request"]
            #expect(
                request?["headers"]?["cookie"] == [
                    ["key": "Cookie", "value": "a=1"], ["key": "COOKIE", "value": "b=2"],
                ]
            )
        }
    }

    @Test("a chunked body is put together")
    func chunked() async throws {
        try await withEdge { client in
            let response = try await client.send(
                "POST",
                "/",
                headers: [HeaderLine("Transfer-Encoding", "chunked")],
                body: Array("5;x=y\r\nhello\r\nA\r\n, visitor!\r\n0\r\nTrailer: 1\r\n\r\n".utf8)
            )
            let request = JSONValue(response.body)?["Records"]?[0]?["cf"]?["request"]
            #expect(request?["body"]?["data"] == "aGVsbG8sIHZpc2l0b3Ih")
        }
    }

    @Test("what is no HTTP is answered 400, and so is a chunk without a size")
    func malformed() async throws {
        try await withEdge { client in
            let line = try await client.send("GET", "/", headers: [HeaderLine("Bad Name", "1")])
            #expect(line.status == 400)
            let chunk = try await client.send(
                "POST",
                "/",
                headers: [HeaderLine("Transfer-Encoding", "chunked")],
                body: Array("zz\r\nhello\r\n".utf8)
            )
            #expect(chunk.status == 400)
        }
    }

    @Test("the peer's address is the client's unless the simulator's header says otherwise")
    func peer() async throws {
        try await withEdge { client in
            let response = try await client.send("GET", "/")
            let request = JSONValue(response.body)?["Records"]?[0]?["cf"]?["request"]
            #expect(request?["clientIp"] == "127.0.0.1")
        }
    }

    @Test("an answer to HEAD has a length and no body")
    func head() async throws {
        try await withEdge { client in
            let response = try await client.send("HEAD", "/")
            #expect(response.body.isEmpty)
            #expect(Int(response.headers.first("content-length") ?? "") ?? 0 > 100)
        }
    }

    @Test("CloudFront's own refusals come over HTTP")
    func refusals() async throws {
        try await withEdge { client in
            let long = try await client.send("GET", "/?" + String(repeating: "a", count: 8_192))
            #expect(long.status == 414)
            let wide = try await client.send(
                "GET", "/", headers: [HeaderLine("X-A", String(repeating: "a", count: 33_000))])
            #expect(wide.status == 494)
            let body = try await client.send("GET", "/", body: [1])
            #expect(body.status == 403)
        }
    }

    @Test("a configuration that lacks what the backend needs is refused", arguments: ["{}", "[]", "x"])
    func configuration(text: String) async {
        await #expect(throws: EdgeSimulatorError.self) {
            try await withEdge(configuration: text) { _ in }
        }
    }

    /// Starts an edge with an enforcer that says "enforcer", and two functions that are given.
    private func withFunctions(
        configuration: JSONValue = DemoConfiguration.value,
        activities: EdgeSimulatorOptions.Runtime? = nil,
        firstParty: EdgeSimulatorOptions.Runtime? = nil,
        _ body: (LoopbackClient) async throws -> Void
    ) async throws {
        let options = EdgeSimulatorOptions(
            port: 0,
            configuration: configuration.text,
            runtime: .inProcess { _ in StubHandler { _ in Array(#"{"status":"200","body":"enforcer"}"#.utf8) } },
            activities: activities,
            firstParty: firstParty
        )
        let edge = EdgeSimulator(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let url = try await edge.start()
        do {
            try await body(LoopbackClient(port: try #require(UInt16(url.split(separator: ":").last ?? ""))))
        } catch {
            await edge.stop()
            throw error
        }
        await edge.stop()
    }

    @Test("first-party paths have behaviours of their own, without HumanEnforcer, only if the function is there")
    func behaviours() async throws {
        let configuration = DemoConfiguration.value.with("px_custom_first_party_prefix", "/own")
        let paths = ["/demo0001/init.js", "/own/captcha/captcha.js", "/demo0001", "/"]
        func answers(_ runtime: EdgeSimulatorOptions.Runtime?) async throws -> [String] {
            var bodies: [String] = []
            try await withFunctions(configuration: configuration, firstParty: runtime) { client in
                for path in paths {
                    bodies.append(String(decoding: try await client.send("GET", path).body, as: UTF8.self))
                }
            }
            return bodies
        }
        let stub = EdgeSimulatorOptions.Runtime.inProcess { _ in
            StubHandler { _ in Array(#"{"status":"200","body":"first party"}"#.utf8) }
        }
        #expect(try await answers(stub) == ["first party", "first party", "enforcer", "enforcer"])
        #expect(try await answers(nil) == ["enforcer", "enforcer", "enforcer", "enforcer"])
    }

    @Test("HumanFirstParty gets the vendor's hosts, HumanActivities the backend's address")
    func configurations() async throws {
        let seen = Mutex<[JSONValue]>([])
        let runtime = EdgeSimulatorOptions.Runtime.inProcess { configuration in
            seen.withLock { $0.append(JSONValue(configuration) ?? .null) }
            return StubHandler(result: StubHandler.pass)
        }
        try await withFunctions(activities: runtime, firstParty: runtime) { _ in }
        let configurations = seen.withLock { $0 }
        #expect(configurations[0]["px_backend_url"]?.stringValue?.hasPrefix("http://127.0.0.1:") == true)
        #expect(configurations[1] == DemoConfiguration.value)
    }

    @Test("the vendor's hosts lead to the embedded backend, other names nowhere")
    func names() async throws {
        let runtime = EdgeSimulatorOptions.Runtime.inProcess { configuration in
            StubHandler { event in
                let request = event["Records"]?[0]?["cf"]?["request"] ?? .null
                let host = request["querystring"]?.stringValue ?? ""
                return request.with("uri", "/control/state").with("querystring", "")
                    .with("origin", CustomOrigin(domainName: host).value).text
            }
        }
        try await withFunctions(firstParty: runtime) { client in
            for host in ["client.perimeterx.net", "captcha.px-cdn.net", "collector-pxdemo0001.perimeterx.net"] {
                let response = try await client.send("GET", "/demo0001/x?\(host)")
                #expect(JSONValue(response.body)?["mode"] == "normal", "\(host)")
            }
            #expect(try await client.send("GET", "/demo0001/x?elsewhere.example").status == 502)
        }
    }

    @Test("a port in use is an error at once")
    func portInUse() async throws {
        try await withEdge { client in
            let options = EdgeSimulatorOptions(
                port: client.port,
                runtime: .inProcess { _ in StubHandler(result: StubHandler.pass) }
            )
            let second = EdgeSimulator(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            await #expect(throws: (any Error).self) { try await second.start() }
        }
    }
}
