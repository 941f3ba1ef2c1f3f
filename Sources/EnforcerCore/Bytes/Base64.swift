// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Base64 (RFC 4648).
///
/// Decoding is lenient in the way Node's `Buffer.from(text, 'base64')` is, because live tokens rely on it: both
/// alphabets, padding optional, other characters skipped, an `=` ends the text, a last lone character is dropped.
package enum Base64 {
    /// The value of a character of either alphabet, or nil.
    package static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte &- 0x41  // A-Z
        case 0x61...0x7A: byte &- 0x61 &+ 26  // a-z
        case 0x30...0x39: byte &- 0x30 &+ 52  // 0-9
        case 0x2B, 0x2D: 62  // + or -
        case 0x2F, 0x5F: 63  // / or _
        default: nil
        }
    }

    /// The character of the standard alphabet for `value`, of which only the low six bits count.
    package static func character(for value: UInt32) -> UInt8 {
        let six = UInt8(truncatingIfNeeded: value & 0x3F)
        switch six {
        case 0..<26: return 0x41 &+ six
        case 26..<52: return 0x61 &+ (six &- 26)
        case 52..<62: return 0x30 &+ (six &- 52)
        case 62: return 0x2B
        default: return 0x2F
        }
    }
}

extension ByteBuffer {
    /// Appends what the base64 text `text` stands for, read leniently.
    package mutating func append(base64Decoding text: Span<UInt8>) {
        var bits: UInt32 = 0
        var held = 0
        for index in text.indices {
            if text[index] == 0x3D { break }
            guard let value = Base64.value(of: text[index]) else { continue }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
    }

    /// Appends `bytes` as padded base64 in the standard alphabet.
    package mutating func append(base64Encoding bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            var group = UInt32(bytes[index]) << 16
            if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[index + 2]) }
            append(Base64.character(for: group >> 18))
            append(Base64.character(for: group >> 12))
            append(left > 1 ? Base64.character(for: group >> 6) : 0x3D)
            append(left > 2 ? Base64.character(for: group) : 0x3D)
            index += 3
        }
    }
}
