// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// A page as a JSON string, which is the form that CloudFront wants a body in.
///
/// Most of a page is the same for every visitor: that is escaped once and copied from then on.
struct EscapedPage: ~Copyable {
    /// The string, quotes included, once the page is written.
    private(set) var buffer = ByteBuffer(limit: limit)

    private var fixed = ByteBuffer(limit: limit)
    private var pieces = InlineArray<9, ByteSlice>(repeating: .empty)
    private var raw = ByteBuffer(limit: limit)
    private var escaped = ByteBuffer(limit: limit)

    private static var limit: Int { 1 << 20 }

    mutating func begin() {
        if fixed.count == 0 { prepare() }
        buffer.removeAll()
        buffer.append(0x22)
    }

    mutating func end() {
        buffer.append(0x22)
    }

    private mutating func prepare() {
        for piece in PageMarkup.allCases {
            raw.removeAll()
            raw.append(piece.text)
            escape()
            pieces[Int(piece.rawValue)] = fixed.store(inside, of: escaped)
        }
    }

    /// `raw` as a JSON string, in `escaped`.
    private mutating func escape() {
        escaped.removeAll()
        Self.escape(raw, into: &escaped)
    }

    private static func escape(_ text: borrowing ByteBuffer, into string: inout ByteBuffer) {
        string.appendJSONString(text.span)
    }

    /// `escaped` without its quotes.
    private var inside: ByteSlice { ByteSlice(from: 1, to: escaped.count - 1) }

    private mutating func appendRaw() {
        escape()
        buffer.append(inside, of: escaped)
    }
}

extension EscapedPage: PageSink {
    mutating func markup(_ piece: PageMarkup) {
        buffer.append(pieces[Int(piece.rawValue)], of: fixed)
    }

    mutating func fixed(_ text: StaticString) {
        raw.removeAll()
        raw.append(text)
        appendRaw()
    }

    mutating func attribute(_ value: Span<UInt8>) {
        raw.removeAll()
        raw.appendHTMLAttribute(value)
        appendRaw()
    }

    mutating func script(_ value: Span<UInt8>) {
        raw.removeAll()
        raw.appendJavaScriptString(value)
        appendRaw()
    }
}
