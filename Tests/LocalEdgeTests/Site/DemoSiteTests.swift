// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct DemoSiteTests {
    private let site = DemoSite(sensor: VisitorSensor(issuer: RiskTokenIssuer(secret: "test-secret")))

    private func get(_ path: String, cookie: String? = nil, agent: String = "Test/1.0") async -> EdgeResponse {
        var headers = [HeaderLine("User-Agent", agent)]
        if let cookie { headers.append(HeaderLine("Cookie", cookie)) }
        return await site.respond(to: ViewerRequest(method: "GET", uri: path, headers: headers))
    }

    @Test(
        "the shop has its pages and files",
        arguments: [
            ("/", 200, "text/html"), ("/products/harbour-lamp", 200, "text/html"), ("/login", 200, "text/html"),
            ("/static/site.css", 200, "text/css"), ("/static/logo.svg", 200, "image/svg+xml"),
            ("/robots.txt", 200, "text/plain"), ("/nowhere", 404, "text/html"), ("/products/nothing", 404, "text/html"),
        ]
    )
    func pages(path: String, status: Int, type: String) async {
        let response = await get(path)
        #expect(response.status == status)
        #expect(response.headers.first("content-type")?.hasPrefix(type) == true)
        #expect(!response.body.isEmpty)
    }

    @Test("every link of the shop leads somewhere, and nothing comes from elsewhere")
    func links() async {
        for page in ["/", "/products/tide-kettle", "/login"] {
            let text = String(decoding: await get(page).body, as: UTF8.self)
            for match in text.matches(of: /(?:href|src)="([^"?]*)/) {
                #expect(match.output.1.hasPrefix("/"), "\(match.output.1) on \(page)")
                #expect(await get(String(match.output.1)).status == 200, "\(match.output.1) on \(page)")
            }
        }
    }

    @Test("a login is answered 200, with the wrong password 401, and other methods are not allowed")
    func methods() async {
        #expect(await site.respond(to: ViewerRequest(method: "POST", uri: "/login")).status == 200)
        let body = Array("username=a&password=\(DemoSite.wrongPassword)".utf8)
        let refused = await site.respond(to: ViewerRequest(method: "POST", uri: "/login", body: body))
        #expect(refused.status == 401)
        #expect(String(decoding: refused.body, as: UTF8.self).contains("did not match"))
        #expect(await site.respond(to: ViewerRequest(method: "DELETE", uri: "/")).status == 405)
    }

    @Test("a visitor without a token gets one with the page, and keeps it")
    func sensor() async throws {
        let cookies = await get("/").headers.all("set-cookie")
        #expect(cookies.count == 2)
        let token = try #require(cookies.first { $0.hasPrefix("_px3=") }).prefix { $0 != ";" }
        let visitor = try #require(cookies.first { $0.hasPrefix("_pxvid=") }).prefix { $0 != ";" }
        #expect(cookies[0].contains("Max-Age=330;"))
        #expect(await get("/", cookie: "\(token); \(visitor)").headers.all("set-cookie").isEmpty)

        // A token that the backend did not issue is replaced; the visitor stays the same.
        let again = await get("/", cookie: "_px3=other; \(visitor)").headers.all("set-cookie")
        #expect(again.contains { $0.hasPrefix("\(visitor);") })
    }

    @Test("static files and missing pages set no cookie", arguments: ["/static/site.css", "/nowhere"])
    func noCookie(path: String) async {
        #expect(await get(path).headers.first("set-cookie") == nil)
    }

    @Test("pages load the sensor and tell it where to report")
    func sensorScript() async {
        let site = DemoSite(sensor: nil, script: SensorScript(url: "/a/init.js", collector: "/a/xhr"))
        let response = await site.respond(to: ViewerRequest(method: "GET", uri: "/"))
        let element = #"<script async src="/a/init.js" data-collector="/a/xhr"></script>"#
        #expect(String(decoding: response.body, as: UTF8.self).contains(element))
    }

    @Test("the real sensor takes the place of the played one")
    func realSensor() async {
        let site = DemoSite(sensor: nil, script: SensorScript(url: "https://client.example/main.min.js"))
        let response = await site.respond(to: ViewerRequest(method: "GET", uri: "/"))
        #expect(String(decoding: response.body, as: UTF8.self).contains("src=\"https://client.example/main.min.js\""))
        #expect(response.headers.first("set-cookie") == nil)
    }
}
