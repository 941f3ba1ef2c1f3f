// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Why the Risk API is asked: `s2s_call_reason` (protocol.md §3.8).
package enum CallReason: UInt8, BitwiseCopyable, Sendable {
    case noCookie
    case noCookieWithVisitor
    case cookieDecryptionFailed
    case cookieValidationFailed
    case cookieExpired
    case sensitiveRoute

    package var name: StaticString {
        switch self {
        case .noCookie: "no_cookie"
        case .noCookieWithVisitor: "no_cookie_w_vid"
        case .cookieDecryptionFailed: "cookie_decryption_failed"
        case .cookieValidationFailed: "cookie_validation_failed"
        case .cookieExpired: "cookie_expired"
        case .sensitiveRoute: "sensitive_route"
        }
    }
}
