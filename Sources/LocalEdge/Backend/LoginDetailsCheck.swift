// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The details of activities about a login (protocol.md §6.3).
enum LoginDetailsCheck {
    /// - Parameter isReport: whether the activity is `additional_s2s`, which is there for nothing else.
    static func check(_ details: JSONValue?, isReport: Bool, path: String, into check: inout PayloadCheck) {
        check.boolean("credentials_compromised", in: details, path: path, required: false)
        if details?["credentials_compromised"] != nil, details?["s2s_call_reason"] == nil {
            check.fail("\(path).credentials_compromised is there though the Risk API was not asked")
        }
        guard isReport else {
            for name in ["login_successful", "raw_username"] where details?[name] != nil {
                check.fail("\(path).\(name) belongs to additional_s2s")
            }
            return
        }
        check.text("ci_version", in: details, path: path)
        check.text("raw_username", in: details, path: path, required: false)
        check.member(
            "login_successful",
            in: details,
            path: path,
            required: false,
            expected: "true, false or null"
        ) { value in
            if case .bool = value { true } else { value == .null }
        }
        // HumanActivities knows both; an origin that was told by headers (§9.8) sends neither.
        if (details?["login_successful"] != nil) != (details?["http_status_code"] != nil) {
            check.fail("\(path) has only one of login_successful and http_status_code")
        }
        if details?["raw_username"] != nil,
            details?["credentials_compromised"] != true || details?["login_successful"] == false
        {
            check.fail("\(path).raw_username is there though the credentials are not known or do not work")
        }
    }
}
