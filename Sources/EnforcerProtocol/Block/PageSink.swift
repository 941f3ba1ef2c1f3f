// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// The long fixed pieces of our pages.
enum PageMarkup: UInt8, CaseIterable, BitwiseCopyable {
    case start
    case style
    case captchaHead
    case captchaStyle
    case captchaMark
    case challenge
    case closing
    case reload
    case loader

    var text: StaticString {
        switch self {
        case .start: BlockPageMarkup.start
        case .style: BlockPageMarkup.style
        case .captchaHead: CaptchaPageMarkup.head
        case .captchaStyle: CaptchaPageMarkup.style
        case .captchaMark: CaptchaPageMarkup.mark
        case .challenge: CaptchaPageMarkup.challenge
        case .closing: CaptchaPageMarkup.closing
        case .reload: CaptchaPageMarkup.reload
        case .loader: CaptchaPageMarkup.loader
        }
    }
}

/// What a page is written to, piece by piece.
protocol PageSink: ~Copyable {
    mutating func markup(_ piece: PageMarkup)
    mutating func fixed(_ text: StaticString)
    /// A value inside an attribute, or between tags.
    mutating func attribute(_ value: Span<UInt8>)
    /// A value as a string of JavaScript, quotes included.
    mutating func script(_ value: Span<UInt8>)
}

extension ByteBuffer: PageSink {
    mutating func markup(_ piece: PageMarkup) { append(piece.text) }
    mutating func fixed(_ text: StaticString) { append(text) }
    mutating func attribute(_ value: Span<UInt8>) { appendHTMLAttribute(value) }
    mutating func script(_ value: Span<UInt8>) { appendJavaScriptString(value) }
}
