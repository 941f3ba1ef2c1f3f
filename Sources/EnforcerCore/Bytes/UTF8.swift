// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// UTF-8 as JavaScript sees it: lengths in UTF-16 units, and replacement of what is not well-formed.
package enum UTF8Text {
    /// One scalar read from `bytes` at `index`.
    package struct Scalar: BitwiseCopyable {
        /// The code point; U+FFFD for an ill-formed sequence.
        package var value: UInt32
        /// Bytes it takes in the input; at least 1.
        package var width: Int
        /// Whether the input there was well-formed. A surrogate in three bytes (as JSON's `\ud800` leaves it) is not.
        package var isWellFormed: Bool
    }

    /// Reads the scalar at `index`, which must be inside `bytes`. An ill-formed sequence is replaced as the WHATWG
    /// decoder does it: one U+FFFD for each maximal subpart (Unicode 15, §3.9).
    package static func scalar(in bytes: Span<UInt8>, at index: Int) -> Scalar {
        let first = bytes[index]
        if first < 0x80 { return Scalar(value: UInt32(first), width: 1, isWellFormed: true) }
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
        case 0xE0...0xEF:
            (length, value) = (3, UInt32(first & 0x0F))
            if first == 0xE0 { low = 0xA0 }
            if first == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            (length, value) = (4, UInt32(first & 0x07))
            if first == 0xF0 { low = 0x90 }
            if first == 0xF4 { high = 0x8F }
        default: return Scalar(value: 0xFFFD, width: 1, isWellFormed: false)
        }
        var width = 1
        while width < length {
            guard index + width < bytes.count else {
                return Scalar(value: 0xFFFD, width: width, isWellFormed: false)
            }
            let next = bytes[index + width]
            guard next >= low, next <= high else {
                return Scalar(value: 0xFFFD, width: width, isWellFormed: false)
            }
            (low, high) = (0x80, 0xBF)
            value = value << 6 | UInt32(next & 0x3F)
            width += 1
        }
        return Scalar(value: value, width: width, isWellFormed: true)
    }

    /// If a surrogate stands in three bytes at `index` (WTF-8), its value.
    package static func surrogate(in bytes: Span<UInt8>, at index: Int) -> UInt32? {
        guard index + 2 < bytes.count, bytes[index] == 0xED, bytes[index + 1] >= 0xA0, bytes[index + 1] <= 0xBF,
            bytes[index + 2] & 0xC0 == 0x80
        else { return nil }
        return 0xD000 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
    }

    /// How long `bytes` is in UTF-16 units: what JavaScript calls its length.
    package static func utf16Count(_ bytes: Span<UInt8>) -> Int {
        var units = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                let end = bytes.end(of: .ascii, from: index)
                units += end - index
                index = end
            } else if surrogate(in: bytes, at: index) != nil {
                units += 1
                index += 3
            } else {
                let scalar = scalar(in: bytes, at: index)
                units += scalar.value > 0xFFFF ? 2 : 1
                index += scalar.width
            }
        }
        return units
    }
}

/// The UTF-8 bytes of one code point, one after the other. Surrogates come out in three bytes (WTF-8); what is no code
/// point comes out as U+FFFD.
package struct UTF8Encoder: BitwiseCopyable {
    private var pending: UInt32
    private var left: Int

    package init(_ scalar: UInt32) {
        let value = scalar > 0x10_FFFF ? 0xFFFD : scalar
        // The bytes are packed with the first one lowest.
        let tail = 0x80 | value & 0x3F
        let middle = 0x80 | value >> 6 & 0x3F
        let upper = 0x80 | value >> 12 & 0x3F
        switch value {
        case 0..<0x80: (pending, left) = (value, 1)
        case 0x80..<0x800: (pending, left) = (0xC0 | value >> 6 | tail << 8, 2)
        case 0x800..<0x1_0000: (pending, left) = (0xE0 | value >> 12 | middle << 8 | tail << 16, 3)
        default: (pending, left) = (0xF0 | value >> 18 | upper << 8 | middle << 16 | tail << 24, 4)
        }
    }

    package mutating func next() -> UInt8? {
        guard left > 0 else { return nil }
        left -= 1
        defer { pending >>= 8 }
        return UInt8(truncatingIfNeeded: pending)
    }
}

extension ByteBuffer {
    /// Appends a code point as UTF-8; a surrogate in three bytes (WTF-8), so that it survives until it is written.
    package mutating func append(scalar value: UInt32) {
        if value < 0x80 { return append(UInt8(truncatingIfNeeded: value)) }
        var encoder = UTF8Encoder(value)
        while let byte = encoder.next() {
            append(byte)
        }
    }

    /// Appends `bytes` with everything that is not well-formed UTF-8 replaced by U+FFFD: what JavaScript's text
    /// becomes when it is turned into bytes.
    package mutating func append(wellFormed bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                let end = bytes.end(of: .ascii, from: index)
                append(bytes.extracting(index..<end))
                index = end
            } else if UTF8Text.surrogate(in: bytes, at: index) != nil {
                append(scalar: 0xFFFD)
                index += 3
            } else {
                let scalar = UTF8Text.scalar(in: bytes, at: index)
                append(scalar: scalar.value)
                index += scalar.width
            }
        }
    }

    /// Appends at most `limit` UTF-16 units of `bytes`. Half of a surrogate pair that the cut leaves over becomes
    /// U+FFFD, as it does when JavaScript hashes or sends the cut text (protocol.md §3.5).
    package mutating func append(_ bytes: Span<UInt8>, utf16Limit limit: Int) {
        var units = 0
        var index = 0
        while index < bytes.count, units < limit {
            if bytes[index] < 0x80 {
                let end = min(bytes.end(of: .ascii, from: index), index + (limit - units))
                append(bytes.extracting(index..<end))
                units += end - index
                index = end
                continue
            }
            let scalar = UTF8Text.scalar(in: bytes, at: index)
            if scalar.value > 0xFFFF, units + 2 > limit {
                append(scalar: 0xFFFD)
                return
            }
            append(scalar: scalar.value)
            units += scalar.value > 0xFFFF ? 2 : 1
            index += scalar.width
        }
    }
}
