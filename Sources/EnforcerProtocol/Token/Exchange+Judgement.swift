// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// What the token says about going on.
enum TokenJudgement: BitwiseCopyable {
    /// The Risk API has to decide.
    case ask(CallReason)
    case decided(Decision)
}

extension Exchange {
    /// Goes through the table of protocol.md §3.8, row by row.
    mutating func judgeToken(_ engine: borrowing Engine, now: Int64) -> TokenJudgement {
        switch token.outcome {
        case .missing: return .ask(context.pxhd.isKnown ? .noCookieWithVisitor : .noCookie)
        case .undecodable: return .ask(.cookieDecryptionFailed)
        case .notValid: return .ask(.cookieValidationFailed)
        case .verified: break
        }
        if let expiry = token.expiry, Double(now) > expiry {
            trace.note(.tokenExpiry, "expired")
            return .ask(.cookieExpired)
        }
        trace.note(.tokenExpiry, "valid")
        if let score = token.score, score >= engine.configuration.blockingScore {
            trace.note(.tokenScore, "high", .blockingScore)
            return .decided(block(.cookieHighScore, score: score))
        }
        trace.note(.tokenScore, "low", .blockingScore)
        if let element = firstMatch(in: engine.configuration.sensitiveRoutes) {
            trace.note(.sensitiveRoute, "sensitive", .sensitiveRoutes, element: element)
            return .ask(.sensitiveRoute)
        }
        return .decided(Decision(.pass, .cookie, score: token.score))
    }

    /// A block, or a simulated one if this request is monitored.
    func block(_ reason: Decision.Reason, score: Double?) -> Decision {
        Decision(context.isMonitored ? .simulatedBlock : .block, reason, score: score)
    }
}
