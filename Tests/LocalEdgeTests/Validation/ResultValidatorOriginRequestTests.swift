// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct ResultValidatorOriginRequestTests {
    private static let request = OriginRequestPolicy.allViewerExceptHostHeader.originRequest(
        for: Samples.request,
        to: Samples.origin
    )
    private static let event = EventBuilder().event(.originRequest, for: request)
    private static let custom: [String: JSONValue] = [
        "domainName": "client.vendor.example", "port": 443, "protocol": "https", "path": "", "readTimeout": 4,
        "keepaliveTimeout": 5, "sslProtocols": ["TLSv1.2"], "customHeaders": [:],
    ]

    private func validate(_ result: JSONValue) throws(ResultRefusal) -> EdgeResult {
        try ResultValidator(original: Self.request, event: Self.event).validate(result.text)
    }

    private var unchanged: JSONValue { Self.event["Records"]?[0]?["cf"]?["request"] ?? .null }

    private func validate(headers: [String: JSONValue?]) throws(ResultRefusal) -> ViewerRequest? {
        var fields = unchanged["headers"]?.objectValue ?? [:]
        for (name, value) in headers { fields[name] = value }
        guard case .request(let request) = try validate(unchanged.with("headers", .object(fields))) else { return nil }
        return request
    }

    private func validate(origin: JSONValue) throws(ResultRefusal) -> CustomOrigin? {
        guard case .request(let request) = try validate(unchanged.with("origin", origin)) else { return nil }
        return request.origin
    }

    private func validate(custom change: (inout [String: JSONValue]) -> Void) throws(ResultRefusal) -> CustomOrigin? {
        var fields = Self.custom
        change(&fields)
        return try validate(origin: ["custom": .object(fields)])
    }

    @Test("the request as it came goes where it was going, and so does one without its origin")
    func unchangedRequest() throws {
        #expect(try validate(unchanged) == .request(Self.request.sorted))
        #expect(try validate(unchanged.with("origin", nil)) == .request(Self.request.sorted))
    }

    @Test("another origin is taken")
    func origin() throws {
        let origin = try validate(custom: { _ in })
        #expect(origin?.address == "https://client.vendor.example:443")
        #expect(origin?.readTimeout == 4)
        let other = try validate {
            $0["port"] = 8_080
            $0["protocol"] = "http"
            $0["path"] = "/a/b"
            $0["customHeaders"] = ["x-key": [["value": "1"]]]
            $0["responseCompletionTimeout"] = 4
        }
        #expect(other?.path == "/a/b")
        #expect(other?.customHeaders == [HeaderLine("X-Key", "1")])
    }

    @Test(
        "a member of the origin that CloudFront does not take is refused",
        arguments: [
            ("domainName", nil), ("domainName", "203.0.113.1"), ("domainName", "a.example:443"), ("domainName", ""),
            ("domainName", "a..example"), ("domainName", "a b"), ("domainName", 7), ("port", 81), ("port", "443"),
            ("port", 65_536), ("port", nil), ("protocol", "HTTPS"), ("protocol", nil), ("path", "/a/"), ("path", "a"),
            ("path", "/a?b"), ("path", nil), ("readTimeout", 0), ("readTimeout", 121), ("readTimeout", nil),
            ("keepaliveTimeout", 0), ("keepaliveTimeout", nil), ("sslProtocols", []), ("sslProtocols", ["TLSv1.3"]),
            ("sslProtocols", nil), ("customHeaders", nil), ("customHeaders", ["x-edge-a": [["value": "1"]]]),
            ("customHeaders", ["user-agent": [["value": "1"]]]), ("responseCompletionTimeout", 3),
        ] as [(String, JSONValue?)]
    )
    func members(name: String, value: JSONValue?) {
        #expect(throws: ResultRefusal.self) { try validate { $0[name] = value } }
    }

    @Test(
        "an origin is exactly one of the kinds there are",
        arguments: [[:], ["other": [:]], ["custom": [:], "s3": [:]], ["custom": []], "custom", .null, ["s3": [:]]]
            as [JSONValue]
    )
    func kinds(value: JSONValue) {
        #expect(throws: ResultRefusal.self) { try validate(origin: value) }
    }

    @Test("Host may be changed here, and CloudFront's headers may be set")
    func host() throws {
        let changed = try validate(headers: [
            "host": [["value": "client.vendor.example"]], "cloudfront-viewer-country": [["value": "XX"]],
        ])
        #expect(changed?.headers.all("host") == ["client.vendor.example"])
    }

    @Test(
        "read-only headers may be neither added, changed nor deleted",
        arguments: [
            ("accept-encoding", [["value": "gzip"]], "added"), ("if-none-match", [["value": "x"]], "added"),
            ("if-modified-since", [["value": "x"]], "added"), ("if-range", [["value": "x"]], "added"),
            ("if-unmodified-since", [["value": "x"]], "added"), ("cdn-loop", [["value": "x"]], "added"),
            ("transfer-encoding", [["value": "chunked"]], "added"), ("content-length", [["value": "4"]], "changed"),
            ("content-length", nil, "deleted"), ("via", nil, "deleted"),
        ] as [(String, JSONValue?, String)]
    )
    func readOnly(name: String, value: JSONValue?, change: String) {
        #expect(throws: ResultRefusal("read-only header \(name) was \(change)")) {
            try validate(headers: [name: value])
        }
    }

    @Test("disallowed headers may not be added", arguments: ["connection", "x-edge-a", "x-amz-cf-id", "x-real-ip"])
    func disallowed(name: String) {
        #expect(throws: ResultRefusal.self) { try validate(headers: [name: [["value": "x"]]]) }
    }

    @Test("a response of the function may have 1 MB, headers and body together")
    func generated() throws {
        func result(_ size: Int) -> JSONValue {
            ["status": "200", "body": .string(String(repeating: "a", count: size))]
        }
        guard case .response(let response) = try validate(result(1 << 20)) else {
            Issue.record("no response")
            return
        }
        #expect(response.body.count == 1 << 20)
        #expect(throws: ResultRefusal.self) { try validate(result((1 << 20) + 1)) }
    }

    @Test("a replaced body may have 1 MB as well")
    func replacedBody() throws {
        func result(_ size: Int) -> JSONValue {
            let data = JSONValue.string(String(repeating: "a", count: size))
            return unchanged.with("body", ["action": "replace", "encoding": "text", "data": data])
        }
        #expect(throws: Never.self) { try validate(result(1 << 20)) }
        #expect(throws: ResultRefusal.self) { try validate(result((1 << 20) + 1)) }
    }

    @Test("an origin in the result of a viewer-request function changes nothing")
    func viewerRequest() throws {
        let validator = ResultValidator(original: Samples.request, event: Samples.event)
        let result = JSONValue.object(Samples.eventRequest).with("origin", ["custom": .object(Self.custom)])
        guard case .request(let request) = try validator.validate(result.text) else {
            Issue.record("no request")
            return
        }
        #expect(request.origin == nil)
    }
}

extension ViewerRequest {
    /// With its header lines by name, as they come out of a JSON object.
    fileprivate var sorted: ViewerRequest {
        var request = self
        request.headers.sort { $0.lowercasedName < $1.lowercasedName }
        return request
    }
}
