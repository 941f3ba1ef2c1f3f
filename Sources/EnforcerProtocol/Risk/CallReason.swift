// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Why the Risk API is asked: `s2s_call_reason` (protocol.md §3.8).
package enum CallReason: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// Followed by the app's own code.
    case mobileError
    case noCookie
    case noCookieWithVisitor
    case cookieDecryptionFailed
    case cookieValidationFailed
    case cookieExpired
    case sensitiveRoute
    case hypeSale

    package var name: StaticString {
        switch self {
        case .mobileError: "mobile_error_"
        case .noCookie: "no_cookie"
        case .noCookieWithVisitor: "no_cookie_w_vid"
        case .cookieDecryptionFailed: "cookie_decryption_failed"
        case .cookieValidationFailed: "cookie_validation_failed"
        case .cookieExpired: "cookie_expired"
        case .sensitiveRoute: "sensitive_route"
        case .hypeSale: "hsc_route"
        }
    }
}
