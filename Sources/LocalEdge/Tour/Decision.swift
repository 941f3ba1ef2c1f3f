// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the enforcer made of a request, as far as it can be seen from outside.
public struct Decision: Sendable, Equatable, CustomStringConvertible {
    /// How a request came out.
    public enum Outcome: String, Sendable {
        /// It went on.
        case pass
        /// It was answered with the challenge.
        case block
        /// It went on where enforcement would have blocked it.
        case simulatedBlock = "simulated block"
        /// Let through without a report.
        case filtered
        /// Answered by a function without a report: a preflight, first party.
        case answered
        /// Sent on to the vendor by the first-party function.
        case firstParty = "first party"
        /// Refused by CloudFront before the function ran.
        case refused
        /// A function failed, its result was refused, or an origin did not answer.
        case failed
    }

    /// How the request came out.
    public var outcome: Outcome

    /// `cookie`, `s2s`, `s2s_high_score` and so on; for failures what went wrong; for first party the vendor's host.
    public var reason: String

    /// Why the Risk API was called; nil if it was not.
    public var callReason: String?

    /// The origin's status, if HumanActivities reported; nil if HumanEnforcer did.
    public var originStatus: Int?

    /// A decision of given parts.
    public init(_ outcome: Outcome, reason: String, callReason: String? = nil, originStatus: Int? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.callReason = callReason
        self.originStatus = originStatus
    }

    public var description: String {
        let detail = callReason.map { "\($0) → \(reason)" } ?? reason
        return detail.isEmpty ? outcome.rawValue : "\(outcome.rawValue) (\(detail))"
    }

    /// The decision that a record and the activity of its request tell.
    ///
    /// Without a backend in sight a missing activity means nothing.
    init(_ record: RequestRecord, activity: JSONValue?, isBackendVisible: Bool) {
        switch record.stage {
        case .refused(let reason):
            self.init(.refused, reason: reason)
        case .failed(let reason):
            self.init(.failed, reason: reason)
        case .rerouted(let host):
            self.init(.firstParty, reason: host)
        case .passed where activity == nil:
            self.init(isBackendVisible ? .filtered : .pass, reason: isBackendVisible ? "no report" : "")
        case .generated where activity == nil:
            self.init(.answered, reason: "no report")
        case .passed, .generated:
            self.init(activity?["details"], isBlock: activity?["type"] == "block")
        }
    }

    private init(_ details: JSONValue?, isBlock: Bool) {
        let callReason = details?["s2s_call_reason"]?.stringValue
        let originStatus = details?["http_status_code"]?.numberValue.flatMap { Int(exactly: $0) }
        let isSimulated = details?["simulated_block"] == true
        self.init(
            !isBlock ? .pass : isSimulated ? .simulatedBlock : .block,
            reason: details?[isBlock ? "block_reason" : "pass_reason"]?.stringValue ?? "",
            callReason: callReason,
            originStatus: originStatus
        )
    }
}
