// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// What a px_* configuration asks of the distribution in front of it.
struct DeploymentNeeds {
    /// The path patterns of first-party requests, none if they are not served (configuration.md §1.8).
    let firstPartyPatterns: [String]
    /// The option that cannot work without request bodies, if there is one (§1.14, §1.15).
    let bodyOption: String?
    /// Whether GraphQL operations are looked for, as they are unless switched off.
    let looksForOperations: Bool
    /// The option that HumanActivities carries out, if there is one (§1.13).
    let activitiesOption: String?
    /// The longest wait for the Risk API, in seconds.
    let riskTimeout: Double

    /// - Parameter configuration: a JSON object with px_* options.
    init(_ configuration: HumanSecurityValue) {
        func text(_ name: String) -> String { configuration[name]?.string ?? "" }
        func isTrue(_ name: String) -> Bool { configuration[name]?.bool ?? false }

        let appID = text("px_app_id")
        var prefix = text("px_custom_first_party_prefix")
        if !prefix.isEmpty, !prefix.hasPrefix("/") { prefix = "/" + prefix }
        let endpoints = ["sensor", "xhr", "captcha"].map { text("px_custom_first_party_\($0)_endpoint") }
        if configuration["px_first_party_enabled"]?.bool == false || appID.count <= 2 {
            firstPartyPatterns = []
        } else {
            // An endpoint without its slash matches no path.
            firstPartyPatterns =
                ["/\(appID.dropFirst(2))/*"] + (prefix.isEmpty ? [] : ["\(prefix)/*"])
                + (endpoints[0].hasPrefix("/") ? [endpoints[0]] : [])
                + endpoints[1...].filter { $0.hasPrefix("/") }.map { "\($0)*" }
        }

        let entries = configuration["px_login_credentials_extraction"]?.elements ?? []
        let readsBodies = entries.contains { entry in
            !["header", "query-param"].contains(entry["sent_through"]?.string ?? "body")
        }
        looksForOperations = configuration["px_graphql_enabled"]?.bool != false
        let sensitive = ["px_sensitive_graphql_operation_types", "px_sensitive_graphql_operation_names"]
        if isTrue("px_login_credentials_extraction_enabled"), readsBodies {
            bodyOption = "px_login_credentials_extraction"
        } else if looksForOperations {
            bodyOption = sensitive.first { configuration[$0]?.elements?.isEmpty == false }
        } else {
            bodyOption = nil
        }
        activitiesOption =
            ["px_deferred_activities", "px_automatic_additional_s2s_activity_enabled"].first { isTrue($0) }

        let timeout = configuration["px_s2s_timeout"]?.number ?? 1000
        riskTimeout = (timeout < 1 ? 5000 : min(timeout, 30_000)) / 1000
    }
}
