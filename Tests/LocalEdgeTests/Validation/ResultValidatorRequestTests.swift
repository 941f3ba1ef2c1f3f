// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct ResultValidatorRequestTests {
    private func validate(_ change: (inout [String: JSONValue]) -> Void) throws -> ViewerRequest? {
        var fields = Samples.eventRequest
        change(&fields)
        let validator = ResultValidator(original: Samples.request, event: Samples.event)
        guard case .request(let request) = try validator.validate(JSONValue.object(fields).text) else { return nil }
        return request
    }

    private func refusal(_ change: (inout [String: JSONValue]) -> Void) -> String? {
        do {
            _ = try validate(change)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("the request as it came is taken, body in full")
    func unchanged() throws {
        let request = try #require(try validate { _ in })
        #expect(request.method == "POST")
        #expect(request.target == "/login?a=1")
        #expect(request.body == Array("a=b".utf8))
        #expect(request.headers.first("user-agent") == "Test/1.0")
    }

    @Test("path, query and headers may be changed, headers without a key get a capitalised one")
    func changed() throws {
        let request = try #require(
            try validate {
                $0["uri"] = "/other"
                $0["querystring"] = "b=%20"
                $0["headers"] = Samples.headers(adding: ["x-risk-score": [["value": "7"]], "user-agent": nil])
            }
        )
        #expect(request.target == "/other?b=%20")
        #expect(request.headers.contains(HeaderLine("X-Risk-Score", "7")))
        #expect(request.headers.first("user-agent") == nil)
    }

    @Test("what is not a request or a response is refused", arguments: ["null", "", "[]", "7", "{}", "{\"a\":1}", "{"])
    func shape(text: String) {
        let validator = ResultValidator(original: Samples.request, event: Samples.event)
        #expect(throws: ResultRefusal.self) { try validator.validate(Array(text.utf8)) }
    }

    @Test(
        "a member of the wrong kind is refused",
        arguments: [
            ("method", nil), ("method", "GET"), ("method", 7), ("uri", nil), ("uri", "login"), ("uri", ""), ("uri", 7),
            ("uri", "/a b"), ("uri", "/a\u{1}"), ("querystring", 7), ("querystring", "a b"), ("querystring", "a#b"),
            ("querystring", "a\nb"), ("headers", []), ("headers", "x"), ("clientIp", "203.0.113.8"), ("body", "x"),
        ] as [(String, JSONValue?)]
    )
    func members(name: String, value: JSONValue?) {
        #expect(refusal { $0[name] = value } != nil)
    }

    @Test("read-only headers may be neither added, changed nor deleted")
    func readOnly() {
        for (name, value, change) in [
            ("host", [["value": "other.example"]], "changed"), ("host", nil, "deleted"),
            ("content-length", [["value": "4"]], "changed"), ("via", nil, "deleted"),
            ("via", [["value": "1.1 proxy"], ["value": "1.1 second"]], "changed"),
            ("cdn-loop", [["value": "edge"]], "added"), ("transfer-encoding", [["value": "chunked"]], "added"),
        ] as [(String, JSONValue?, String)] {
            let reason = refusal { $0["headers"] = Samples.headers(adding: [name: value]) }
            #expect(reason == "read-only header \(name) was \(change)")
        }
        #expect(refusal { $0["headers"] = nil } != nil)
    }

    @Test(
        "disallowed headers and CloudFront's own may not be added",
        arguments: [
            "connection", "expect", "upgrade", "x-cache", "x-edge-location", "x-amz-cf-id", "x-forwarded-proto",
            "x-real-ip", "cloudfront-viewer-country",
        ]
    )
    func added(name: String) {
        #expect(refusal { $0["headers"] = Samples.headers(adding: [name: [["value": "x"]]]) } != nil)
    }

    @Test(
        "headers have CloudFront's shape",
        arguments: [
            ("X-Upper", [["value": "x"]]), ("", [["value": "x"]]), ("a b", [["value": "x"]]), ("x-a", "x"), ("x-a", []),
            ("x-a", [["key": "X-A"]]), ("x-a", [["value": 7]]), ("x-a", ["x"]),
            ("x-a", [["key": "X-B", "value": "x"]]),
            ("x-a", [["value": "a\r\nb"]]), ("x-a", [["value": "a\u{7f}"]]), ("x-a", [["key": 7, "value": "x"]]),
        ] as [(String, JSONValue)]
    )
    func headerShape(name: String, value: JSONValue) {
        #expect(refusal { $0["headers"] = Samples.headers(adding: [name: value]) } != nil)
    }

    @Test("a body with the action read-only goes on as it came, whatever its data")
    func readOnlyBody() throws {
        let body: JSONValue = ["action": "read-only", "encoding": "text", "data": "changed", "inputTruncated": false]
        #expect(try validate { $0["body"] = body }?.body == Array("a=b".utf8))
    }

    @Test("a replaced body is decoded")
    func replacedBody() throws {
        let text: JSONValue = ["action": "replace", "encoding": "text", "data": "new", "inputTruncated": false]
        #expect(try validate { $0["body"] = text }?.body == Array("new".utf8))
        let base64: JSONValue = ["action": "replace", "encoding": "base64", "data": "bmV3"]
        #expect(try validate { $0["body"] = base64 }?.body == Array("new".utf8))
    }

    @Test("a replaced body keeps to encoding and size")
    func badBody() {
        let bodies: [JSONValue] = [
            ["action": "replace", "encoding": "base64", "data": "%%%"],
            ["action": "replace", "encoding": "gzip", "data": "x"],
            ["action": "replace", "encoding": "text"],
            ["action": "drop"],
            ["action": "read-only", "inputTruncated": true],
            ["action": "replace", "encoding": "text", "data": .string(String(repeating: "a", count: 40_961))],
            ["action": "replace", "encoding": "base64", "data": .string(String(repeating: "YWFh", count: 13_620))],
        ]
        for body in bodies {
            #expect(refusal { $0["body"] = body } != nil, "\(body)")
        }
    }
}
