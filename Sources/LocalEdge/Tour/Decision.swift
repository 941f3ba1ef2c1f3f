// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the enforcer made of a request, as far as it can be seen from outside.
public struct Decision: Sendable, Equatable, CustomStringConvertible {
    public enum Outcome: String, Sendable {
        case pass
        case block
        case simulatedBlock = "simulated block"
        /// Let through without a report.
        case filtered
        /// Answered by the function without a report: a preflight, first party.
        case answered
        /// Refused by CloudFront before the function ran.
        case refused
        /// The function failed, or its result was refused.
        case failed
    }

    public var outcome: Outcome

    /// `cookie`, `s2s`, `s2s_high_score` and so on; for failures what went wrong.
    public var reason: String

    /// Why the Risk API was called; nil if it was not.
    public var callReason: String?

    public init(_ outcome: Outcome, reason: String, callReason: String? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.callReason = callReason
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
        case .passed where activity == nil:
            self.init(isBackendVisible ? .filtered : .pass, reason: isBackendVisible ? "no report" : "")
        case .generated where activity == nil:
            self.init(.answered, reason: "no report")
        case .passed, .generated:
            let details = activity?["details"]
            let callReason = details?["s2s_call_reason"]?.stringValue
            let blockReason = details?["block_reason"]?.stringValue
            if activity?["type"] == "block" {
                let isSimulated = details?["simulated_block"] == true
                self.init(isSimulated ? .simulatedBlock : .block, reason: blockReason ?? "", callReason: callReason)
            } else {
                self.init(.pass, reason: details?["pass_reason"]?.stringValue ?? "", callReason: callReason)
            }
        }
    }
}
