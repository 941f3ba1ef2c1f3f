// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// The call to the Risk API and what came of it (protocol.md §5). Slices are of `Exchange.text`.
package struct RiskExchange: BitwiseCopyable, Sendable {
    package enum Outcome: UInt8, BitwiseCopyable, Sendable {
        case notAsked
        case answered
        case failed
        case timedOut

        package var name: StaticString {
            switch self {
            case .notAsked: "not_asked"
            case .answered: "answered"
            case .failed: "failed"
            case .timedOut: "timed_out"
            }
        }
    }

    /// `s2s_error_reason` (protocol.md §5.6).
    package enum ErrorReason: UInt8, CaseIterable, BitwiseCopyable, Sendable {
        case unknownError
        case badRequest
        case serverError
        case requestFailedOnServer
        case invalidResponse

        package var name: StaticString {
            switch self {
            case .unknownError: "unknown_error"
            case .badRequest: "bad_request"
            case .serverError: "server_error"
            case .requestFailedOnServer: "request_failed_on_server"
            case .invalidResponse: "invalid_response"
            }
        }
    }

    /// Why it was asked; nil if it was not.
    package var callReason: CallReason?

    /// Just before the call, in ms since the epoch.
    package var startTime: Int64 = 0

    /// From sending to the answer, in ms; nil without an answer.
    package var roundTrip: Int64?

    package var outcome = Outcome.notAsked
    package var errorReason = ErrorReason.unknownError

    /// HTTP status of an answer that did not help; nil where there was none.
    package var errorStatus: Int?
    package var errorMessage = ByteSlice.empty

    /// The score of a valid answer.
    package var score: Double?
    /// The answer's JSON; nil without one that can be read.
    package var body: ByteSlice?

    /// Whether the answer says that the account's credentials are known to thieves (protocol.md §9.6).
    package var isAccountBreached = false

    /// `drc`, which is for hype sales; nil if the answer has none.
    package var resultCode: Double?

    package var additionalInformation = JSONScalar.none

    /// Why an answer that came was of no use; nil if it was of use, or none came.
    package var problem: StaticString? {
        outcome == .failed && errorStatus != nil ? errorReason.name : nil
    }
}
