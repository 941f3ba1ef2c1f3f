// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The details that Risk API requests and activities share (protocol.md §5.3).
enum CommonDetailsCheck {
    /// The reasons of protocol.md §3.8 and §11.12, besides the numbered ones of the mobile SDK.
    static let callReasons: Set<String> = [
        "no_cookie", "no_cookie_w_vid", "cookie_decryption_failed", "cookie_validation_failed", "cookie_expired",
        "sensitive_route", "hsc_route",
    ]

    static func isCallReason(_ value: JSONValue) -> Bool {
        guard let reason = value.stringValue else { return false }
        return callReasons.contains(reason) || reason.hasPrefix("mobile_error_")
    }

    static func check(_ details: JSONValue?, path: String, into check: inout PayloadCheck) {
        check.text("module_version", in: details, path: path)
        check.choice("risk_mode", in: details, path: path, of: ["monitor", "active_blocking"])
        check.member("request_id", in: details, path: path, expected: "a UUID", PayloadCheck.isUUID)
        check.choice("cookie_origin", in: details, path: path, of: ["cookie", "header"])
        check.number("enforcer_start_time", in: details, path: path)
        check.text("http_method", in: details, path: path)
        check.texts("request_cookie_names", in: details, path: path)

        check.number("remote_config_version", in: details, path: path, required: false)
        check.choice("enforcer_vid_source", in: details, path: path, of: ["risk_cookie"], required: false)
        check.list("graphql_operations", in: details, path: path, required: false)
        check.object("jwt_additional_fields", in: details, path: path, required: false)
        check.boolean("is_hype_sale", in: details, path: path, required: false)
        check.choice("ci_version", in: details, path: path, of: ["v2", "multistep_sso"], required: false)
        check.choice("sso_step", in: details, path: path, of: ["user", "pass"], required: false)
        let isStepwise = details?["ci_version"] == "multistep_sso"
        if details?["ci_version"] != nil, (details?["sso_step"] != nil) != isStepwise {
            check.fail("\(path).sso_step goes with the ci_version multistep_sso, and with no other")
        }
        for name in optionalTexts {
            check.text(name, in: details, path: path, required: false)
        }
        // The payload goes back as JSON text, not as an object.
        check.member(
            "px_cookie",
            in: details,
            path: path,
            required: false,
            expected: "the JSON text of an object"
        ) { value in
            value.stringValue.flatMap { JSONValue(Array($0.utf8)) }?.objectValue != nil
        }
        if details?["px_cookie"] != nil, details?["px_orig_cookie"] != nil {
            check.fail("\(path) has both px_cookie and px_orig_cookie")
        }
    }

    private static let optionalTexts = [
        "http_version", "raw_url", "px_cookie_hmac", "px_orig_cookie", "original_token", "original_token_error",
        "cross_tab_session", "pass", "server_info_region", "server_info_datacenter", "tls_protocol",
        "tls_cipher",
    ]
}
