// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Text as a sequence of units.
enum PatternText {
    /// Appends UTF-16 units or code points; what is ill-formed as U+FFFD.
    static func decode(_ text: Span<UInt8>, asCodePoints: Bool, into units: inout [UInt32]) {
        var index = 0
        while index < text.count {
            if text[index] < 0x80 {
                units.append(UInt32(text[index]))
                index += 1
                continue
            }
            let scalar = UTF8Text.scalar(in: text, at: index)
            index += scalar.width
            if scalar.value > 0xFFFF, !asCodePoints {
                units.append(leadingSurrogate(of: scalar.value))
                units.append(trailingSurrogate(of: scalar.value))
            } else {
                units.append(scalar.value)
            }
        }
    }

    static func isASCII(_ text: Span<UInt8>) -> Bool {
        // Without a way out of the loop, so that it is done many bytes at a time.
        var bits: UInt8 = 0
        for index in text.indices {
            bits |= text[index]
        }
        return bits < 0x80
    }

    static func byteOffset(ofUnit unit: Int, in text: Span<UInt8>, asCodePoints: Bool) -> Int {
        var passed = 0
        var index = 0
        while index < text.count, passed < unit {
            let scalar = UTF8Text.scalar(in: text, at: index)
            passed += scalar.value > 0xFFFF && !asCodePoints ? 2 : 1
            index += scalar.width
        }
        return index
    }

    static func leadingSurrogate(of value: UInt32) -> UInt32 { 0xD7C0 &+ value >> 10 }
    static func trailingSurrogate(of value: UInt32) -> UInt32 { 0xDC00 | value & 0x3FF }

    static func isLeadingSurrogate(_ unit: UInt32) -> Bool { unit & 0xFFFF_FC00 == 0xD800 }
    static func isTrailingSurrogate(_ unit: UInt32) -> Bool { unit & 0xFFFF_FC00 == 0xDC00 }

    static func codePoint(_ leading: UInt32, _ trailing: UInt32) -> UInt32 {
        (leading & 0x3FF) << 10 &+ (trailing & 0x3FF) &+ 0x1_0000
    }

    /// LineTerminator of ECMA-262 §12.3.
    static func isLineTerminator(_ unit: UInt32) -> Bool {
        unit == 0x0A || unit == 0x0D || unit | 1 == 0x2029
    }
}
