// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Flag i (ECMA-262 §22.2.2.7.3, Canonicalize) is dealt with when a class is read: the class gets every character that
// is the same as one of its members, and then matching knows of no case at all.

extension CodePointSet {
    /// Adds everything that flag i makes equal to a member.
    ///
    /// - Parameter isUnicode: with u or v characters are equal that have the same simple case folding; without, those
    ///   that have the same upper case in one UTF-16 unit, where ASCII never equals anything else.
    mutating func closeOverCase(isUnicode: Bool) {
        normalise()
        guard let last = ranges.last else { return }
        if last.last < 0x80 {
            closeASCII(isUnicode: isUnicode)
            return
        }
        let data = isUnicode ? UnicodeData.foldingEquivalents : UnicodeData.upperCaseEquivalents
        // First the least of the kind of each member, then all that have it.
        var additions = CodePointSet()
        var pairs = CaseEquivalents(data)
        while let pair = pairs.next() {
            if contains(pair.character) { additions.insert(pair.least) }
        }
        formUnion(additions)
        normalise()
        additions = CodePointSet()
        pairs = CaseEquivalents(data)
        while let pair = pairs.next() {
            if contains(pair.least) { additions.insert(pair.character) }
        }
        formUnion(additions)
        normalise()
    }

    private mutating func closeASCII(isUnicode: Bool) {
        var additions = CodePointSet()
        for range in ranges {
            for character in range.first...range.last where character | 0x20 >= 0x61 && character | 0x20 <= 0x7A {
                additions.insert(character ^ 0x20)
                // LATIN SMALL LETTER LONG S and KELVIN SIGN fold to ASCII.
                if isUnicode, character | 0x20 == 0x73 { additions.insert(0x17F) }
                if isUnicode, character | 0x20 == 0x6B { additions.insert(0x212A) }
            }
        }
        formUnion(additions)
        normalise()
    }
}

/// Runs through the characters that are not the least of their kind.
private struct CaseEquivalents {
    struct Pair: BitwiseCopyable {
        var character: UInt32
        var least: UInt32
    }

    private var table: UnicodeTable
    private var start: UInt32 = 0
    private var character: UInt32 = 0
    private var left: UInt32 = 0
    private var step: UInt32 = 0
    private var distance: UInt32 = 0

    init(_ text: StaticString) {
        table = UnicodeTable(text)
    }

    mutating func next() -> Pair? {
        if left > 0 {
            left -= 1
            character &+= step
        } else {
            guard let gap = table.next(), let more = table.next(), let step = table.next(), let distance = table.next()
            else { return nil }
            start &+= gap
            (character, left) = (start, more)
            (self.step, self.distance) = (step &+ 1, distance)
        }
        return Pair(character: character, least: character &- distance)
    }
}
