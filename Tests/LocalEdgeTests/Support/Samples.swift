// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

/// Requests and results that are right, for tests to spoil.
enum Samples {
    static let request = ViewerRequest(
        method: "POST",
        uri: "/login",
        querystring: "a=1",
        headers: [
            HeaderLine("Host", "shop.example"), HeaderLine("User-Agent", "Test/1.0"), HeaderLine("Content-Length", "3"),
            HeaderLine("Via", "1.1 proxy"),
        ],
        clientIP: "203.0.113.7",
        body: Array("a=b".utf8)
    )

    static let origin = CustomOrigin(domainName: "origin.shop.example")

    static let event = EventBuilder().event(for: request)

    /// The `request` object of the event, as a function gets it.
    static var eventRequest: [String: JSONValue] {
        event["Records"]?[0]?["cf"]?["request"]?.objectValue ?? [:]
    }

    static func headers(adding fields: [String: JSONValue?]) -> JSONValue {
        var headers = eventRequest["headers"]?.objectValue ?? [:]
        for (name, value) in fields { headers[name] = value }
        return .object(headers)
    }

    static let expectations = BackendExpectations(
        appID: "PXtest0001",
        authToken: "test-token",
        firstPartyHosts: [
            .sensor: "client.vendor.example", .captcha: "captcha.vendor.example", .xhr: "collector.vendor.example",
        ]
    )

    static let transportHeaders = [
        HeaderLine("content-type", "application/json"), HeaderLine("authorization", "Bearer test-token"),
    ]

    static let details: [String: JSONValue] = [
        "module_version": "AWS Lambda@Edge 0.1.0 (Test)",
        "risk_mode": "active_blocking",
        "request_id": "3f1c5a9e-0000-4000-8000-00000000000a",
        "cookie_origin": "cookie",
        "enforcer_start_time": 1_763_830_000_000,
        "http_method": "GET",
        "http_version": "1.1",
        "request_cookie_names": ["_pxvid", "session"],
    ]

    static func risk(_ change: (inout [String: JSONValue]) -> Void = { _ in }) -> JSONValue {
        var additional = details
        additional["s2s_call_reason"] = "no_cookie"
        additional["risk_start_time"] = 1_763_830_000_001
        var payload: [String: JSONValue] = [
            "request": [
                "socket_ip": "203.0.113.7",
                "headers": [["name": "host", "value": "shop.example"], ["name": "user-agent", "value": "Test/1.0"]],
                "url": "https://shop.example/",
            ],
            "additional": .object(additional),
        ]
        change(&payload)
        return .object(payload)
    }

    static func activity(_ change: (inout [String: JSONValue]) -> Void = { _ in }) -> JSONValue {
        var details = details
        details["pass_reason"] = "cookie"
        var payload: [String: JSONValue] = [
            "type": "page_requested",
            "px_app_id": "PXtest0001",
            "url": "https://shop.example/",
            "headers": [["name": "host", "value": "shop.example"]],
            "socket_ip": "203.0.113.7",
            "timestamp": 1_763_830_000_002,
            "details": .object(details),
        ]
        change(&payload)
        return .object(payload)
    }
}

extension JSONValue {
    /// This object with one member set, or taken away.
    func with(_ key: String, _ value: JSONValue?) -> JSONValue {
        var members = objectValue ?? [:]
        members[key] = value
        return .object(members)
    }
}
