// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

/// Requests that mean one thing to the enforcer and another to the origin, and addresses of the visitor's choice.
@Suite("Attacks on routes and addresses")
struct RouteAttackTests {
    /// What becomes of a visitor with a good token where `/login` is sensitive: `s2s` if the route was recognised.
    struct Row: Sendable, CustomStringConvertible {
        var method = "GET"
        var uri: String
        var reason: String

        var description: String { "\(method) \(uri)" }
    }

    static let recognised = [
        "/login", "/login/", "//login", "/./login", "/a/../login", "/a/b/../../login", "/%6Cogin", "/%6cog%69n",
        "/%2e/login",
        "/a/%2e%2e/login", "/a/%2E%2e/login", "/login%", "/login%00", "/login%2F", "/login;x=y", "/x.css/../login",
        "/login/..%2fx", "/../login", "/login\\u0000",
    ]
    static let others = [
        "/LOGIN", "/x/login", "/%256Cogin", "/\u{FF4C}ogin", "/log\u{200B}in", "/lo%67", "/log%2569n",
        "/login-not/../x",
    ]

    @Test(
        "A sensitive route is recognised however it is spelt, and nothing else is taken for one",
        arguments: recognised.map { Row(uri: $0, reason: "s2s") } + others.map { Row(uri: $0, reason: "cookie") })
    func spelling(_ row: Row) async throws {
        try await check(row)
    }

    @Test(
        "A path that ends like a picture is filtered when it is read, and never when something is sent to it",
        arguments: [
            Row(uri: "/login/x.css", reason: "extension"), Row(uri: "/login%2Fx.css", reason: "extension"),
            Row(method: "HEAD", uri: "/login/x.css", reason: "extension"),
            Row(method: "POST", uri: "/login/x.css", reason: "s2s"),
            Row(method: "POST", uri: "/login%2Fx.css", reason: "s2s"),
            Row(method: "PUT", uri: "/login/..;/x.css", reason: "s2s"),
            Row(method: "get", uri: "/login/x.css", reason: "s2s"),
            Row(uri: "/login/x.CSS", reason: "s2s"), Row(uri: "/login/x.css/", reason: "extension"),
            Row(uri: "/login/x.css%2F", reason: "s2s"), Row(uri: "/login/.css.", reason: "s2s"),
            Row(uri: "/login/x.css%00", reason: "extension"), Row(uri: "/login;.css", reason: "extension"),
        ])
    func extensions(_ row: Row) async throws {
        try await check(row)
    }

    private func check(_ row: Row) async throws {
        let enforcer = try EnforcerFixture.enforcer(
            ScriptedTransport(risk: EnforcerFixture.low), #""px_sensitive_routes": ["/login"]"#)
        var event = HookFixture.event(uri: row.uri)
        event.method = row.method
        let reason = await enforcer.enforce(event.json).reason
        #expect(reason == row.reason)
    }

    @Test(
        "No header gives a visitor another address, unless the site names it",
        arguments: [
            "x-forwarded-for", "x-real-ip", "true-client-ip", "forwarded", "cf-connecting-ip",
            "cloudfront-viewer-address",
            "x-client-ip", "x-ip",
        ])
    func address(_ header: String) async throws {
        for isNamed in [false, true] {
            let transport = ScriptedTransport(risk: EnforcerFixture.high)
            let named = isNamed ? #", "px_ip_headers": ["x-ip"]"# : ""
            let enforcer = try EnforcerFixture.enforcer(transport, #""px_filter_by_ip": ["10.0.0.0/8"]"# + named)
            var event = TestEvent()
            event.headers.append((header, ["10.1.2.3"]))
            let enforcement = await enforcer.enforce(event.json)
            let isBelieved = isNamed && header == "x-ip"
            #expect(enforcement.outcome == (isBelieved ? .filtered : .block))
            let request = try transport.requests(.risk).first.map { try VectorValue.parse($0.body) }
            #expect(request?["request"]?["socket_ip"]?.text == (isBelieved ? nil : "203.0.113.9"))
        }
    }
}
