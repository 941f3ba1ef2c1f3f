// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// The visitor's risk token and what reading it gave (protocol.md §3). Slices are of `Exchange.text`.
package struct RiskToken: BitwiseCopyable, Sendable {
    package enum Outcome: UInt8, BitwiseCopyable, Sendable {
        /// The request has none.
        case missing
        /// Over a limit, not of the form, not decryptable, or its payload is not what it must be.
        case undecodable
        /// Readable, but not signed by us for this visitor.
        case notValid
        case verified

        package var name: StaticString {
            switch self {
            case .missing: "missing"
            case .undecodable: "undecodable"
            case .notValid: "not_valid"
            case .verified: "verified"
            }
        }
    }

    package var outcome = Outcome.missing

    /// What its signature covers besides its body.
    var signing = TokenSigning.userAgent

    /// The option that decided the outcome, if one did.
    package var option: Option?

    /// The whole text as it came, for mobile without its version.
    package var text = ByteSlice.empty

    /// The part before the first colon: the claimed HMAC.
    package var signature = ByteSlice.empty

    /// The payload as JSON without blanks, keys in their order. Of a token that could be decrypted, and so are the
    /// members below.
    package var payload = ByteSlice.empty

    package var vid = JSONScalar.none
    package var uuid = JSONScalar.none
    package var action = JSONScalar.none
    package var scoreValue = JSONScalar.none
    package var expiryValue = JSONScalar.none

    /// `cpa`: what a hype sale challenge left behind; and whether it counts as an approval.
    package var approval = JSONScalar.none
    package var isApproved = false

    /// `t` as a number, in ms; nil where comparing with it is always false.
    package var expiry: Double?

    /// `s` as a number; nil where comparing with it is always false.
    package var score: Double?
}

/// What a token's signature covers besides its body (protocol.md §3.5).
enum TokenSigning: BitwiseCopyable, Sendable {
    /// An app's token.
    case nothing
    case userAgent
    /// What the letters of its field `x` name.
    case listed(ByteSlice)
}

extension RiskToken {
    /// Whether it is an app's.
    var isMobile: Bool {
        if case .nothing = signing { true } else { false }
    }
}
