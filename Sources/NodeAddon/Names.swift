// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

// The names by which JavaScript knows hooks and calls.

extension Hook {
    var name: StaticString {
        switch self {
        case .userIP: "userIP"
        case .isFiltered: "isFiltered"
        case .preflightResponse: "preflightResponse"
        case .customParameters: "customParameters"
        case .isEnforced: "isEnforced"
        case .isMonitored: "isMonitored"
        case .credentials: "credentials"
        case .isSensitive: "isSensitive"
        case .additionalActivity: "additionalActivity"
        case .blockResponseHeaders: "blockResponseHeaders"
        case .loginSuccessful: "loginSuccessful"
        }
    }
}

extension OutgoingCall.Kind {
    var name: StaticString {
        switch self {
        case .risk: "risk"
        case .activities: "activities"
        case .telemetry: "telemetry"
        case .logs: "logs"
        case .firstParty: "first_party"
        }
    }
}
