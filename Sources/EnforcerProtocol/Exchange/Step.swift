// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What the host has to do next.
package enum Step: BitwiseCopyable, Sendable {
    /// Send `Exchange.calls[0]` and give its answer to `supply`.
    case send

    /// Ask the customer's function and give its answer to `supply`. Its arguments are the request (`Exchange.requestBytes`),
    /// for `credentials` the number of the login endpoint (`Exchange.credentialsIndex`), and for `additionalActivity` what
    /// is known of the request (`Exchange.hookContext`).
    case ask(Hook)

    /// Nothing more to ask: the decision, the result and the reports can be read.
    case finish
}

/// A request to one of the vendor's servers, as slices of `Exchange.output`. All go by POST, with the content type
/// `application/json` and the server token (protocol.md §5.1).
package struct OutgoingCall: BitwiseCopyable, Sendable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case risk
        case activities
        case telemetry
        /// With the logger's token in place of the server's.
        case logs
        /// With the viewer's method, and the headers in `Exchange.upstreamHeaders`.
        case firstParty
    }

    package var kind: Kind
    package var url: ByteSlice
    package var body: ByteSlice

    /// For the whole call, in ms.
    package var timeoutMilliseconds: Int
}

/// How a call ended.
package enum CallOutcome: BitwiseCopyable, Sendable {
    /// An answer came; its body is given beside.
    case answered(status: Int)
    case timedOut
    /// No answer, for the reason whose text is given beside.
    case failed
}

/// How a customer's function ended.
package enum HookOutcome: UInt8, BitwiseCopyable, Sendable {
    /// With an answer, which is given beside as JSON.
    case answered
    /// It was not there, or threw.
    case failed
    /// It had not answered when its time was over.
    case timedOut
}

/// Randomness for one exchange. The engine has none of its own, so that the same inputs give the same bytes.
package struct Entropy: BitwiseCopyable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
