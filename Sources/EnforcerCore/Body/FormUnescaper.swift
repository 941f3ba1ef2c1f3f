// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Walks a name or a value of `application/x-www-form-urlencoded` text scalar by scalar, as the WHATWG URL standard
/// decodes it (§5.1): `+` is a blank, a malformed escape is text, ill-formed UTF-8 is U+FFFD.
///
/// Escaped bytes join with escaped bytes only: unescaped ones were text before the escapes were read.
package struct FormUnescaper: BitwiseCopyable {
    private var index = 0

    package init() {}

    package mutating func next(in raw: Span<UInt8>) -> UInt32? {
        guard index < raw.count else { return nil }
        let byte = raw[index]
        switch byte {
        case 0x2B:
            index += 1
            return 0x20
        case 0x25: return nextEscaped(in: raw)
        case 0x00..<0x80:
            index += 1
            return UInt32(byte)
        default:
            let scalar = UTF8Text.scalar(in: raw, at: index)
            index += scalar.width
            return scalar.value
        }
    }

    private mutating func nextEscaped(in raw: Span<UInt8>) -> UInt32 {
        guard let first = Percent.byte(in: raw, at: index) else {
            index += 1
            return 0x25
        }
        if first < 0x80 {
            index += 3
            return UInt32(first)
        }
        var character = InlineArray<4, UInt8>(repeating: 0)
        var count = 0
        while count < 4, let byte = Percent.byte(in: raw, at: index + 3 * count), byte >= 0x80 {
            character[count] = byte
            count += 1
        }
        let scalar = UTF8Text.scalar(in: character.span.extracting(0..<count), at: 0)
        index += 3 * scalar.width
        return scalar.value
    }
}

extension ByteBuffer {
    /// Appends the text that a form's name or value stands for, as well-formed UTF-8.
    package mutating func append(formDecoding raw: Span<UInt8>) {
        var unescaper = FormUnescaper()
        while let scalar = unescaper.next(in: raw) {
            append(scalar: scalar)
        }
    }
}
