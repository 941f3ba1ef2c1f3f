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
    /// What all products together say before the Risk API was asked (protocol.md §1.4).
    mutating func judgeRequest(_ engine: borrowing Engine, now: Int64) -> TokenJudgement {
        let judgement = judgeToken(engine, now: now)
        return parameters.isForHypeSale ? judgeHypeSale(beside: judgement) : judgement
    }

    /// And after it answered.
    mutating func judgeAnswer(_ engine: borrowing Engine) -> Decision {
        let decision = judgeRiskAnswer(engine)
        return parameters.isForHypeSale ? judgeHypeSaleAnswer(beside: decision) : decision
    }

    /// Goes through the table of protocol.md §3.8, row by row.
    private mutating func judgeToken(_ engine: borrowing Engine, now: Int64) -> TokenJudgement {
        switch token.outcome {
        case .missing where mobile.errorCode != nil: return .ask(.mobileError)
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
        if context.isSensitive || credentials != nil { return .ask(.sensitiveRoute) }
        return .decided(Decision(.pass, .cookie, score: token.score))
    }

    /// Finds out whether the request is sensitive. (Credentials in it have the same effect, but are another product's
    /// reason.)
    mutating func readSensitivity(_ configuration: borrowing CompiledConfiguration) {
        if let element = firstMatch(in: configuration.sensitiveRoutes) {
            context.isSensitive = true
            trace.note(.sensitiveRoute, "sensitive", .sensitiveRoutes, element: element)
        } else if graphQL.isSensitive {
            context.isSensitive = true
            trace.note(.sensitiveRoute, "sensitive", .graphQLRoutes)
        }
    }

    /// A block, or a simulated one if this request is monitored.
    func block(_ reason: Decision.Reason, score: Double?) -> Decision {
        Decision(context.isMonitored ? .simulatedBlock : .block, reason, score: score)
    }
}
