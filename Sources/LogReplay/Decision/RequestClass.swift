// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What is done with a request, as far as a log tells.
package enum RequestClass: Int, CaseIterable, Sendable {
    case disabled
    case failedOpen
    case firstParty
    case filteredByExtension
    case filteredByRoute
    case filteredByMethod
    case filteredByUserAgent
    case filteredByAddress
    case preflight
    case telemetry
    case passesByToken
    case blockedByToken
    case simulatedBlockByToken
    case asks
    case asksMonitored
    case dependsOnToken
    case dependsOnTokenMonitored
    case dependsOnTokenSensitive
    case dependsOnTokenSensitiveMonitored

    /// As the JSON report names it.
    package var key: String {
        switch self {
        case .disabled: "disabled"
        case .failedOpen: "failed_open"
        case .firstParty: "first_party"
        case .filteredByExtension: "filtered_extension"
        case .filteredByRoute: "filtered_route"
        case .filteredByMethod: "filtered_method"
        case .filteredByUserAgent: "filtered_user_agent"
        case .filteredByAddress: "filtered_ip"
        case .preflight: "preflight"
        case .telemetry: "telemetry"
        case .passesByToken: "passed_by_token"
        case .blockedByToken: "blocked_by_token"
        case .simulatedBlockByToken: "simulated_block_by_token"
        case .asks: "asks"
        case .asksMonitored: "asks_monitored"
        case .dependsOnToken: "token_unknown"
        case .dependsOnTokenMonitored: "token_unknown_monitored"
        case .dependsOnTokenSensitive: "token_unknown_sensitive"
        case .dependsOnTokenSensitiveMonitored: "token_unknown_sensitive_monitored"
        }
    }

    package var title: String {
        switch self {
        case .disabled: "let through: the module is off"
        case .failedOpen: "let through: failed open"
        case .firstParty: "first-party script or call"
        case .filteredByExtension: "filtered by extension"
        case .filteredByRoute: "filtered by route"
        case .filteredByMethod: "filtered by method"
        case .filteredByUserAgent: "filtered by user agent"
        case .filteredByAddress: "filtered by address"
        case .preflight: "CORS preflight"
        case .telemetry: "telemetry command"
        case .passesByToken: "passes by its token"
        case .blockedByToken: "blocked by its token"
        case .simulatedBlockByToken: "block by its token, simulated"
        case .asks: "asks the Risk API, may block"
        case .asksMonitored: "asks the Risk API, monitored"
        case .dependsOnToken: "token unknown, may block"
        case .dependsOnTokenMonitored: "token unknown, monitored"
        case .dependsOnTokenSensitive: "token unknown, sensitive, may block"
        case .dependsOnTokenSensitiveMonitored: "token unknown, sensitive, monitored"
        }
    }

    /// Whether it got as far as the token.
    package var isExamined: Bool { rawValue >= Self.passesByToken.rawValue }

    /// Whether the Risk API is asked for certain, as far as headers and bodies that are not logged leave it so.
    package var asksForCertain: Bool { self == .asks || self == .asksMonitored }

    /// Whether it is asked unless the visitor has a good token.
    package var dependsOnAToken: Bool { rawValue >= Self.dependsOnToken.rawValue }

    package var isSensitive: Bool { rawValue >= Self.dependsOnTokenSensitive.rawValue }
}
