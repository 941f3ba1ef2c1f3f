// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct OriginRequestPolicyTests {
    private static let viewer = ViewerRequest(
        method: "POST",
        uri: "/login",
        querystring: "a=1",
        headers: [
            ("Host", "shop.example"), ("User-Agent", "Test/1.0"), ("Cookie", "a=1"), ("px-context", "{}"),
            ("Accept", "text/html"), ("Referer", "https://shop.example/"), ("Content-Type", "text/plain"),
            ("Content-Length", "3"), ("X-Forwarded-For", "198.51.100.1"), ("CloudFront-Viewer-Country", "XX"),
            ("CloudFront-Is-Mobile-Viewer", "true"),
        ].map { HeaderLine($0.0, $0.1) },
        clientIP: "203.0.113.7",
        body: Array("abc".utf8)
    )

    private func request(_ policy: OriginRequestPolicy) -> ViewerRequest {
        policy.originRequest(for: Self.viewer, to: Samples.origin)
    }

    @Test("the request says where it goes, through whom it came and for whom", arguments: OriginRequestPolicy.allCases)
    func always(policy: OriginRequestPolicy) {
        let request = request(policy)
        #expect(request.origin == Samples.origin)
        #expect(request.headers.all("x-forwarded-for") == ["198.51.100.1, 203.0.113.7"])
        #expect(request.headers.all("via") == ["1.1 local-edge.cloudfront.net (CloudFront)"])
        #expect(request.headers.first("content-length") == "3")
        #expect(request.body == Self.viewer.body)
        #expect(request.headers.first("cloudfront-viewer-country") == nil)
    }

    @Test("the hand-over survives a policy for all viewer headers", arguments: OriginRequestPolicy.allCases)
    func handOver(policy: OriginRequestPolicy) {
        let isThere = policy != .none
        let request = request(policy)
        #expect(request.headers.first("px-context") == (isThere ? "{}" : nil))
        #expect(request.headers.first("cookie") == (isThere ? "a=1" : nil))
        #expect(request.headers.first("accept") == (isThere ? "text/html" : nil))
        #expect(request.headers.first("referer") == (isThere ? "https://shop.example/" : nil))
        #expect(request.headers.first("user-agent") == (isThere ? "Test/1.0" : "Amazon CloudFront"))
        #expect(request.querystring == (isThere ? "a=1" : ""))
    }

    @Test("only one policy keeps the viewer's Host")
    func host() {
        #expect(request(.none).headers.all("host") == ["origin.shop.example"])
        #expect(request(.allViewer).headers.all("host") == ["shop.example"])
        #expect(request(.allViewerExceptHostHeader).headers.all("host") == ["origin.shop.example"])
        let odd = CustomOrigin(scheme: .http, domainName: "a.example", port: 8_080)
        let lines = OriginRequestPolicy.none.originRequest(for: Self.viewer, to: odd).headers
        #expect(lines.first("host") == "a.example:8080")
    }

    @Test("CloudFront's own headers come with the policy that has them, and are CloudFront's")
    func ownHeaders() {
        let lines = request(.allViewerExceptHostHeader).headers
        #expect(lines.all("cloudfront-is-mobile-viewer") == ["false"])
        #expect(lines.all("cloudfront-is-desktop-viewer") == ["true"])
        #expect(lines.first("cloudfront-viewer-http-version") == "1.1")
        for policy in [OriginRequestPolicy.none, .allViewer] {
            #expect(!request(policy).headers.contains { $0.lowercasedName.hasPrefix("cloudfront-") })
        }
    }

    @Test(
        "the kind of device is read from the user agent",
        arguments: [
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148", ["mobile", "ios"]),
            ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Mobile Safari/537.36", ["android", "mobile"]),
            ("Mozilla/5.0 (iPad; CPU OS 18_0) Mobile/15E148", ["tablet", "ios"]), ("curl/8", ["desktop"]),
        ]
    )
    func device(agent: String, kinds: [String]) {
        var viewer = Self.viewer
        viewer.headers.set("User-Agent", agent)
        let lines = OriginRequestPolicy.allViewerExceptHostHeader.originRequest(for: viewer, to: Samples.origin).headers
        for kind in ["android", "desktop", "ios", "mobile", "smarttv", "tablet"] {
            #expect(lines.first("cloudfront-is-\(kind)-viewer") == "\(kinds.contains(kind))", "\(kind)")
        }
    }
}
