// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// In which form a blocked request is answered (protocol.md §7.1, §11.12).
package enum BlockForm: UInt8, BitwiseCopyable, Sendable {
    case rateLimitPage
    case mobileJSON
    case json
    case captchaPage
    case hypeSaleJSON
    case hypeSaleMobileJSON

    var status: StaticString { self == .rateLimitPage ? "429" : "403" }

    var contentType: StaticString {
        switch self {
        case .rateLimitPage, .captchaPage: "text/html"
        case .mobileJSON, .json, .hypeSaleJSON, .hypeSaleMobileJSON: "application/json"
        }
    }

    var name: StaticString {
        switch self {
        case .rateLimitPage: "rate_limit_page"
        case .mobileJSON: "mobile_json"
        case .json: "json"
        case .captchaPage: "captcha_page"
        case .hypeSaleJSON: "hype_sale_json"
        case .hypeSaleMobileJSON: "hype_sale_mobile_json"
        }
    }
}
