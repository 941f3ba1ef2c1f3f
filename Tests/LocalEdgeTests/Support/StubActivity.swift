// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge

/// An activity in the making.
struct StubActivity {
    var type = "page_requested"
    var details: [String: JSONValue]
    var pxhd: JSONValue?
    private var envelope: [String: JSONValue]

    init(_ request: StubRequest, appID: String) {
        details = [
            "module_version": "AWS Lambda@Edge 0.0.0 (Stub)",
            "risk_mode": "active_blocking",
            "request_id": .string(UUID().uuidString.lowercased()),
            "cookie_origin": "cookie",
            "enforcer_start_time": 1,
            "http_method": .string(request.method),
            "request_cookie_names": [],
        ]
        envelope = [
            "px_app_id": .string(appID), "url": .string(request.url), "headers": request.headerList,
            "socket_ip": .string(request.clientIP), "timestamp": 3,
        ]
    }

    var value: JSONValue {
        var members = envelope
        members["type"] = .string(type)
        members["details"] = .object(details)
        members["pxhd"] = pxhd
        return .object(members)
    }

    var report: OutgoingRequest { Self.report(value) }

    static func report(_ value: JSONValue) -> OutgoingRequest {
        OutgoingRequest(kind: .activities, url: "", headers: [], body: value.text, timeoutMilliseconds: 500)
    }
}
