// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct RemoteOriginTests {
    @Test(
        "joined Set-Cookie lines are taken apart, dates are not",
        arguments: [
            ("a=1", ["a=1"]), ("a=1; Path=/,b=2", ["a=1; Path=/", "b=2"]), ("a=1, b=2", ["a=1", "b=2"]),
            ("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2", ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"]),
        ]
    )
    func cookies(joined: String, expected: [String]) {
        #expect(RemoteOrigin.splitCookies(joined) == expected)
    }

    private func origin(_ port: UInt16) -> RemoteOrigin {
        RemoteOrigin(CustomOrigin(scheme: .http, domainName: "127.0.0.1", port: Int(port)))
    }

    @Test("a request goes to the origin and its answer comes back, redirects included")
    func forward() async throws {
        let server = LoopbackServer { request in
            if request.uri == "/moved" {
                return EdgeResponse(status: 302, headers: [HeaderLine("Location", "/elsewhere")])
            }
            let body = String(decoding: request.body, as: UTF8.self)
            let text = "\(request.method) \(request.target) \(body)"
            let cookies = [HeaderLine("Set-Cookie", "a=1; Path=/"), HeaderLine("Set-Cookie", "b=2")]
            return EdgeResponse(status: 201, headers: cookies, body: Array(text.utf8))
        }
        let origin = origin(try await server.start())
        let response = try await origin.respond(to: Samples.request)
        #expect(response.status == 201)
        #expect(String(decoding: response.body, as: UTF8.self) == "POST /login?a=1 a=b")
        #expect(response.headers.all("set-cookie") == ["a=1; Path=/", "b=2"])

        let moved = try await origin.respond(to: ViewerRequest(method: "GET", uri: "/moved"))
        #expect(moved.status == 302)
        #expect(moved.headers.first("location") == "/elsewhere")
        await server.stop()
        let failure = await #expect(throws: OriginFailure.self) {
            try await origin.respond(to: ViewerRequest(method: "GET", uri: "/"))
        }
        #expect(failure?.status == 502)
    }

    @Test("headers arrive as they are, Host included, and lines of one name as one")
    func headers() async throws {
        let server = LoopbackServer { request in
            let names = ["host", "cookie", "x-odd", "x-forwarded-for", "content-length"]
            let lines = names.map { "\($0): \(request.headers.all($0).joined(separator: "|"))" }
            return EdgeResponse(status: 200, body: Array(lines.joined(separator: "\n").utf8))
        }
        let port = try await server.start()
        let lines = [
            ("Host", "origin.example"), ("Cookie", "a=1"), ("X-Odd", "1"), ("cookie", "b=2"), ("x-odd", "2"),
            ("X-Forwarded-For", "203.0.113.7"), ("Content-Length", "9"), ("Connection", "keep-alive"),
        ].map { HeaderLine($0.0, $0.1) }
        let request = ViewerRequest(method: "POST", uri: "/", headers: lines, body: Array("abc".utf8))
        let text = String(decoding: try await origin(port).respond(to: request).body, as: UTF8.self)
        #expect(
            text == """
                host: origin.example
                cookie: a=1; b=2
                x-odd: 1, 2
                x-forwarded-for: 203.0.113.7
                content-length: 3
                """
        )
        await server.stop()
    }
}
