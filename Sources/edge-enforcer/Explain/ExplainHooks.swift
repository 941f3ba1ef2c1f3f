// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// The customer's functions of a case: its member `hooks` says, under each option's name, what the function answers.
/// `{"throws": true}` stands for one that throws.
struct ExplainHooks {
    private struct Thrown: Error {}

    private let answers: HumanSecurityValue

    /// - Parameter json: the member `hooks`; nil if the case has none.
    init(json: [UInt8]?) {
        answers = json.flatMap { HumanSecurityValue(json: $0) } ?? .null
    }

    var hooks: HumanSecurityHooks {
        var hooks = HumanSecurityHooks()
        hooks.customIsFilteredRequest = question("px_custom_is_filtered_request")
        hooks.customIsEnforcedRequest = question("px_custom_is_enforced_request")
        hooks.customIsMonitoredRequest = question("px_custom_is_monitored_request")
        hooks.customIsSensitiveRequest = question("px_custom_is_sensitive_request")
        if let answer = answers["px_extract_user_ip"] {
            hooks.extractUserIP = { _ in try Self.value(answer).string }
        }
        if let answer = answers["px_enrich_custom_parameters"] {
            hooks.enrichCustomParameters = { _, _ in
                Dictionary((try Self.value(answer).members ?? []).map { ($0.name, $0.value) }) { _, last in last }
            }
        }
        if let answer = answers["px_additional_activity_handler"] {
            hooks.additionalActivityHandler = { _, _, _ in _ = try Self.value(answer) }
        }
        if let answer = answers["px_cors_custom_preflight_handler"] {
            hooks.customPreflightHandler = { _ in Self.response(try Self.value(answer)) }
        }
        if let answer = answers["px_cors_create_custom_block_response_headers"] {
            hooks.createCustomBlockResponseHeaders = { _ in
                Dictionary(Self.headers(try Self.value(answer)).map { ($0.name, $0.values) }) { $0 + $1 }
            }
        }
        if let answer = answers["extract_credentials_callback"] {
            hooks.extractCredentials = { _, _ in
                let value = try Self.value(answer)
                return .init(user: value["user"]?.string, pass: value["pass"]?.string)
            }
        }
        if let answer = answers["px_login_successful_custom_callback"] {
            hooks.loginSuccessful = { _, _ in try Self.value(answer).bool }
        }
        return hooks
    }

    private func question(_ name: String) -> HumanSecurityHooks.Question? {
        guard let answer = answers[name] else { return nil }
        return { _ in try Self.value(answer).bool ?? false }
    }

    private static func value(_ answer: HumanSecurityValue) throws -> HumanSecurityValue {
        if answer["throws"]?.bool == true { throw Thrown() }
        return answer
    }

    private static func response(_ answer: HumanSecurityValue) -> HumanSecurityHooks.Response? {
        guard let status = answer["status"]?.number, status > 0, status < 1000 else { return nil }
        return .init(
            status: Int(status),
            headers: headers(answer["headers"] ?? .null),
            body: answer["body"]?.string ?? ""
        )
    }

    private static func headers(_ answer: HumanSecurityValue) -> [(name: String, values: [String])] {
        (answer.members ?? []).map { member in
            (member.name, member.value.string.map { [$0] } ?? (member.value.elements ?? []).compactMap(\.string))
        }
    }
}
