// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Character classes (ECMA-262 §22.2.1, CharacterClass).

/// A member of a class: a set such as `\d`, or a character, which may begin or end a range.
private struct ClassAtom {
    var set: CodePointSet
    var character: UInt32?

    init(character: UInt32) {
        set = CodePointSet(CodePointRange(first: character, last: character))
        self.character = character
    }

    init(set: CodePointSet) {
        self.set = set
        character = nil
    }
}

extension PatternParser {
    private static let hyphen: UInt32 = 0x2D
    private static let leftBracket: UInt32 = 0x5B
    private static let rightBracket: UInt32 = 0x5D

    // MARK: - Without flag v

    mutating func characterClass() throws(PatternError) -> CodePointSet {
        at += 1
        let isNegated = take(0x5E)
        var set = CodePointSet()
        while !take(Self.rightBracket) {
            let first = try classAtom()
            guard peek() == Self.hyphen, peek(1) != Self.rightBracket else {
                set.formUnion(first.set)
                continue
            }
            at += 1
            let last = try classAtom()
            if let low = first.character, let high = last.character {
                guard low <= high else { throw malformed }
                set.insert(low, high)
            } else {
                // Annex B: `[\d-x]` is no range but three members.
                if flags.isUnicode { throw malformed }
                set.formUnion(first.set)
                set.insert(Self.hyphen)
                set.formUnion(last.set)
            }
        }
        if flags.ignoresCase { set.closeOverCase(isUnicode: flags.isUnicode) }
        if isNegated { set.invert() }
        return set
    }

    private mutating func classAtom() throws(PatternError) -> ClassAtom {
        guard let unit = peek() else { throw malformed }
        at += 1
        guard unit == 0x5C else { return ClassAtom(character: unit) }
        return try escapedClassAtom()
    }

    private mutating func escapedClassAtom() throws(PatternError) -> ClassAtom {
        guard let unit = peek() else { throw malformed }
        if unit == 0x62 {
            at += 1
            return ClassAtom(character: 0x08)
        }
        if let set = try classEscape(unit) { return ClassAtom(set: set) }
        return ClassAtom(character: try characterEscape(isInClass: true))
    }

    // MARK: - With flag v

    /// A class in which classes are nested, subtracted (`--`) and intersected (`&&`). Case is folded operand by operand,
    /// before the operations.
    mutating func setClass(depth: Int) throws(PatternError) -> CodePointSet {
        guard depth < PatternLimit.nesting else { throw error(.tooLarge) }
        at += 1
        let isNegated = take(0x5E)
        var set = CodePointSet()
        if !take(Self.rightBracket) {
            let first = try setOperand(depth: depth)
            if take("--") {
                set = closed(first.set)
                repeat {
                    var operand = closed(try setOperand(depth: depth).set)
                    operand.invert()
                    set.formIntersection(operand)
                } while take("--")
            } else if take("&&") {
                set = closed(first.set)
                repeat {
                    if peek() == 0x26 { throw malformed }
                    set.formIntersection(closed(try setOperand(depth: depth).set))
                } while take("&&")
            } else {
                set = try setUnion(from: first, depth: depth)
            }
            guard take(Self.rightBracket) else { throw malformed }
        }
        set.normalise()
        if isNegated { set.invert() }
        return set
    }

    private mutating func setUnion(from start: ClassAtom, depth: Int) throws(PatternError) -> CodePointSet {
        var set = CodePointSet()
        var first = start
        while true {
            if let low = first.character, peek() == Self.hyphen, peek(1) != Self.hyphen {
                at += 1
                guard let high = try setOperand(depth: depth).character, low <= high else { throw malformed }
                set.formUnion(closed(CodePointSet(CodePointRange(first: low, last: high))))
            } else {
                set.formUnion(closed(first.set))
            }
            if peek() == Self.rightBracket { return set }
            first = try setOperand(depth: depth)
        }
    }

    private func closed(_ set: CodePointSet) -> CodePointSet {
        guard flags.ignoresCase else { return set }
        var closed = set
        closed.closeOverCase(isUnicode: true)
        return closed
    }

    private mutating func setOperand(depth: Int) throws(PatternError) -> ClassAtom {
        guard let unit = peek() else { throw malformed }
        switch unit {
        case Self.leftBracket: return ClassAtom(set: try setClass(depth: depth + 1))
        case 0x5C:
            at += 1
            if take("q{") { return ClassAtom(set: try stringAlternatives()) }
            return try escapedClassAtom()
        // ( ) ] { } / - |
        case 0x28, 0x29, 0x5D, 0x7B, 0x7D, 0x2F, 0x2D, 0x7C: throw malformed
        // && !! ## $$ %% ** ++ ,, .. :: ;; << == >> ?? @@ ^^ `` ~~ are reserved.
        case 0x21, 0x23...0x26, 0x2A...0x2C, 0x2E, 0x3A...0x40, 0x5E, 0x60, 0x7E:
            if peek(1) == unit { throw malformed }
        default: break
        }
        at += 1
        return ClassAtom(character: unit)
    }

    /// `\q{a|b}`, of which only single characters can be done without strings as members of sets.
    private mutating func stringAlternatives() throws(PatternError) -> CodePointSet {
        var set = CodePointSet()
        repeat {
            guard let character = try setOperand(depth: PatternLimit.nesting).character else { throw malformed }
            guard let next = peek() else { throw malformed }
            guard next == 0x7C || next == 0x7D else { throw error(.unsupportedProperty) }
            set.insert(character)
        } while take(0x7C)
        guard take(0x7D) else { throw malformed }
        return set
    }
}
