// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

extension ByteBuffer {
    /// Appends `text` so that it is nothing but text inside a quoted HTML attribute or between two tags
    /// (protocol.md D3). Control characters are dropped: HTML allows no way to write them.
    package mutating func appendHTMLAttribute(_ text: Span<UInt8>) {
        var index = 0
        while index < text.count {
            let end = text.endOfPlain(from: index) { Self.isBareInAttribute($0) }
            if end > index {
                append(text.extracting(index..<end))
                index = end
                continue
            }
            let scalar = UTF8Text.pageScalar(in: text, at: index)
            index += scalar.width
            switch scalar.value {
            case 0x22: append("&quot;")
            case 0x26: append("&amp;")
            case 0x27: append("&#39;")
            case 0x3C: append("&lt;")
            case 0x3E: append("&gt;")
            // Old browsers take a backtick for a quote.
            case 0x60: append("&#96;")
            case 0x00..<0x20, 0x7F..<0xA0: break
            default: append(scalar: scalar.value)
            }
        }
    }

    /// Printable ASCII that needs no escape.
    private static func isBareInAttribute(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x60: false
        default: byte >= 0x20 && byte < 0x7F
        }
    }
}
