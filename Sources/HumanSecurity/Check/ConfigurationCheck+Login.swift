// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

// Logins, and options that need another one or another function (configuration.md §1.13, §1.14, §1.16, §1.17).

extension ConfigurationCheck {
    mutating func checkLogin() {
        let list = entries(.loginCredentials)
        if isTrue(.loginCredentialsEnabled), list.isEmpty {
            warn(.loginCredentialsEnabled, "has no endpoint to look at; list them in px_login_credentials_extraction")
        }
        if !isTrue(.loginCredentialsEnabled), !list.isEmpty {
            warn(.loginCredentials, "has no effect while px_login_credentials_extraction_enabled is not true; set it")
        }
        for (index, entry) in list.enumerated() {
            checkEntry(entry, number: index + 1)
        }
        checkReporting(value(.loginReportingMethod)?.string, header: value(.loginHeaderName)?.string, "")
        if let version = value(.credentialsVersion)?.string, !Self.versions.contains(version) {
            warn(
                .credentialsVersion,
                "is no known version and taken as \"both\"; use \"v2\", \"multistep_sso\" or \"both\"")
        }
        for (index, status) in entries(.loginStatuses).enumerated() {
            if let number = status.number, 100...599 ~= number { continue }
            warn(.loginStatuses, "has an entry \(index + 1) that is no HTTP status; use numbers like 200")
        }
    }

    /// What an entry may have (configuration.md §1.14). The two callbacks are functions in the vendor's JavaScript.
    private static let fields = [
        "method", "path", "path_type", "sent_through", "user_field", "pass_field", "extract_credentials_callback",
        "protocol", "login_successful_reporting_method", "login_successful_statuses", "login_successful_body_regex",
        "login_successful_header_name", "login_successful_header_value", "login_successful_callback",
    ]

    private static var versions: [String] { ["v2", "multistep_sso", "both"] }

    private mutating func checkEntry(_ entry: HumanSecurityValue, number: Int) {
        let which = "has an entry \(number)"
        guard entry.members != nil else {
            warn(.loginCredentials, "\(which) that is no object and is passed over; remove it")
            return
        }
        for member in entry.members ?? [] where !Self.fields.contains(member.name) {
            let name = Self.printable(member.name)
            let near = NearestKey.of(member.name, among: Self.fields)
            let advice = near.map { "did you mean \($0)?" } ?? "remove it"
            warn(.loginCredentials, "\(which) with the unknown field \(name), which is ignored; \(advice)")
        }
        let path = entry["path"]?.string ?? ""
        let pathType = entry["path_type"]?.string ?? "exact"
        if entry["path"]?["regex"] != nil {
            // An expression, whatever path_type says.
        } else if path.isEmpty {
            warn(.loginCredentials, "\(which) without a path; add \"path\"")
        } else if pathType != "regex", !path.hasPrefix("/") {
            warn(.loginCredentials, "\(which) whose path never matches, as paths begin with a slash; begin it with one")
        }
        if pathType != "exact", pathType != "regex" {
            warn(
                .loginCredentials, "\(which) with an unknown path_type, taken as \"exact\"; use \"exact\" or \"regex\"")
        }
        let container = entry["sent_through"]?.string ?? "body"
        if container == "custom" {
            warn(
                .loginCredentials,
                "\(which) with sent_through \"custom\", which needs a function in code; set the hook extractCredentials, "
                    + "or use another way")
        } else if !["body", "header", "query-param"].contains(container) {
            warn(
                .loginCredentials,
                "\(which) with an unknown sent_through, taken as \"body\"; use \"header\" or \"query-param\"")
        } else if (entry["user_field"]?.text ?? []).isEmpty, (entry["pass_field"]?.text ?? []).isEmpty {
            warn(.loginCredentials, "\(which) that names neither user_field nor pass_field; add what the form uses")
        }
        if let version = entry["protocol"]?.string, !Self.versions.contains(version) {
            warn(
                .loginCredentials,
                "\(which) with an unknown protocol, taken as \"both\"; use \"v2\" or \"multistep_sso\"")
        }
        let header = entry["login_successful_header_name"]?.string ?? value(.loginHeaderName)?.string
        checkReporting(
            entry["login_successful_reporting_method"]?.string, header: header, ", in entry \(number)", own: true)
    }

    private mutating func checkReporting(_ method: String?, header: String?, _ place: String, own: Bool = false) {
        let option: Option = own ? .loginCredentials : .loginReportingMethod
        let setting = own ? "has login_successful_reporting_method" : "is"
        switch method {
        case "body":
            warn(
                option,
                "\(setting) \"body\"\(place), but no function at the edge sees the response's body; "
                    + "use \"status\" or \"header\""
            )
        case "custom":
            warn(
                option,
                "\(setting) \"custom\"\(place), which needs a function in code; set the hook loginSuccessful, "
                    + "or use \"status\" or \"header\""
            )
        case "header" where (header ?? "").isEmpty:
            warn(option, "\(setting) \"header\"\(place) without a header; set px_login_successful_header_name")
        default: break
        }
    }

    mutating func checkOthers() {
        if isTrue(.automaticAdditionalActivity), isTrue(.additionalActivityHeader) {
            warn(
                .additionalActivityHeader,
                "has no effect beside px_automatic_additional_s2s_activity_enabled; keep one")
        }
        if isTrue(.preflightFilter), !isTrue(.corsSupport) {
            warn(.preflightFilter, "has no effect while px_cors_support_enabled is not true; set it")
        }
        if let first = value(.securedPXHD)?.bool, let second = value(.securedPXHDAlias)?.bool, first != second {
            warn(.securedPXHDAlias, "is another name of px_secured_pxhd_enabled, which counts; remove it")
        }
        let pairs: [(Option, needs: Option)] = [
            (.jwtCookieUserID, .jwtCookieName), (.jwtCookieFields, .jwtCookieName),
            (.jwtHeaderUserID, .jwtHeaderName), (.jwtHeaderFields, .jwtHeaderName),
        ]
        for (option, name) in pairs where isChanged(option) && !isChanged(name) {
            warn(option, "has no effect without \(name.key); set it")
        }
        if value(.graphQLEnabled)?.bool == false,
            isChanged(.sensitiveOperationTypes) || isChanged(.sensitiveOperationNames)
        {
            warn(.graphQLEnabled, "is false, so sensitive operations are not looked for; remove it")
        }
    }
}
