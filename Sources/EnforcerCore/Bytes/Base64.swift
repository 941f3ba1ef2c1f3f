// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

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
}

extension ByteBuffer {
    /// Appends what the base64 text `text` stands for, read leniently.
    package mutating func append(base64Decoding text: Span<UInt8>) {
        var bits: UInt32 = 0
        var held = 0
        var index = 0
        while index < text.count {
            // Whole groups go at once for as long as there is nothing in them to be lenient about.
            if held == 0 {
                index += 4 * append(base64Groups: text, from: index)
                guard index < text.count, !hasOverflowed else { return }
            }
            if text[index] == 0x3D { return }
            if let value = Base64.value(of: text[index]) {
                bits = bits << 6 | UInt32(value)
                held += 6
                if held >= 8 {
                    held -= 8
                    append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
                }
            }
            index += 1
        }
    }

    /// Appends what the groups of four characters from `start` on stand for, up to the first one with any other
    /// character, and gives how many they were.
    private mutating func append(base64Groups text: Span<UInt8>, from start: Int) -> Int {
        let groups = (text.count - start) / 4
        // A text of which little is base64 may well fit where all of it would not.
        guard groups > 0, 3 * groups <= limit - count else { return 0 }
        var read = 0
        // Safe: room for all groups is reserved, and they lie inside `text`.
        unsafe text.withUnsafeBufferPointer { text in
            guard let address = text.baseAddress else { return }
            unsafe append(upTo: 3 * groups) {
                unsafe read = enforcer_base64_decode($0, address + start, text.count - start)
                return 3 * read
            }
        }
        return read
    }

    /// Appends `bytes` as padded base64 in the standard alphabet.
    package mutating func append(base64Encoding bytes: Span<UInt8>) {
        // Safe: four characters for every three bytes begun are reserved, which is all that is written.
        _ = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe append(exactly: (bytes.count + 2) / 3 * 4) {
                unsafe enforcer_base64_encode($0, bytes.baseAddress, bytes.count)
            }
        }
    }
}
