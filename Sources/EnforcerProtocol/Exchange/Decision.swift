// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What became of a request, and why.
package struct Decision: BitwiseCopyable, Sendable {
    package enum Outcome: UInt8, BitwiseCopyable, Sendable {
        case pass
        case block
        case simulatedBlock
        case firstParty
        case filtered
        case preflight
        case telemetry
        case disabled
        case failedOpen

        package var name: StaticString {
            switch self {
            case .pass: "pass"
            case .block: "block"
            case .simulatedBlock: "simulated_block"
            case .firstParty: "first_party"
            case .filtered: "filtered"
            case .preflight: "preflight"
            case .telemetry: "telemetry"
            case .disabled: "disabled"
            case .failedOpen: "failed_open"
            }
        }
    }

    package enum Reason: UInt8, BitwiseCopyable, Sendable {
        // Reasons of the wire (protocol.md §3.8, §5.5): these are sent in activities under these very names.
        case cookie
        case s2s
        case s2sError
        case s2sTimeout
        case cookieHighScore
        case s2sHighScore
        case hypeSale

        // Reasons of our own, for logs and traces.
        case moduleDisabled
        case firstPartySensor
        case firstPartyXHR
        case firstPartyCaptcha
        case fileExtension
        case route
        case method
        case userAgent
        case address
        /// A customer's function.
        case custom
        case preflight
        case telemetry
        case eventMalformed
        case eventTooLarge
        case eventWithoutRequest
        case handOverMissing
        case handOverRefused
        case handOverExpired
        case noFirstPartyPath
        case outputTooLarge
        /// Given by hosts that limit how many exchanges are under way.
        case tooManyExchanges
        /// A required secret is a reference that was not resolved yet.
        case secretsUnavailable

        static var ofTheWire: InlineArray<7, Reason> {
            [.cookie, .s2s, .s2sError, .s2sTimeout, .cookieHighScore, .s2sHighScore, .hypeSale]
        }

        package var name: StaticString {
            switch self {
            case .cookie: "cookie"
            case .s2s: "s2s"
            case .s2sError: "s2s_error"
            case .s2sTimeout: "s2s_timeout"
            case .cookieHighScore: "cookie_high_score"
            case .s2sHighScore: "s2s_high_score"
            case .hypeSale: "hsc_route"
            case .moduleDisabled: "module_disabled"
            case .firstPartySensor: FirstPartyKind.sensor.name
            case .firstPartyXHR: FirstPartyKind.xhr.name
            case .firstPartyCaptcha: FirstPartyKind.captcha.name
            case .fileExtension: "extension"
            case .route: "route"
            case .method: "method"
            case .userAgent: "user_agent"
            case .address: "ip"
            case .custom: "custom"
            case .preflight: "preflight"
            case .telemetry: "telemetry"
            case .eventMalformed: "event_malformed"
            case .eventTooLarge: "event_too_large"
            case .eventWithoutRequest: "event_without_request"
            case .handOverMissing: "hand_over_missing"
            case .handOverRefused: "hand_over_refused"
            case .handOverExpired: "hand_over_expired"
            case .noFirstPartyPath: "no_first_party_path"
            case .outputTooLarge: "output_too_large"
            case .tooManyExchanges: "too_many_exchanges"
            case .secretsUnavailable: "secrets_unavailable"
            }
        }
    }

    package var outcome: Outcome
    package var reason: Reason

    /// The score that decided, as it came; nil where none was known.
    package var score: Double?

    package init(_ outcome: Outcome, _ reason: Reason, score: Double? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.score = score
    }
}
