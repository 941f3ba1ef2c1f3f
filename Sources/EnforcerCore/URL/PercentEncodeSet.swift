// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What has to be escaped in a part of a URL (WHATWG URL §1.3, as of Node.js 20, which leaves `^` in a path alone).
package enum PercentEncodeSet {
    case userInfo
    case path
    /// That of http and https, with `'`.
    case query
    case fragment

    package func contains(_ byte: UInt8) -> Bool {
        if byte <= 0x20 || byte >= 0x7F { return true }
        switch byte {
        case 0x22, 0x3C, 0x3E: return true  // " < >
        case 0x23: return self != .fragment  // #
        case 0x27: return self == .query  // '
        case 0x60: return self != .query  // `
        case 0x3F, 0x7B, 0x7D: return self == .path || self == .userInfo  // ? { }
        case 0x2F, 0x3A, 0x3B, 0x3D, 0x40, 0x5B...0x5E, 0x7C: return self == .userInfo  // / : ; = @ [ \ ] ^ |
        default: return false
        }
    }
}

extension ByteBuffer {
    /// Appends `text`, escaping what is in `set`. What is not well-formed UTF-8 becomes U+FFFD first.
    package mutating func append(_ text: Span<UInt8>, escaping set: PercentEncodeSet) {
        var index = 0
        while index < text.count {
            let start = index
            while index < text.count, !set.contains(text[index]) { index += 1 }
            append(text.extracting(start..<index))
            guard index < text.count else { return }
            index += append(escapingCharacterIn: text, at: index)
        }
    }

    private mutating func append(escapingCharacterIn text: Span<UInt8>, at index: Int) -> Int {
        if text[index] < 0x80 {
            append(percentEncoding: text[index])
            return 1
        }
        let isSurrogate = UTF8Text.surrogate(in: text, at: index) != nil
        let scalar = UTF8Text.scalar(in: text, at: index)
        if isSurrogate || !scalar.isWellFormed {
            append("%EF%BF%BD")
            return isSurrogate ? 3 : scalar.width
        }
        for position in index..<index + scalar.width {
            append(percentEncoding: text[position])
        }
        return scalar.width
    }
}
