// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct ResultValidatorOriginResponseTests {
    private static let response = EdgeResponse(
        status: 200,
        reasonPhrase: "OK",
        headers: [
            HeaderLine("Content-Type", "text/html"), HeaderLine("Set-Cookie", "a=1"), HeaderLine("Via", "1.1 origin"),
            HeaderLine("X-Accel-Redirect", "/hidden"),
        ],
        body: Array("page".utf8)
    )
    private static let request = OriginRequestPolicy.allViewer.originRequest(for: Samples.request, to: Samples.origin)
    private static let event = EventBuilder().event(.originResponse, for: request, response: response)

    private var unchanged: JSONValue { Self.event["Records"]?[0]?["cf"]?["response"] ?? .null }

    private func validate(_ result: JSONValue) throws(ResultRefusal) -> EdgeResponse? {
        let validator = ResultValidator(original: Self.request, response: Self.response, event: Self.event)
        guard case .response(let response) = try validator.validate(result.text) else { return nil }
        return response
    }

    private func validate(headers: [String: JSONValue?]) throws(ResultRefusal) -> EdgeResponse? {
        var fields = unchanged["headers"]?.objectValue ?? [:]
        for (name, value) in headers { fields[name] = value }
        return try validate(unchanged.with("headers", .object(fields)))
    }

    @Test("the response as it came is taken, with its body and what the function did not see")
    func unchangedResponse() throws {
        #expect(try validate(unchanged) == Self.response)
    }

    @Test("a cookie may be added beside the origin's")
    func cookie() throws {
        let cookies: JSONValue = [["value": "a=1"], ["key": "Set-Cookie", "value": "_pxhd=x; path=/"]]
        let response = try validate(headers: ["set-cookie": cookies])
        #expect(response?.headers.all("set-cookie") == ["a=1", "_pxhd=x; path=/"])
        #expect(response?.body == Self.response.body)
    }

    @Test("status and phrase may be changed")
    func status() throws {
        let response = try validate(unchanged.with("status", "404").with("statusDescription", "Gone fishing"))
        #expect(response?.status == 404)
        #expect(response?.reasonPhrase == "Gone fishing")
    }

    @Test("a body replaces the origin's, an empty one takes it away")
    func body() throws {
        #expect(try validate(unchanged.with("body", "new"))?.body == Array("new".utf8))
        #expect(try validate(unchanged.with("body", ""))?.body == [])
        let encoded = unchanged.with("body", "bmV3").with("bodyEncoding", "base64")
        #expect(try validate(encoded)?.body == Array("new".utf8))
    }

    @Test("a replaced body may have 1 MB, headers included")
    func size() {
        let body = JSONValue.string(String(repeating: "a", count: 1 << 20))
        #expect(throws: ResultRefusal.self) { try validate(unchanged.with("body", body)) }
        #expect(throws: Never.self) {
            try validate(
                unchanged.with("body", body).with("headers", nil).with(
                    "headers",
                    [
                        "via": [["key": "Via", "value": "1.1 origin"]]
                    ]
                ).with("body", .string(String(repeating: "a", count: (1 << 20) - 17))))
        }
    }

    @Test(
        "what is no response is refused",
        arguments: [
            .null, [], "x", [:], ["status": 200], ["status": "99"], ["status": "600"], ["statusDescription": "OK"],
            ["status": "204", "body": "x", "headers": ["via": [["value": "1.1 origin"]]]],
        ] as [JSONValue]
    )
    func shape(value: JSONValue) {
        #expect(throws: ResultRefusal.self) { try validate(value) }
    }

    @Test("a request in place of the response is refused, and said to be one")
    func request() {
        let request = Self.event["Records"]?[0]?["cf"]?["request"] ?? .null
        #expect(throws: ResultRefusal("the result is a request, not a response")) { try validate(request) }
    }

    @Test(
        "read-only headers may be neither added, changed nor deleted",
        arguments: [
            ("via", nil, "deleted"), ("via", [["value": "1.1 other"]], "changed"),
            ("transfer-encoding", [["value": "chunked"]], "added"),
        ] as [(String, JSONValue?, String)]
    )
    func readOnly(name: String, value: JSONValue?, change: String) {
        #expect(throws: ResultRefusal("read-only header \(name) was \(change)")) {
            try validate(headers: [name: value])
        }
    }

    @Test("disallowed headers may not be set", arguments: ["connection", "x-cache", "x-edge-a", "x-accel-redirect"])
    func disallowed(name: String) {
        #expect(throws: ResultRefusal.self) { try validate(headers: [name: [["value": "x"]]]) }
    }
}
