// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Numbers as JSON and JavaScript write them.
package enum JSONNumber {
    /// The value of a JSON number. Correctly rounded, as in JavaScript, for up to 19 significant digits where the power
    /// of ten is at most 27 (all that the protocol carries: times, scores, limits); otherwise within a few units in the
    /// last place. Too large is infinite.
    package static func value(of text: Span<UInt8>) -> Double {
        var index = 0
        let isNegative = text.count > 0 && text[0] == 0x2D
        if isNegative { index = 1 }
        var mantissa: UInt64 = 0
        var exponent = 0
        var isFraction = false
        while index < text.count, ASCII.isDigit(text[index]) || text[index] == 0x2E {
            if text[index] == 0x2E {
                isFraction = true
            } else if mantissa < 1_000_000_000_000_000_000 {
                mantissa = mantissa &* 10 &+ UInt64(text[index] &- 0x30)
                if isFraction { exponent -= 1 }
            } else if !isFraction {
                exponent += 1
            }
            index += 1
        }
        if index < text.count, text[index] | 0x20 == 0x65 {
            exponent += signedDigits(text, from: index + 1)
        }
        let magnitude = scale(mantissa, byPowerOfTen: exponent)
        return isNegative ? -magnitude : magnitude
    }

    /// The number that JavaScript makes of a text when it compares it with a number: white space at the ends is
    /// dropped, empty is 0, decimal notation is read, anything else is nil (not a number).
    package static func value(ofJavaScriptText text: Span<UInt8>) -> Double? {
        let trimmed = text.trimmed()
        guard trimmed.count > 0 else { return 0 }
        var index = trimmed[0] == 0x2D || trimmed[0] == 0x2B ? 1 : 0
        let start = index
        var digits = 0
        var points = 0
        while index < trimmed.count, ASCII.isDigit(trimmed[index]) || trimmed[index] == 0x2E {
            if trimmed[index] == 0x2E { points += 1 } else { digits += 1 }
            index += 1
        }
        guard digits > 0, points <= 1 else { return nil }
        if index < trimmed.count, trimmed[index] | 0x20 == 0x65 {
            index += 1
            if index < trimmed.count, trimmed[index] == 0x2B || trimmed[index] == 0x2D { index += 1 }
            guard index < trimmed.count else { return nil }
            while index < trimmed.count, ASCII.isDigit(trimmed[index]) { index += 1 }
            guard ASCII.isDigit(trimmed[index - 1]) else { return nil }
        }
        guard index == trimmed.count else { return nil }
        let magnitude = value(of: trimmed.extracting(start..<trimmed.count))
        return trimmed[0] == 0x2D ? -magnitude : magnitude
    }

    /// The whole number at the start of a text, as JavaScript's `parseInt(text, 10)` reads it: leading white space and
    /// a sign are allowed, what follows the digits is ignored, no digit is nil. From about
    /// 2.9 · 10¹⁸ on it saturates at ±2⁶².
    package static func leadingInteger(of text: Span<UInt8>) -> Int64? {
        var index = 0
        while index < text.count, ASCII.isWhitespace(text[index]) { index += 1 }
        let isNegative = index < text.count && text[index] == 0x2D
        if index < text.count, isNegative || text[index] == 0x2B { index += 1 }
        let first = index
        var value: Int64 = 0
        while index < text.count, ASCII.isDigit(text[index]) {
            value = value > 1 << 58 ? 1 << 62 : value &* 10 &+ Int64(text[index] &- 0x30)
            index += 1
        }
        guard index > first else { return nil }
        return isNegative ? -value : value
    }

    private static func signedDigits(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        let isNegative = index < text.count && text[index] == 0x2D
        if index < text.count, isNegative || text[index] == 0x2B { index += 1 }
        var value = 0
        while index < text.count, ASCII.isDigit(text[index]) {
            // No double is larger than 10^309 or smaller than 10^-324, and no text has a million digits before it.
            value = min(value &* 10 &+ Int(text[index] &- 0x30), 10_000_000)
            index += 1
        }
        return isNegative ? -value : value
    }

    private static func scale(_ mantissa: UInt64, byPowerOfTen exponent: Int) -> Double {
        guard mantissa != 0 else { return 0 }
        guard exponent.magnitude > 27 || mantissa <= 1 << 53 && exponent.magnitude <= 22 else {
            return exponent < 0 ? quotient(mantissa, exponent: -exponent) : product(mantissa, exponent: exponent)
        }
        // Both factors are exact in a double for as long as one step is enough, so the result is rounded once.
        var left = min(max(exponent, -700), 700)
        var result = Double(mantissa)
        while left > 0 {
            let step = min(left, 22)
            result *= power(step)
            left -= step
        }
        while left < 0 {
            let step = min(-left, 22)
            result /= power(step)
            left += step
        }
        return result
    }

    // 10^n is 5^n · 2^n. With whole numbers times or over 5^n no bit is lost before the one rounding at the end, which
    // is that of `Double.init`: all bits below the 64 it is given are summed up in the lowest.

    private static func product(_ mantissa: UInt64, exponent: Int) -> Double {
        let (high, low) = mantissa.multipliedFullWidth(by: powerOfFive(exponent))
        let shift = high.leadingZeroBitCount
        let top = high << shift | low >> (64 - shift)
        let isInexact = low << shift != 0
        return Double(top | (isInexact ? 1 : 0)) * powerOfTwo(64 - shift + exponent)
    }

    private static func quotient(_ mantissa: UInt64, exponent: Int) -> Double {
        let divisor = powerOfFive(exponent)
        var (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
        var shift = 0
        while quotient < 1 << 63 {
            // 5^27 is below 2^63, so twice a remainder fits.
            rest <<= 1
            quotient <<= 1
            if rest >= divisor {
                rest -= divisor
                quotient |= 1
            }
            shift += 1
        }
        return Double(quotient | (rest != 0 ? 1 : 0)) * powerOfTwo(-shift - exponent)
    }

    /// 5^n for n up to 27: those that 64 bits hold.
    private static func powerOfFive(_ exponent: Int) -> UInt64 {
        var result: UInt64 = 1
        for _ in 0..<exponent {
            result &*= 5
        }
        return result
    }

    /// 2^n, for the few hundred n around 0 that are asked for here.
    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(truncatingIfNeeded: 1023 + exponent) << 52)
    }

    /// 10^n for n up to 22: those that a double holds exactly.
    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent {
            result *= 10
        }
        return result
    }
}
