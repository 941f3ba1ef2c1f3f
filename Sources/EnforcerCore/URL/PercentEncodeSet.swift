// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What has to be escaped in a part of a URL (WHATWG URL §1.3, as of Node.js 20, which leaves `^` in a path alone).
///
/// Not an enumeration: Swift makes those hashable, and the hash brings the C library's random numbers into an Embedded
/// build.
struct PercentEncodeSet: BitwiseCopyable, Sendable {
    private var bit: UInt8

    static var userInfo: PercentEncodeSet { PercentEncodeSet(bit: 1) }
    static var path: PercentEncodeSet { PercentEncodeSet(bit: 2) }
    /// That of http and https, with `'`.
    static var query: PercentEncodeSet { PercentEncodeSet(bit: 4) }
    static var fragment: PercentEncodeSet { PercentEncodeSet(bit: 8) }

    func contains(_ byte: UInt8) -> Bool {
        if byte <= 0x20 || byte >= 0x7F { return true }
        let sets: UInt8
        switch byte {
        case 0x22, 0x3C, 0x3E: sets = 1 | 2 | 4 | 8  // " < >
        case 0x23: sets = 1 | 2 | 4  // #
        case 0x27: sets = 4  // '
        case 0x60: sets = 1 | 2 | 8  // `
        case 0x3F, 0x7B, 0x7D: sets = 1 | 2  // ? { }
        case 0x2F, 0x3A, 0x3B, 0x3D, 0x40, 0x5B...0x5E, 0x7C: sets = 1  // / : ; = @ [ \ ] ^ |
        default: sets = 0
        }
        return sets & bit != 0
    }
}

extension ByteBuffer {
    /// Appends `text`, escaping what is in `set`. What is not well-formed UTF-8 becomes U+FFFD first.
    mutating func append(_ text: Span<UInt8>, escaping set: PercentEncodeSet) {
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
