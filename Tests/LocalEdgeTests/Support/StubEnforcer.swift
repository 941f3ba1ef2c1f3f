// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge

/// A small HumanEnforcer that gets on with the embedded backend: token, Risk API, activity, first party, hand-over.
/// Enough to walk the tour.
struct StubEnforcer: EdgeEventHandler {
    private let configuration: StubConfiguration

    /// What it makes of the verdict; a tour must notice when an enforcer lets a bot pass.
    var blocks = true

    init(_ configuration: [UInt8]) {
        self.configuration = StubConfiguration(configuration)
    }

    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let request = StubRequest(event)
        if request.path.hasSuffix(".css") { return HandlerReply(body: request.value.text) }
        if let path = request.vendorPath(configuration) {
            return HandlerReply(body: await firstParty(path, request).text)
        }

        var activity = StubActivity(request, appID: configuration.appID)
        if let reason = callReason(request) {
            activity.details["s2s_call_reason"] = .string(reason)
            activity.details["risk_start_time"] = 2
            let answer = await ask(request, activity.details)
            activity.pxhd = answer?["pxhd"]
            switch answer?["score"]?.numberValue {
            case nil:
                activity.details["pass_reason"] = "s2s_timeout"
            case .some(100...) where blocks:
                activity.type = "block"
                activity.details["block_reason"] = "s2s_high_score"
                activity.details["block_action"] = "c"
                activity.details["simulated_block"] = false
            default:
                activity.details["pass_reason"] = "s2s"
            }
            if activity.type == "block" {
                return HandlerReply(body: page(answer).text, reports: [activity.report])
            }
        } else {
            activity.details["pass_reason"] = "cookie"
        }
        guard configuration.defersActivities else {
            return HandlerReply(body: request.value.text, reports: [activity.report])
        }
        let context = String(decoding: activity.value.text, as: UTF8.self)
        let headers = request.value["headers"]?.with("px-context", [["value": .string(context)]])
        return HandlerReply(body: request.value.with("headers", headers).text)
    }

    func deliver(_ reports: [OutgoingRequest]) async {
        for report in reports { _ = await configuration.post("/api/v1/collector/s2s", report.body) }
    }

    /// What of a block page the visitor's browser works with.
    private func page(_ answer: JSONValue?) -> JSONValue {
        let folder = configuration.folder
        let text = """
            px-captcha: Access to this page has been denied
            window._pxUuid = "\(answer?["uuid"]?.stringValue ?? "")";
            window._pxVid = "";
            window._pxHostUrl = "\(folder)/xhr";
            var first = "\(folder)/captcha/captcha.js?a=c";

            """
        return ["status": "403", "body": .string(text)]
    }

    private func firstParty(_ path: String, _ request: StubRequest) async -> JSONValue {
        let headers = request.firstPartyHeaders + [HeaderLine("user-agent", request.header("user-agent") ?? "")]
        let answer = await configuration.send(request.method, path, headers: headers, body: request.body)
        let type = answer?.headers.first("content-type") ?? ""
        return [
            "status": .string(String(answer?.status ?? 502)),
            "body": .string(String(decoding: answer?.body ?? [], as: UTF8.self)),
            "headers": ["content-type": [["key": "Content-Type", "value": .string(type)]]],
        ]
    }

    /// Why the Risk API has to be called; nil if the token is good.
    private func callReason(_ request: StubRequest) -> String? {
        let cookies = request.header("cookie") ?? ""
        guard let start = cookies.range(of: "_px3=") else { return "no_cookie" }
        let token = String(cookies[start.upperBound...].prefix { $0 != ";" })
        let agent = request.header("user-agent") ?? ""
        let secret = configuration["px_cookie_secret"]
        guard let payload = try? TokenReader.open(token, secret: secret, userAgent: agent),
            let expiry = payload["t"]?.numberValue
        else { return "cookie_decryption_failed" }
        if expiry / 1_000 < Date().timeIntervalSince1970 { return "cookie_expired" }
        return request.method == "POST" ? "sensitive_route" : nil
    }

    /// The Risk API's answer; nil if there was none in time.
    private func ask(_ request: StubRequest, _ details: [String: JSONValue]) async -> JSONValue? {
        let payload: JSONValue = [
            "request": [
                "socket_ip": .string(request.clientIP), "headers": request.headerList, "url": .string(request.url),
            ],
            "additional": .object(details),
        ]
        let limit = configuration.riskTimeout
        return await withTaskGroup(of: JSONValue?.self) { group in
            group.addTask { await configuration.post("/api/v3/risk", payload.text).flatMap { JSONValue($0.body) } }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(limit))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
