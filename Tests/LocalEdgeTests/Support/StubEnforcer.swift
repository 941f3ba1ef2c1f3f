// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge

/// A small enforcer that gets on with the embedded backend: token, Risk API, activity. Enough to walk the tour.
struct StubEnforcer: EdgeEventHandler {
    private let configuration: JSONValue

    /// What it makes of the verdict; a tour must notice when an enforcer lets a bot pass.
    var blocks = true

    init(_ configuration: [UInt8]) {
        self.configuration = JSONValue(configuration) ?? .null
    }

    private func option(_ name: String) -> String { configuration[name]?.stringValue ?? "" }

    private var client: LoopbackClient {
        LoopbackClient(port: UInt16(option("px_backend_url").split(separator: ":").last ?? "") ?? 0)
    }

    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let request = JSONValue(event)?["Records"]?[0]?["cf"]?["request"] ?? .null
        let path = request["uri"]?.stringValue ?? ""
        if path.hasSuffix(".css") { return HandlerReply(body: request.text) }
        if path.hasSuffix("/init.js") { return HandlerReply(body: await sensor().text) }

        var details: [String: JSONValue] = [
            "module_version": "AWS Lambda@Edge 0.0.0 (Stub)",
            "risk_mode": "active_blocking",
            "request_id": .string(UUID().uuidString.lowercased()),
            "cookie_origin": "cookie",
            "enforcer_start_time": 1,
            "http_method": request["method"] ?? .null,
            "request_cookie_names": [],
        ]
        var type = "page_requested"
        if let reason = callReason(request) {
            details["s2s_call_reason"] = .string(reason)
            details["risk_start_time"] = 2
            let score = await score(of: request, details)
            switch score {
            case nil:
                details["pass_reason"] = "s2s_timeout"
            case .some(100...) where blocks:
                type = "block"
                details["block_reason"] = "s2s_high_score"
                details["block_action"] = "c"
                details["simulated_block"] = false
            default:
                details["pass_reason"] = "s2s"
            }
        } else {
            details["pass_reason"] = "cookie"
        }
        let page: JSONValue = ["status": "403", "body": "px-captcha: Access to this page has been denied"]
        return HandlerReply(
            body: (type == "block" ? page : request).text,
            reports: [activity(type, request, details)]
        )
    }

    func deliver(_ reports: [OutgoingRequest]) async {
        for report in reports {
            _ = try? await client.send("POST", "/api/v1/collector/s2s", headers: headers, body: report.body)
        }
    }

    private func sensor() async -> JSONValue {
        let response = try? await client.send("GET", "/\(option("px_app_id"))/main.min.js")
        return [
            "status": "200", "body": .string(String(decoding: response?.body ?? [], as: UTF8.self)),
            "headers": ["content-type": [["key": "Content-Type", "value": "application/javascript"]]],
        ]
    }

    private var headers: [HeaderLine] {
        [
            HeaderLine("content-type", "application/json"),
            HeaderLine("authorization", "Bearer \(option("px_auth_token"))"),
        ]
    }

    /// Why the Risk API has to be called; nil if the token is good.
    private func callReason(_ request: JSONValue) -> String? {
        let cookies = request["headers"]?["cookie"]?[0]?["value"]?.stringValue ?? ""
        guard let start = cookies.range(of: "_px3=") else { return "no_cookie" }
        let token = String(cookies[start.upperBound...].prefix { $0 != ";" })
        let agent = request["headers"]?["user-agent"]?[0]?["value"]?.stringValue ?? ""
        let secret = option("px_cookie_secret")
        guard let payload = try? TokenReader.open(token, secret: secret, userAgent: agent),
            let expiry = payload["t"]?.numberValue
        else { return "cookie_decryption_failed" }
        return expiry / 1_000 < Date().timeIntervalSince1970 ? "cookie_expired" : nil
    }

    /// The score; nil if there was no answer in time.
    private func score(of request: JSONValue, _ details: [String: JSONValue]) async -> Double? {
        let payload: JSONValue = [
            "request": [
                "socket_ip": request["clientIp"] ?? .null, "headers": list(request), "url": .string(url(request)),
            ],
            "additional": .object(details),
        ]
        return await withTaskGroup(of: Double?.self) { group in
            group.addTask {
                let response = try? await client.send("POST", "/api/v3/risk", headers: headers, body: payload.text)
                return response.flatMap { JSONValue($0.body)?["score"]?.numberValue }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(Int(configuration["px_s2s_timeout"]?.numberValue ?? 0)))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func activity(_ type: String, _ request: JSONValue, _ details: [String: JSONValue]) -> OutgoingRequest {
        let payload: JSONValue = [
            "type": .string(type), "px_app_id": .string(option("px_app_id")), "url": .string(url(request)),
            "headers": list(request), "socket_ip": request["clientIp"] ?? .null, "timestamp": 3,
            "details": .object(details),
        ]
        return OutgoingRequest(kind: .activities, url: "", headers: [], body: payload.text, timeoutMilliseconds: 500)
    }

    private func list(_ request: JSONValue) -> JSONValue {
        let fields = request["headers"]?.objectValue ?? [:]
        return .array(
            fields.filter { $0.key != "cookie" }.map {
                ["name": .string($0.key), "value": $0.value[0]?["value"] ?? .null]
            }
        )
    }

    private func url(_ request: JSONValue) -> String {
        "https://shop.example\(request["uri"]?.stringValue ?? "/")"
    }
}
