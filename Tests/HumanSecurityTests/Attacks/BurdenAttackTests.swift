// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

/// Requests and answers that are made to be slow, or to fill the memory. A backtracker, or a reader without bounds, would
/// not be through with them when the time is up.
@Suite("Attacks on time and memory", .timeLimit(.minutes(1)))
struct BurdenAttackTests {
    @Test(
        "No pattern can be made slow by a visitor",
        arguments: [
            #"(a+)+$"#, #"^(a|a?)+$"#, #"(a|a)*b"#, #"^(([a-z])+.)+[A-Z]([a-z])+$"#, #"(?:a?){200}a{200}"#,
            #"(.*)(.*)(.*)(.*)x"#,
            #"(?=(a+)+b)"#, #"(?<!(a+)+)b"#,
        ])
    func patterns(_ source: String) async throws {
        let pattern = VectorValue.object(["regex": .text(source), "flags": .text("")])
        let options = VectorValue.object([
            "px_filter_by_user_agent": .list([pattern]), "px_sensitive_routes": .list([pattern]),
            "px_filter_by_route": .list([pattern]), "px_monitored_routes": .list([pattern]),
        ])
        let enforcer = try HumanSecurityEnforcer.initialize(
            HumanSecurityConfiguration(
                json: VectorRun.credentials.overlaid(with: HazardFixture.blocking).overlaid(with: options).json),
            transport: ScriptedTransport(risk: EnforcerFixture.low),
            environment: EnforcerFixture.environment
        )
        var event = TestEvent()
        event.uri = "/" + String(repeating: "a", count: 8_000) + "!"
        event.headers[1].1 = [String(repeating: "a", count: 8_000) + "!"]
        #expect(await enforcer.enforce(event.json).outcome != .failedOpen)
    }

    static let bombs: [String] = [
        String(repeating: "[", count: 200_000), String(repeating: #"{"user":"#, count: 30_000),
        "[" + String(repeating: "1,", count: 200_000) + "1]",
        #"{"user":"\#(String(repeating: "\\u0041", count: 60_000))""#,
        String(repeating: "user=a&", count: 60_000), String(repeating: "%", count: 400_000),
        #"{"query":"\#(String(repeating: "query a { x } ", count: 20_000))"}"#,
        String(repeating: "--b\r\n", count: 80_000),
    ]

    @Test(
        "A body that is deep, broad or endless is not read, and the visitor goes on", arguments: bombs.indices,
        ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
    func bodies(_ index: Int, _ contentType: String) async throws {
        for uri in ["/login", "/graphql"] {
            let request = HazardFixture.request(uri: uri, method: "POST", headers: [("Content-Type", [contentType])])
                .overlaid(with: HazardFixture.body(Self.bombs[index]))
            let run = try await HazardFixture.run(HazardFixture.login, request: request)
            #expect(run.enforcement.outcome == .pass && run.enforcement.reason == "s2s")
        }
    }

    @Test("A compressed body is not unpacked")
    func compression() async throws {
        // gzip's own form of ten megabytes of zeros begins so; a reader that unpacked it would find the end missing.
        let packed = String(decoding: [0x1F, 0x08, 0x00] + [UInt8](repeating: 0x55, count: 4_096), as: UTF8.self)
        let request = HazardFixture.request(
            uri: "/login", method: "POST",
            headers: [("Content-Type", ["application/json"]), ("Content-Encoding", ["gzip"])]
        ).overlaid(with: HazardFixture.body(packed))
        let run = try await HazardFixture.run(HazardFixture.login, request: request)
        #expect(run.enforcement.reason == "s2s")
        #expect(run.riskDetails?["user"] == nil && run.riskDetails?["pass"] == nil)
    }

    @Test(
        "An answer of the Risk API that is deep, broad or endless is an error like any other", arguments: bombs.indices)
    func answers(_ index: Int) async throws {
        for prefix in ["", #"{"status":0,"score":100,"data_enrichment":"#] {
            let run = try await HazardFixture.run(request: HazardFixture.request(), risk: prefix + Self.bombs[index])
            #expect(run.enforcement.outcome == .pass && run.enforcement.reason == "s2s_error")
        }
    }

    @Test("Thousands of cookies, header fields and values are read once")
    func headers() async throws {
        let enforcer = try EnforcerFixture.enforcer(ScriptedTransport(risk: EnforcerFixture.low))
        var event = TestEvent()
        event.headers.append(("cookie", [(0..<20_000).map { "_px\($0)=\($0)" }.joined(separator: "; ")]))
        for number in 0..<2_000 { event.headers.append(("x-\(number)", ["a", "b"])) }
        for _ in 0..<20 { #expect(await enforcer.enforce(event.json).outcome != .block) }
    }
}
