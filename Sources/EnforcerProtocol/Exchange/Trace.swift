// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What an exchange looked at, in order: the answer to "why?".
package struct Trace: Sendable {
    package enum Stage: UInt8, BitwiseCopyable, Sendable {
        case module
        case hook
        case event
        case userIP
        case url
        case firstParty
        case filterExtension
        case filterRoute
        case filterMethod
        case filterUserAgent
        case filterIP
        case filterCustom
        case preflight
        case telemetry
        case token
        case dataEnrichment
        case graphQL
        case customParameters
        case credentials
        case tokenExpiry
        case tokenScore
        case hypeSale
        case sensitiveRoute
        case enforcedRoute
        case monitoredRoute
        case bypassMonitor
        case mode
        case riskRequest
        case riskAnswer
        case additionalActivity
        case visitorCookie
        case decision
        case activity
        case response
        case originRequest
        case handOver
        case login

        package var name: StaticString {
            switch self {
            case .module: "module"
            case .hook: "hook"
            case .event: "event"
            case .userIP: "user_ip"
            case .url: "url"
            case .firstParty: "first_party"
            case .filterExtension: "filter_extension"
            case .filterRoute: "filter_route"
            case .filterMethod: "filter_method"
            case .filterUserAgent: "filter_user_agent"
            case .filterIP: "filter_ip"
            case .filterCustom: "filter_custom"
            case .preflight: "preflight"
            case .telemetry: "telemetry"
            case .token: "token"
            case .dataEnrichment: "pxde"
            case .graphQL: "graphql"
            case .customParameters: "custom_parameters"
            case .credentials: "credentials"
            case .tokenExpiry: "token_expiry"
            case .tokenScore: "token_score"
            case .hypeSale: "hype_sale"
            case .sensitiveRoute: "sensitive_route"
            case .enforcedRoute: "enforced_route"
            case .monitoredRoute: "monitored_route"
            case .bypassMonitor: "bypass_monitor"
            case .mode: "mode"
            case .riskRequest: "risk_request"
            case .riskAnswer: "risk_answer"
            case .additionalActivity: "additional_activity_handler"
            case .visitorCookie: "pxhd"
            case .decision: "decision"
            case .activity: "activity"
            case .response: "response"
            case .originRequest: "origin_request"
            case .handOver: "hand_over"
            case .login: "login"
            }
        }
    }

    package struct Entry: BitwiseCopyable, Sendable {
        package var stage: Stage

        /// What came out, in one word of a fixed set.
        package var outcome: StaticString

        /// The option that decided it, if one did.
        package var option: Option?

        /// Which element of that option's list, or nil.
        package var element: Int?

        /// What it was about: a slice of the exchange's text. Never a secret, a token or a cookie's value.
        package var detail: ByteSlice
    }

    /// More entries than an exchange can write; a guard, not a limit that is ever met.
    private static let capacity = 64

    package private(set) var entries: [Entry] = []

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    mutating func note(
        _ stage: Stage,
        _ outcome: StaticString,
        _ option: Option? = nil,
        element: Int? = nil,
        detail: ByteSlice = .empty
    ) {
        guard entries.count < Self.capacity else { return }
        entries.append(Entry(stage: stage, outcome: outcome, option: option, element: element, detail: detail))
    }
}
