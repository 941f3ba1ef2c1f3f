// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct ResultValidatorResponseTests {
    private static let blocked: JSONValue = [
        "status": "403",
        "statusDescription": "Forbidden",
        "headers": [
            "content-type": [["key": "Content-Type", "value": "text/html"]],
            "set-cookie": [["key": "Set-Cookie", "value": "a=1"], ["key": "Set-Cookie", "value": "b=2"]],
        ],
        "body": "<p>no</p>",
        "bodyEncoding": "text",
    ]

    private func validate(_ value: JSONValue) throws -> EdgeResponse? {
        let validator = ResultValidator(original: Samples.request, event: Samples.event)
        guard case .response(let response) = try validator.validate(value.text) else { return nil }
        return response
    }

    @Test("a right response is taken, every header element as a line")
    func right() throws {
        let response = try #require(try validate(Self.blocked))
        #expect(response.status == 403)
        #expect(response.reasonPhrase == "Forbidden")
        #expect(response.headers.all("set-cookie") == ["a=1", "b=2"])
        #expect(response.body == Array("<p>no</p>".utf8))
    }

    @Test("only the status is required")
    func least() throws {
        #expect(try validate(["status": "204"])?.status == 204)
        #expect(try validate(["status": "204", "body": ""])?.body == [])
    }

    @Test("a body in base64 is decoded")
    func base64() throws {
        #expect(try validate(["status": "200", "body": "R0lG", "bodyEncoding": "base64"])?.body == Array("GIF".utf8))
    }

    @Test(
        "a member of the wrong kind is refused",
        arguments: [
            ("status", 403), ("status", "199"), ("status", "600"), ("status", "abc"), ("status", "0403"),
            ("status", ""),
            ("status", "+20"), ("statusDescription", 7), ("statusDescription", "a\r\nb"), ("headers", []), ("body", 7),
            ("body", ["x"]), ("bodyEncoding", "gzip"),
            ("bodyEncoding", 7),
        ] as [(String, JSONValue)]
    )
    func members(name: String, value: JSONValue) {
        #expect(throws: ResultRefusal.self) { try validate(Self.blocked.with(name, value)) }
    }

    @Test(
        "headers that CloudFront keeps to itself are refused",
        arguments: [
            "content-length", "transfer-encoding", "via", "host", "cdn-loop", "connection", "keep-alive", "upgrade",
            "trailer", "x-cache", "x-amz-cf-id", "x-edge-request-id", "x-accel-redirect", "proxy-authenticate",
        ]
    )
    func forbidden(name: String) {
        let value = Self.blocked.with("headers", .object([name: [["value": "1"]]]))
        #expect(throws: ResultRefusal.self) { try validate(value) }
    }

    @Test("header names are in lower case")
    func names() {
        let value = Self.blocked.with("headers", ["Content-Type": [["value": "text/html"]]])
        #expect(throws: ResultRefusal.self) { try validate(value) }
    }

    @Test("a 204 has no body")
    func noContent() {
        #expect(throws: ResultRefusal.self) { try validate(["status": "204", "body": "x"]) }
    }

    @Test("a body that says base64 is base64")
    func invalidBase64() {
        #expect(throws: ResultRefusal.self) { try validate(["status": "200", "body": "*", "bodyEncoding": "base64"]) }
    }

    @Test("headers and body have at most 40 KB together, base64 counted as it stands")
    func size() throws {
        func response(_ size: Int) -> JSONValue {
            ["status": "200", "body": .string(String(repeating: "a", count: size))]
        }
        #expect(try validate(response(40_960))?.body.count == 40_960)
        #expect(throws: ResultRefusal.self) { try validate(response(40_961)) }
        // "X-A: 1" with its line end takes eight bytes off.
        let headers: JSONValue = ["x-a": [["value": "1"]]]
        #expect(try validate(response(40_951).with("headers", headers)) != nil)
        #expect(throws: ResultRefusal.self) { try validate(response(40_953).with("headers", headers)) }
    }
}
