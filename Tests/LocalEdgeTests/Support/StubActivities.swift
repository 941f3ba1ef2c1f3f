// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge

/// A small HumanActivities: sends what ``StubEnforcer`` put off, reports logins, sets the visitor's cookie.
struct StubActivities: EdgeEventHandler {
    private let configuration: StubConfiguration

    init(_ configuration: [UInt8]) {
        self.configuration = StubConfiguration(configuration)
    }

    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let response = JSONValue(event)?["Records"]?[0]?["cf"]?["response"] ?? .null
        let request = StubRequest(event)
        guard let context = request.header("px-context").flatMap({ JSONValue(Array($0.utf8)) }) else {
            return HandlerReply(body: response.text)
        }
        let status = JSONValue.number(Double(response["status"]?.stringValue ?? "") ?? 0)
        let details = context["details"]?.with("http_status_code", status)
        let activity = context.with("details", details)

        var body = response
        if let pxhd = context["pxhd"]?.stringValue {
            let cookies = (response["headers"]?["set-cookie"]?.arrayValue ?? []) + [["value": .string("_pxhd=\(pxhd)")]]
            body = response.with("headers", response["headers"]?.with("set-cookie", .array(cookies)))
        }
        guard request.method == "POST", request.path == "/login" else {
            return HandlerReply(body: body.text, reports: [StubActivity.report(activity)])
        }
        let login = details?.with("pass_reason", nil).with("ci_version", "v2").with(
            "login_successful", .bool(status == 200))
        let report = activity.with("type", "additional_s2s").with("headers", nil).with("details", login)
        return HandlerReply(body: body.text, reports: [StubActivity.report([activity, report])])
    }

    func deliver(_ reports: [OutgoingRequest]) async {
        for report in reports { _ = await configuration.post("/api/v1/collector/s2s", report.body) }
    }
}
