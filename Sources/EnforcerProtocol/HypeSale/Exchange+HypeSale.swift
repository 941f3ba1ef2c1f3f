// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// The hype sale challenge (protocol.md §11.12). Monitor mode is not looked at.

extension Exchange {
    /// Whether the visitor's token says that the challenge was solved; its expiry does not matter.
    private var isTokenApproved: Bool { token.outcome == .verified && token.isApproved }

    /// Before the Risk API: without approval a block, else the API has to approve as well. A block that another product
    /// wants, a simulated one included, comes before a call.
    mutating func judgeHypeSale(beside judgement: TokenJudgement) -> TokenJudgement {
        guard isTokenApproved else {
            trace.note(.hypeSale, "not_approved", .enrichCustomParameters)
            return .decided(Decision(.block, .hypeSale, score: token.score))
        }
        trace.note(.hypeSale, "approved_by_token", .enrichCustomParameters)
        if case .decided(let decision) = judgement, decision.outcome != .pass { return judgement }
        return .ask(.hypeSale)
    }

    /// After it: a failed call approves nothing, so it blocks.
    mutating func judgeHypeSaleAnswer(beside decision: Decision) -> Decision {
        let isAnswerApproved =
            risk.outcome == .answered && risk.resultCode != Self.refusal && !isAction("cp")
        guard isTokenApproved, isAnswerApproved else {
            trace.note(.hypeSale, "not_approved", .enrichCustomParameters)
            return Decision(.block, .hypeSale, score: risk.score)
        }
        trace.note(.hypeSale, "approved", .enrichCustomParameters)
        return decision
    }

    /// The `drc` of an answer that wants the challenge solved.
    private static var refusal: Double { 7190 }

    /// `cpa`: the token's, or that it has none.
    mutating func writeApproval() {
        output.key("cpa")
        if !restored.approval.isEmpty {
            output.raw(restored.approval, of: text)
        } else if token.outcome == .verified, token.approval.isKnown {
            output.scalar(token.approval, in: text)
        } else {
            output.bool(false)
        }
    }

    /// The values of the challenge's page.
    mutating func hypeSalePage(_ configuration: borrowing CompiledConfiguration) -> HypeSalePage {
        var page = HypeSalePage()
        page.appID = text.store(configuration.appID.span)
        page.vid = context.vid.isKnown ? context.vid.slice : context.visitorID
        page.uuid = context.clientUUID.slice
        page.sensorSource = sensorSource(configuration)
        page.isMobile = mobile.isMobile
        page.script = text.slice {
            $0.append("https://captcha.px-cdn.net/")
            $0.append(configuration.appID.span)
            $0.append("/checkpoint.js")
        }
        return page
    }
}
