// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

extension ByteBuffer {
    /// Appends `text` as a quoted JavaScript string that is safe inside an HTML script element (protocol.md D3).
    ///
    /// Two readers see it: the HTML one, which looks for the end of the script and for comment marks before any
    /// JavaScript is read, and the JavaScript one. So `<`, `>`, `&` and `/` go as escapes as well as quotes,
    /// backslashes, controls and line terminators. Only escapes that JSON has, too, are used: any reader of either
    /// language gets the same text back.
    package mutating func appendJavaScriptString(_ text: Span<UInt8>) {
        append(0x22)
        var index = 0
        while index < text.count {
            let end = text.endOfScriptText(from: index)
            if end > index {
                append(text.extracting(index..<end))
                index = end
                continue
            }
            // By far the most frequent one: URLs are full of it.
            if text[index] == 0x2F {
                append("\\/")
                index += 1
                continue
            }
            let scalar = UTF8Text.pageScalar(in: text, at: index)
            index += scalar.width
            switch scalar.value {
            case 0x22: append("\\\"")
            case 0x5C: append("\\\\")
            // ' & < > `, controls, and the two line terminators outside ASCII.
            case 0x00..<0x20, 0x26, 0x27, 0x3C, 0x3E, 0x60, 0x7F..<0xA0, 0x2028, 0x2029:
                appendUnicodeEscape(scalar.value)
            default: append(scalar: scalar.value)
            }
        }
        append(0x22)
    }

    /// `\uXXXX`; `value` is below 0x10000.
    private mutating func appendUnicodeEscape(_ value: UInt32) {
        append("\\u")
        append(hexEncoding: UInt16(truncatingIfNeeded: value))
    }
}
