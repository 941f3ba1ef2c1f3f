// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the enforcer made of one request.
public struct Enforcement: Sendable, Equatable {
    /// How a request came out (protocol.md §1).
    public enum Outcome: String, Sendable, CaseIterable {
        /// The request was examined and goes on.
        case pass
        /// The visitor gets the challenge.
        case block
        /// It would be a block, but monitor mode lets the request go on.
        case simulatedBlock = "simulated_block"
        /// The request is for HUMAN's scripts and is served or passed on as such.
        case firstParty = "first_party"
        /// A filter let the request go on unexamined.
        case filtered
        /// A CORS preflight was let through or answered.
        case preflight
        /// The request carried the telemetry command, was reported on, and goes on.
        case telemetry
        /// `px_module_enabled` is off: nothing was looked at.
        case disabled
        /// Something went wrong before there was a decision; the request goes on.
        case failedOpen = "failed_open"
    }

    /// One thing that was looked at on the way to the decision.
    public struct TraceEntry: Sendable, Equatable {
        /// What was looked at.
        public var step: String

        /// What came out.
        public var outcome: String

        /// The option that decided it, or nil.
        public var option: String?

        /// What it was about. Never a token, a secret or a cookie's value.
        public var detail: String?
    }

    /// How the request came out.
    public var outcome: Outcome

    /// Why, in one word: a reason of the wire (`cookie`, `s2s_timeout`, …) or one of our own (`extension`, …).
    public var reason: String

    /// The score that decided, or nil.
    public var score: Double?

    /// JSON of what the function answers: the generated response, or the request to go on with. `null` if the event
    /// held no request.
    public var result: [UInt8]

    /// Whether ``result`` is a generated response.
    public var isResponse: Bool

    /// Whether ``result`` is the request just as it came.
    public var isUnchanged: Bool

    /// JSON of the response to answer with; nil lets the request go on.
    public var response: [UInt8]? { isResponse ? result : nil }

    /// How long the Risk API took to answer, in ms; nil if it was not asked, or gave no answer that counts.
    public var riskMilliseconds: Int64?

    /// CloudFront's id of the request, as it stands in the event; empty if it has none.
    public var requestID: String

    /// Activities that are still to be sent. Empty if they were sent already.
    public var reports: [OutgoingRequest]

    /// Everything that was looked at, in order. Filled only where a trace was asked for.
    public var trace: [TraceEntry]
}
