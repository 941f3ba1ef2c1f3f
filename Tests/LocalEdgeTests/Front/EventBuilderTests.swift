// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalEdge
import Testing

@Suite struct EventBuilderTests {
    private func request(of request: ViewerRequest, includeBody: Bool = true) -> JSONValue? {
        EventBuilder(includeBody: includeBody).event(for: request)["Records"]?[0]?["cf"]?["request"]
    }

    @Test("names are lower case, keys keep their spelling, and every line is an element")
    func headerLines() {
        let fields = request(
            of: ViewerRequest(
                method: "GET",
                uri: "/",
                headers: [
                    HeaderLine("COOKIE", "a=1"), HeaderLine("cookie", "b=2"), HeaderLine("Host", "Shop.Example:8080"),
                ]
            )
        )
        #expect(
            fields?["headers"] == [
                "cookie": [["key": "COOKIE", "value": "a=1"], ["key": "cookie", "value": "b=2"]],
                "host": [["key": "Host", "value": "Shop.Example:8080"]],
            ]
        )
    }

    @Test(
        "functions do not see disallowed headers",
        arguments: [
            "Connection", "Expect", "Keep-Alive", "Proxy-Authorization", "Upgrade", "X-Accel-Redirect", "X-Amz-Cf-Id",
            "X-Amz-Cf-Anything", "X-Cache", "X-Edge-Location", "X-Forwarded-Proto", "X-Real-IP", "Client-Cert",
            "CloudFront-Viewer-Cert-PEM",
        ]
    )
    func disallowed(name: String) {
        let fields = request(of: ViewerRequest(method: "GET", uri: "/", headers: [HeaderLine(name, "x")]))
        #expect(fields?["headers"] == [:])
    }

    @Test("a header that only looks like CloudFront's is shown as the client forged it")
    func forged() {
        let lines = [HeaderLine("CloudFront-Viewer-Country", "XX")]
        let fields = request(of: ViewerRequest(method: "GET", uri: "/", headers: lines))
        #expect(fields?["headers"]?["cloudfront-viewer-country"]?[0]?["value"] == "XX")
    }

    @Test("path and query are as received, the query without its question mark")
    func target() {
        let fields = request(
            of: ViewerRequest(method: "GET", uri: "/a%2Fb//../%41", querystring: "q=%20&r=?", clientIP: "2001:db8::7")
        )
        #expect(fields?["uri"] == "/a%2Fb//../%41")
        #expect(fields?["querystring"] == "q=%20&r=?")
        #expect(fields?["clientIp"] == "2001:db8::7")
        #expect(fields?["method"] == "GET")
    }

    @Test("a body comes only with Include Body, in base64")
    func body() {
        let viewerRequest = ViewerRequest(method: "POST", uri: "/login", body: Array("a=b".utf8))
        #expect(request(of: viewerRequest, includeBody: false)?["body"] == nil)
        #expect(
            request(of: viewerRequest)?["body"] == [
                "action": "read-only", "data": "YT1i", "encoding": "base64", "inputTruncated": false,
            ]
        )
    }

    @Test("a body is cut at 40 KB and says so", arguments: [(40_960, false), (40_961, true), (100_000, true)])
    func truncation(size: Int, isTruncated: Bool) throws {
        let body = [UInt8](repeating: 0x61, count: size)
        let fields = request(of: ViewerRequest(method: "POST", uri: "/", body: body))
        let text = try #require(fields?["body"]?["data"]?.stringValue)
        #expect(Data(base64Encoded: text)?.count == min(size, 40_960))
        #expect(fields?["body"]?["inputTruncated"] == .bool(isTruncated))
    }

    @Test("at origin-request a body is cut at 1 MB", arguments: [(1 << 20, false), ((1 << 20) + 1, true)])
    func originTruncation(size: Int, isTruncated: Bool) {
        let request = ViewerRequest(method: "POST", uri: "/", body: [UInt8](repeating: 0x61, count: size))
        let event = EventBuilder().event(.originRequest, for: request)
        let body = event["Records"]?[0]?["cf"]?["request"]?["body"]
        #expect(body?["inputTruncated"] == .bool(isTruncated))
    }

    @Test("an origin is shown in full")
    func origin() {
        var request = ViewerRequest(method: "GET", uri: "/")
        request.origin = CustomOrigin(
            scheme: .http,
            domainName: "a.example",
            port: 8_080,
            path: "/base",
            customHeaders: [HeaderLine("X-Key", "1")],
            readTimeout: 4
        )
        let event = EventBuilder().event(.originRequest, for: request)
        #expect(
            event["Records"]?[0]?["cf"]?["request"]?["origin"] == [
                "custom": [
                    "customHeaders": ["x-key": [["key": "X-Key", "value": "1"]]], "domainName": "a.example",
                    "keepaliveTimeout": 5, "path": "/base", "port": 8_080, "protocol": "http", "readTimeout": 4,
                    "responseCompletionTimeout": 0, "sslProtocols": ["TLSv1.2"],
                ]
            ]
        )
    }

    @Test("a response is shown with status and phrase as text, without what functions may not see")
    func response() {
        let response = EdgeResponse(
            status: 404,
            headers: [HeaderLine("X-Cache", "Hit"), HeaderLine("Server", "x")],
            body: [1]
        )
        let request = ViewerRequest(method: "POST", uri: "/", body: [1])
        let event = EventBuilder().event(.originResponse, for: request, response: response)
        #expect(
            event["Records"]?[0]?["cf"]?["response"] == [
                "status": "404", "statusDescription": "Not Found",
                "headers": ["server": [["key": "Server", "value": "x"]]],
            ]
        )
        #expect(event["Records"]?[0]?["cf"]?["request"]?["body"] == nil)
    }

    @Test("the configuration part names the event and has a fresh id")
    func configuration() {
        let builder = EventBuilder()
        let one = builder.event(for: ViewerRequest(method: "GET", uri: "/"))["Records"]?[0]?["cf"]?["config"]
        let two = builder.event(for: ViewerRequest(method: "GET", uri: "/"))["Records"]?[0]?["cf"]?["config"]
        #expect(one?["eventType"] == "viewer-request")
        #expect(one?["requestId"]?.stringValue?.count == 56)
        #expect(one?["requestId"] != two?["requestId"])
        #expect(one?["distributionId"]?.stringValue != nil)
        #expect(one?["distributionDomainName"]?.stringValue?.hasSuffix(".cloudfront.net") == true)
    }
}
