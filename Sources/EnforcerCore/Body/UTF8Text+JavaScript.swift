// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension UTF8Text {
    /// What `\s` matches and `trim` removes in JavaScript (ECMA-262 §12.2, §12.3): blanks of every script, line ends
    /// and the byte order mark.
    package static func isJavaScriptWhitespace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    /// Whether all of `bytes` is well-formed UTF-8, so that it can be hashed as it stands.
    package static func isWellFormed(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let scalar = scalar(in: bytes, at: index)
            guard scalar.isWellFormed else { return false }
            index += scalar.width
        }
        return true
    }

    /// The part of `bytes` that JavaScript's `trim` leaves.
    package static func trimmed(_ bytes: Span<UInt8>) -> ByteSlice {
        var start: Int?
        var end = 0
        var index = 0
        while index < bytes.count {
            let scalar = scalar(in: bytes, at: index)
            if !isJavaScriptWhitespace(scalar.value) {
                if start == nil { start = index }
                end = index + scalar.width
            }
            index += scalar.width
        }
        guard let start else { return .empty }
        return ByteSlice(from: start, to: end)
    }
}

extension ByteBuffer {
    /// Appends a copy of bytes that this buffer already holds, U+FFFD for what is not well-formed, and gives where the
    /// copy is.
    package mutating func append(wellFormedCopyOf slice: ByteSlice) -> ByteSlice {
        let start = count
        guard slice.end <= start else { return .empty }
        var index = slice.start
        while index < slice.end, !hasOverflowed {
            if UTF8Text.surrogate(in: bytes(of: slice), at: index - slice.start) != nil {
                append(scalar: 0xFFFD)
                index += 3
                continue
            }
            let scalar = UTF8Text.scalar(in: bytes(of: slice), at: index - slice.start)
            append(scalar: scalar.value)
            index += scalar.width
        }
        return ByteSlice(from: start, to: count)
    }
}
