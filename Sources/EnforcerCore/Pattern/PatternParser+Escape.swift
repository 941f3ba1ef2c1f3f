// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What follows a backslash (ECMA-262 §22.2.1, AtomEscape and ClassEscape, with Annex B.1.2).

extension PatternParser {
    /// An escape outside classes.
    mutating func atomEscape() throws(PatternError) -> CodePointSet {
        at += 1
        guard let unit = peek() else { throw malformed }
        if unit >= 0x31, unit <= 0x39 {
            if isBackReference() { throw error(.backReference) }
            if flags.isUnicode { throw malformed }
        }
        if unit == 0x6B, flags.isUnicode || hasNamedGroups {
            at += 1
            guard take(0x3C) else { throw malformed }
            _ = try name()
            throw error(.backReference)
        }
        if let set = try classEscape(unit) { return set }
        return literal(try characterEscape(isInClass: false))
    }

    /// Whether the decimal number here is not larger than the number of groups.
    private func isBackReference() -> Bool {
        var value = 0
        var ahead = 0
        while let unit = peek(ahead), unit >= 0x30, unit <= 0x39 {
            value = min(value * 10 + Int(unit - 0x30), 1 << 20)
            ahead += 1
        }
        return value <= groupCount
    }

    /// `\d` and its kin; nil if the escape stands for one character.
    mutating func classEscape(_ unit: UInt32) throws(PatternError) -> CodePointSet? {
        var set: CodePointSet
        switch unit {
        case 0x64, 0x44: set = PatternClasses.digits
        case 0x73, 0x53: set = PatternClasses.space
        case 0x77, 0x57: set = PatternClasses.word(flags)
        case 0x70 where flags.isUnicode, 0x50 where flags.isUnicode:
            at += 1
            set = try property()
            // With v the complement is taken of what is already folded.
            if flags.ignoresCase, flags.hasUnicodeSets { set.closeOverCase(isUnicode: true) }
            if unit == 0x50 { set.invert() }
            if flags.ignoresCase { set.closeOverCase(isUnicode: true) }
            return set
        default: return nil
        }
        at += 1
        if unit < 0x60 { set.invert() }
        return set
    }

    /// An escape for one character; `at` is behind the backslash.
    mutating func characterEscape(isInClass: Bool) throws(PatternError) -> UInt32 {
        guard let unit = peek() else { throw malformed }
        switch unit {
        case 0x66: return taken(1, as: 0x0C)
        case 0x6E: return taken(1, as: 0x0A)
        case 0x72: return taken(1, as: 0x0D)
        case 0x74: return taken(1, as: 0x09)
        case 0x76: return taken(1, as: 0x0B)
        case 0x63: return try controlEscape(isInClass: isInClass)
        case 0x30...0x37:
            if !flags.isUnicode { return octalEscape() }
            if unit == 0x30, (peek(1) ?? 0) &- 0x30 > 9 { return taken(1, as: 0) }
            throw malformed
        case 0x78:
            if let value = hexadecimal(at: 1, count: 2) { return taken(3, as: value) }
        case 0x75:
            if let value = try unicodeEscape(isUnicode: flags.isUnicode) { return value }
        case 0x6B:
            if hasNamedGroups { throw malformed }
        default: break
        }
        if flags.isUnicode, !isIdentityEscape(unit, isInClass: isInClass) { throw malformed }
        return taken(1, as: unit)
    }

    private mutating func taken(_ count: Int, as value: UInt32) -> UInt32 {
        at += count
        return value
    }

    private func isIdentityEscape(_ unit: UInt32, isInClass: Bool) -> Bool {
        switch unit {
        // ^ $ \ . * + ? ( ) [ ] { } | /
        case 0x5E, 0x24, 0x5C, 0x2E, 0x2A, 0x2B, 0x3F, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x7C, 0x2F: true
        case 0x2D: isInClass
        // & ! # % , : ; < = > @ ` ~
        case 0x26, 0x21, 0x23, 0x25, 0x2C, 0x3A...0x3E, 0x40, 0x60, 0x7E: isInClass && flags.hasUnicodeSets
        default: false
        }
    }

    /// `\cA`. Without a letter the backslash stands for itself (Annex B), and `c` is read next.
    private mutating func controlEscape(isInClass: Bool) throws(PatternError) -> UInt32 {
        if let letter = peek(1) {
            if (letter | 0x20) &- 0x61 < 26 { return taken(2, as: letter & 0x1F) }
            if isInClass, !flags.isUnicode, letter &- 0x30 < 10 || letter == 0x5F {
                return taken(2, as: letter & 0x1F)
            }
        }
        if flags.isUnicode { throw malformed }
        return 0x5C
    }

    /// Up to three octal digits, at most `\377` (Annex B).
    private mutating func octalEscape() -> UInt32 {
        var value: UInt32 = 0
        var count = 0
        while count < 3, value < 32, let digit = peek(), digit &- 0x30 < 8 {
            value = value * 8 + (digit & 7)
            count += 1
            at += 1
        }
        return value
    }

    private func hexadecimal(at ahead: Int, count: Int) -> UInt32? {
        var value: UInt32 = 0
        for index in 0..<count {
            guard let digit = hexadecimalDigit(at: ahead + index) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    private func hexadecimalDigit(at ahead: Int) -> UInt32? {
        guard let unit = peek(ahead), unit < 0x80 else { return nil }
        return Hex.value(of: UInt8(truncatingIfNeeded: unit)).map { UInt32($0) }
    }

    /// `\uHHHH`, and with `isUnicode` also two of them for a surrogate pair, and `\u{H…}`; nil if it is none. `at` is at
    /// the `u`.
    mutating func unicodeEscape(isUnicode: Bool) throws(PatternError) -> UInt32? {
        if isUnicode, peek(1) == 0x7B {
            var value: UInt32 = 0
            var ahead = 2
            while let digit = hexadecimalDigit(at: ahead) {
                value = value << 4 | digit
                guard value <= CodePointSet.maximum else { throw malformed }
                ahead += 1
            }
            guard ahead > 2, peek(ahead) == 0x7D else { throw malformed }
            return taken(ahead + 1, as: value)
        }
        guard let value = hexadecimal(at: 1, count: 4) else { return nil }
        if isUnicode, PatternText.isLeadingSurrogate(value), peek(5) == 0x5C, peek(6) == 0x75,
            let trailing = hexadecimal(at: 7, count: 4), PatternText.isTrailingSurrogate(trailing)
        {
            return taken(11, as: PatternText.codePoint(value, trailing))
        }
        return taken(5, as: value)
    }
}
