// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Metrics as log lines that CloudWatch turns into metrics by itself: the embedded metric format.
///
/// One line for each decision, in the log group of the region where it was made:
///
///     {"_aws":{"Timestamp":1730000000000,"CloudWatchMetrics":[{"Namespace":"Bots","Dimensions":[["Function","Outcome"],
///     ["Function","Outcome","Reason"]],"Metrics":[{"Name":"Decisions","Unit":"Count"}]}]},
///     "Function":"HumanEnforcer","Outcome":"block","Reason":"cookie_high_score","Decisions":1}
///
/// Nothing in it comes from a request: dimensions are words of the engine's own.
struct EmbeddedMetrics: Sendable {
    private let head: String
    private let function: String

    /// - Parameter namespace: of the metrics; never empty.
    init(namespace: String, function: String) {
        self.function = function
        head =
            #","CloudWatchMetrics":[{"Namespace":"# + JSONLine.string(namespace)
            + #","Dimensions":[["Function","Outcome"],["Function","Outcome","Reason"]],"Metrics":["#
            + #"{"Name":"Decisions","Unit":"Count"}"#
    }

    /// The line for a decision, without a line end.
    /// - Parameter now: in ms since the epoch.
    func line(for enforcement: Enforcement, now: Int64) -> String {
        var line = #"{"_aws":{"Timestamp":"# + String(now) + head
        if enforcement.riskMilliseconds != nil { line += #",{"Name":"RiskCallTime","Unit":"Milliseconds"}"# }
        line += #"]}]},"Function":"# + JSONLine.string(function)
        line += #","Outcome":"# + JSONLine.string(enforcement.outcome.rawValue)
        line += #","Reason":"# + JSONLine.string(enforcement.reason)
        line += #","Decisions":1"#
        if let time = enforcement.riskMilliseconds { line += #","RiskCallTime":"# + String(time) }
        return line + "}"
    }
}
