// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct RemoteOriginTests {
    @Test("what is no http URL is no origin", arguments: ["", "shop.example", "ftp://shop.example", "http://"])
    func bad(base: String) {
        #expect(RemoteOrigin(base) == nil)
    }

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

    @Test("a request goes to the origin and its answer comes back, redirects included")
    func forward() async throws {
        let server = LoopbackServer { request in
            if request.uri == "/moved" {
                return EdgeResponse(status: 302, headers: [HeaderLine("Location", "/elsewhere")])
            }
            let forwarded = request.headers.first("x-forwarded-for") ?? ""
            let body = String(decoding: request.body, as: UTF8.self)
            let text = "\(request.method) \(request.target) \(forwarded) \(body)"
            let cookies = [HeaderLine("Set-Cookie", "a=1; Path=/"), HeaderLine("Set-Cookie", "b=2")]
            return EdgeResponse(status: 201, headers: cookies, body: Array(text.utf8))
        }
        let port = try await server.start()
        let origin = try #require(RemoteOrigin("http://127.0.0.1:\(port)/base/"))
        let response = await origin.respond(to: Samples.request)
        #expect(response.status == 201)
        #expect(String(decoding: response.body, as: UTF8.self) == "POST /base/login?a=1 203.0.113.7 a=b")
        #expect(response.headers.all("set-cookie") == ["a=1; Path=/", "b=2"])

        let root = try #require(RemoteOrigin("http://127.0.0.1:\(port)"))
        let moved = await root.respond(to: ViewerRequest(method: "GET", uri: "/moved"))
        #expect(moved.status == 302)
        #expect(moved.headers.first("location") == "/elsewhere")
        await server.stop()
        #expect(await root.respond(to: ViewerRequest(method: "GET", uri: "/")).status == 502)
    }
}
