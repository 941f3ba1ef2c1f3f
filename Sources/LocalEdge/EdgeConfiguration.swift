// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The functions' configuration, and what the edge itself needs to know of it.
struct EdgeConfiguration: Sendable {
    /// As it was given, with the vendor's hosts.
    let given: JSONValue

    let addresses: FirstPartyAddresses

    /// - Parameters:
    ///   - text: JSON; nil for the demo's own.
    ///   - hasActivities: whether HumanActivities runs.
    init(_ text: [UInt8]?, hasActivities: Bool) throws(EdgeSimulatorError) {
        if let text {
            guard let value = JSONValue(text), value.objectValue != nil else {
                throw EdgeSimulatorError("the configuration is not a JSON object")
            }
            given = value
        } else {
            given = hasActivities ? DemoConfiguration.valueWithActivities : DemoConfiguration.value
        }
        addresses = FirstPartyAddresses(given)
    }

    subscript(key: String) -> JSONValue? { given[key] }

    /// The configuration for functions that call the backend themselves, turned towards one on loopback.
    func directed(to url: String) -> JSONValue {
        var members = given.objectValue ?? [:]
        for key in ["px_backend_url", "px_backend_collector_url", "px_backend_client_url", "px_backend_captcha_url"] {
            members[key] = .string(url)
        }
        return .object(members)
    }

    // MARK: - The embedded backend

    /// What the backend shares with the functions.
    func shared() throws(EdgeSimulatorError) -> (expectations: BackendExpectations, issuer: RiskTokenIssuer) {
        let secret = given["px_cookie_secret"]?.stringValue ?? given["px_cookie_secret"]?[0]?.stringValue
        guard let appID = given["px_app_id"]?.stringValue, let token = given["px_auth_token"]?.stringValue, let secret
        else {
            throw EdgeSimulatorError(
                """
                px_app_id, px_auth_token or px_cookie_secret is missing in the configuration, or refers to a secret: the \
                embedded backend needs the values themselves
                """
            )
        }
        var expectations = BackendExpectations(
            appID: appID,
            authToken: token,
            firstPartyHosts: [
                .sensor: addresses.sensorHost, .captcha: addresses.captchaHost, .xhr: addresses.collectorHost,
            ]
        )
        if let names = given["px_sensitive_headers"]?.arrayValue {
            expectations.sensitiveHeaders = Set(names.compactMap { $0.stringValue?.lowercased() })
        }
        return (expectations, RiskTokenIssuer(secret: secret))
    }

    // MARK: - Options

    /// In ms.
    var riskTimeout: Int { given["px_s2s_timeout"]?.numberValue.flatMap { Int(exactly: $0) } ?? 1_000 }

    var defersActivities: Bool { given["px_deferred_activities"] == true }

    /// Whether logins are reported by HumanActivities.
    var reportsLogins: Bool { given["px_automatic_additional_s2s_activity_enabled"] == true && extractsCredentials }

    /// Whether the demo site's login is one of the endpoints that credentials are taken from.
    var extractsCredentials: Bool {
        let entries = given["px_login_credentials_extraction"]?.arrayValue ?? []
        return given["px_login_credentials_extraction_enabled"] == true && entries.contains { $0["path"] == "/login" }
    }
}
