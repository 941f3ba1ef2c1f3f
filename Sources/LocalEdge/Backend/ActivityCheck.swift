// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Holds a call of the collector against protocol.md §6.
public enum ActivityCheck {
    /// The activities in a body: a bare object is one, a list is several.
    static func activities(in body: [UInt8]) -> [JSONValue]? {
        switch JSONValue(body) {
        case .array(let elements) where !elements.isEmpty: elements
        case .object(let members): [.object(members)]
        default: nil
        }
    }

    /// Everything that is wrong with a call; empty if it is right.
    public static func violations(
        headers: [HeaderLine],
        body: [UInt8],
        expecting expectations: BackendExpectations
    ) -> [String] {
        var check = PayloadCheck()
        check.transport(headers, expecting: expectations)
        guard let activities = activities(in: body) else {
            check.fail("the body is neither an activity nor a list of activities")
            return check.violations
        }
        for (index, activity) in activities.enumerated() {
            envelope(activity, path: activities.count == 1 ? "" : "[\(index)]", expectations, &check)
        }
        // A login is reported behind what was decided about it (protocol.md §6.4).
        if activities.count > 1, activities[0]["type"] == "additional_s2s" {
            check.fail("additional_s2s comes first in the list")
        }
        return check.violations
    }

    private static func envelope(
        _ activity: JSONValue,
        path: String,
        _ expectations: BackendExpectations,
        _ check: inout PayloadCheck
    ) {
        let details = activity["details"]
        let detailsPath = path.isEmpty ? "details" : "\(path).details"
        check.choice("type", in: activity, path: path, of: ["page_requested", "block", "additional_s2s"])
        check.choice("px_app_id", in: activity, path: path, of: [expectations.appID])
        check.text("url", in: activity, path: path)
        check.text("socket_ip", in: activity, path: path)
        check.number("timestamp", in: activity, path: path)
        check.text("pxhd", in: activity, path: path, required: false)
        check.text("vid", in: activity, path: path, required: false)
        check.object("details", in: activity, path: path)
        CommonDetailsCheck.check(details, path: detailsPath, into: &check)

        let type = activity["type"]?.stringValue
        if type == "additional_s2s" {
            if activity["headers"] != nil { check.fail("additional_s2s has headers") }
        } else {
            let headersPath = path.isEmpty ? "headers" : "\(path).headers"
            check.headerList(activity["headers"], path: headersPath, without: expectations.sensitiveHeaders)
        }
        if type == "page_requested" { pass(details, path: detailsPath, &check) }
        if type == "block" { block(details, path: detailsPath, &check) }
        call(details, path: detailsPath, &check)
        LoginDetailsCheck.check(details, isReport: type == "additional_s2s", path: detailsPath, into: &check)
        origin(details, type: type, path: detailsPath, &check)
    }

    /// What HumanActivities adds: it alone knows the origin's status. A real block never reaches it.
    private static func origin(_ details: JSONValue?, type: String?, path: String, _ check: inout PayloadCheck) {
        check.member("http_status_code", in: details, path: path, required: false, expected: "an HTTP status") {
            value in
            value.numberValue.flatMap { Int(exactly: $0) }.map { (100...599).contains($0) } ?? false
        }
        if type == "block", details?["http_status_code"] != nil, details?["simulated_block"] != true {
            check.fail("\(path).http_status_code is there though no origin was asked")
        }
    }

    private static func pass(_ details: JSONValue?, path: String, _ check: inout PayloadCheck) {
        check.choice("pass_reason", in: details, path: path, of: ["cookie", "s2s", "s2s_error", "s2s_timeout"])
        let hasReason = details?["s2s_error_reason"] != nil
        if (details?["pass_reason"] == "s2s_error") != hasReason {
            check.fail("\(path).s2s_error_reason is there without, or missing with, the pass reason s2s_error")
        }
        check.choice(
            "s2s_error_reason",
            in: details,
            path: path,
            of: ["unknown_error", "bad_request", "server_error", "request_failed_on_server", "invalid_response"],
            required: false
        )
        check.number("s2s_error_http_status", in: details, path: path, required: false)
        check.text("error_message", in: details, path: path, required: false)
    }

    private static func block(_ details: JSONValue?, path: String, _ check: inout PayloadCheck) {
        check.choice("block_reason", in: details, path: path, of: ["s2s_high_score", "cookie_high_score", "hsc_route"])
        check.boolean("simulated_block", in: details, path: path)
        check.text("block_action", in: details, path: path)
        check.number("block_score", in: details, path: path, required: false)
    }

    /// The fields that are there if the Risk API was called.
    private static func call(_ details: JSONValue?, path: String, _ check: inout PayloadCheck) {
        check.text("client_uuid", in: details, path: path, required: false)
        check.number("risk_rtt", in: details, path: path, required: false)
        guard details?["s2s_call_reason"] != nil else {
            if let reason = details?["pass_reason"]?.stringValue, reason.hasPrefix("s2s") {
                check.fail("\(path).s2s_call_reason is missing with the pass reason \(reason)")
            }
            return
        }
        check.member(
            "s2s_call_reason",
            in: details,
            path: path,
            expected: "a known call reason",
            CommonDetailsCheck.isCallReason
        )
        check.number("risk_start_time", in: details, path: path)
    }
}
