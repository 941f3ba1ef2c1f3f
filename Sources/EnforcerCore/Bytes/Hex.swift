// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Hexadecimal digits.
package enum Hex {
    /// The value of a digit in either case, or nil.
    package static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46: byte &- 0x41 &+ 10
        case 0x61...0x66: byte &- 0x61 &+ 10
        default: nil
        }
    }

    /// The lower-case digit of the low four bits of `value`.
    package static func digit(_ value: UInt8) -> UInt8 {
        let four = value & 0x0F
        return four < 10 ? 0x30 &+ four : 0x61 &+ (four &- 10)
    }
}

extension ByteBuffer {
    /// Appends `bytes` as lower-case hexadecimal digits.
    package mutating func append(hexEncoding bytes: Span<UInt8>) {
        // Safe: two digits for each byte are reserved.
        unsafe append(exactly: 2 * bytes.count) { text in
            for index in bytes.indices {
                unsafe text[2 * index] = Hex.digit(bytes[index] >> 4)
                unsafe text[2 * index + 1] = Hex.digit(bytes[index])
            }
        }
    }

    /// Appends `value` as four lower-case digits.
    package mutating func append(hexEncoding value: UInt16) {
        // Safe: four bytes are reserved.
        unsafe append(exactly: 4) {
            unsafe $0[0] = Hex.digit(UInt8(truncatingIfNeeded: value >> 12))
            unsafe $0[1] = Hex.digit(UInt8(truncatingIfNeeded: value >> 8))
            unsafe $0[2] = Hex.digit(UInt8(truncatingIfNeeded: value >> 4))
            unsafe $0[3] = Hex.digit(UInt8(truncatingIfNeeded: value))
        }
    }
}
