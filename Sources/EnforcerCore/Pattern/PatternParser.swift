// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads a pattern by the grammar of ECMA-262 §22.2.1, without u or v with the additions of its Annex B.1.2:
///
///     Disjunction  = Alternative *("|" Alternative)
///     Alternative  = *(Assertion / Atom [Quantifier])
///     Assertion    = "^" / "$" / "\b" / "\B" / "(?=" Disjunction ")" / "(?!" … / "(?<=" … / "(?<!" …
///     Atom         = "." / Class / "\" Escape / "(" ["?:" / "?<" Name ">"] Disjunction ")" / Character
///     Quantifier   = ("*" / "+" / "?" / "{" Number ["," [Number]] "}") ["?"]
///
/// `^/v(\d+)(?!/old)` is a sequence of an assertion, two characters, a repetition of a class, and a look-around.
struct PatternParser {
    let flags: PatternFlags
    /// The source in UTF-16 units, or with flag u or v in code points.
    let units: [UInt32]
    var at = 0
    var tree = PatternTree()
    /// How many groups capture, in the whole pattern.
    private(set) var groupCount = 0
    private(set) var hasNamedGroups = false
    /// The names of groups so far, each behind its length.
    var names: [UInt32] = []

    private static let asterisk: UInt32 = 0x2A
    private static let leftBrace: UInt32 = 0x7B

    /// The root is the last node of the tree that is returned.
    static func parse(_ source: Span<UInt8>, flags: PatternFlags) throws(PatternError) -> PatternTree {
        guard source.count <= PatternLimit.source else { throw PatternError(.tooLarge, at: 0) }
        var units: [UInt32] = []
        units.reserveCapacity(source.count)
        PatternText.decode(source, asCodePoints: flags.isUnicode, into: &units)
        var parser = PatternParser(flags: flags, units: units)
        do throws(PatternError) {
            parser.countGroups()
            let root = try parser.disjunction(depth: 0)
            // Only a parenthesis ends it before the text does.
            if parser.at < units.count { throw parser.malformed }
            // Doubled, so that it comes last.
            _ = parser.tree.add(parser.tree.nodes[Int(root)])
            return parser.tree
        } catch {
            let index = Int(error.offset)
            let offset = PatternText.byteOffset(ofUnit: index, in: source, asCodePoints: flags.isUnicode)
            throw PatternError(error.code, at: offset)
        }
    }

    private init(flags: PatternFlags, units: [UInt32]) {
        self.flags = flags
        self.units = units
    }

    // MARK: - Reading units

    /// The unit `ahead` of the present one; nil past the end.
    func peek(_ ahead: Int = 0) -> UInt32? {
        at + ahead < units.count ? units[at + ahead] : nil
    }

    mutating func take(_ unit: UInt32) -> Bool {
        guard peek() == unit else { return false }
        at += 1
        return true
    }

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        for index in 0..<count where peek(index) != UInt32(text.byte(at: index)) {
            return false
        }
        at += count
        return true
    }

    var malformed: PatternError { error(.malformed) }

    /// With a unit for its offset; `parse` makes it a byte.
    func error(_ code: PatternError.Code) -> PatternError {
        PatternError(code, at: at)
    }

    /// Counts the groups before anything is read: what `\2` and `\k` mean depends on it.
    private mutating func countGroups() {
        var index = 0
        var isInClass = false
        while index < units.count {
            switch units[index] {
            case 0x5C: index += 1
            case 0x5B: isInClass = true
            case 0x5D: isInClass = false
            case 0x28 where !isInClass:
                let next = index + 1 < units.count ? units[index + 1] : 0
                let second = index + 2 < units.count ? units[index + 2] : 0
                let third = index + 3 < units.count ? units[index + 3] : 0
                if next != 0x3F {
                    groupCount += 1
                } else if second == 0x3C, third != 0x3D, third != 0x21 {
                    groupCount += 1
                    hasNamedGroups = true
                }
            default: break
            }
            index += 1
        }
    }

    // MARK: - Grammar

    private mutating func disjunction(depth: Int) throws(PatternError) -> UInt32 {
        guard depth <= PatternLimit.nesting else { throw error(.tooLarge) }
        var alternatives = [try alternative(depth: depth)]
        while take(0x7C) {
            alternatives.append(try alternative(depth: depth))
        }
        return tree.add(.alternatives, of: alternatives)
    }

    private mutating func alternative(depth: Int) throws(PatternError) -> UInt32 {
        var members: [UInt32] = []
        while let unit = peek(), unit != 0x7C, unit != 0x29 {
            let member = try term(unit, depth: depth)
            if tree.nodes[Int(member)].kind != .empty { members.append(member) }
        }
        return tree.add(.sequence, of: members)
    }

    /// An assertion, or an atom with its quantifier.
    private mutating func term(_ unit: UInt32, depth: Int) throws(PatternError) -> UInt32 {
        let atom: UInt32
        switch unit {
        case 0x5E:
            at += 1
            return assertion(flags.isMultiline ? .lineStart : .textStart)
        case 0x24:
            at += 1
            return assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case 0x28:
            let start = at
            atom = try group(depth: depth)
            // Annex B: a look-ahead may be repeated. A look-behind may not.
            if isLook(start), flags.isUnicode || units[start + 2] == 0x3C { return atom }
        case 0x2E:
            at += 1
            atom = try add(PatternClasses.dot(matchesAll: flags.dotMatchesAll))
        case 0x5B:
            atom = try add(flags.hasUnicodeSets ? setClass(depth: depth) : characterClass())
        case 0x5C:
            if let next = peek(1), next | 0x20 == 0x62 {
                at += 2
                return assertion(next == 0x62 ? .wordBoundary : .noWordBoundary)
            }
            atom = try add(atomEscape())
        case Self.asterisk, 0x2B, 0x3F: throw malformed
        case Self.leftBrace:
            if flags.isUnicode { throw malformed }
            if try countedQuantifier() != nil { throw malformed }
            at += 1
            atom = try add(literal(unit))
        case 0x5D, 0x7D:
            if flags.isUnicode { throw malformed }
            fallthrough
        default:
            at += 1
            atom = try add(literal(unit))
        }
        return try quantified(atom)
    }

    private func isLook(_ start: Int) -> Bool {
        guard start + 2 < units.count, units[start + 1] == 0x3F else { return false }
        let next = units[start + 2] == 0x3C && start + 3 < units.count ? units[start + 3] : units[start + 2]
        return next == 0x3D || next == 0x21
    }

    private mutating func group(depth: Int) throws(PatternError) -> UInt32 {
        if take("(?:") { return try body(depth: depth) }
        if take("(?=") { return try look(depth: depth, isBehind: false, isNegative: false) }
        if take("(?!") { return try look(depth: depth, isBehind: false, isNegative: true) }
        if take("(?<=") { return try look(depth: depth, isBehind: true, isNegative: false) }
        if take("(?<!") { return try look(depth: depth, isBehind: true, isNegative: true) }
        if take("(?<") {
            try groupName()
        } else if take("(?") {
            throw malformed
        } else {
            at += 1
        }
        return try body(depth: depth)
    }

    private mutating func body(depth: Int) throws(PatternError) -> UInt32 {
        let body = try disjunction(depth: depth + 1)
        guard take(0x29) else { throw malformed }
        return body
    }

    private mutating func look(depth: Int, isBehind: Bool, isNegative: Bool) throws(PatternError) -> UInt32 {
        let body = try body(depth: depth)
        tree.looks.append(PatternLook(body: body, isBehind: isBehind, isNegative: isNegative))
        return tree.add(PatternNode(kind: .look, first: UInt32(tree.looks.count - 1)))
    }

    private mutating func assertion(_ opcode: PatternOpcode) -> UInt32 {
        tree.add(PatternNode(kind: .assertion, first: UInt32(opcode.rawValue)))
    }

    func literal(_ unit: UInt32) -> CodePointSet {
        var set = CodePointSet(CodePointRange(first: unit, last: unit))
        if flags.ignoresCase { set.closeOverCase(isUnicode: flags.isUnicode) }
        return set
    }

    private mutating func add(_ set: CodePointSet) throws(PatternError) -> UInt32 {
        guard let node = tree.add(set) else { throw error(.tooLarge) }
        return node
    }

    // MARK: - Quantifiers

    /// Lazy quantifiers match the same texts as greedy ones.
    private mutating func quantified(_ atom: UInt32) throws(PatternError) -> UInt32 {
        var counts = RepetitionCounts(minimum: 0, maximum: PatternNode.unbounded)
        if take(0x2B) {
            counts.minimum = 1
        } else if take(0x3F) {
            counts.maximum = 1
        } else if peek() == Self.leftBrace {
            guard let counted = try countedQuantifier() else {
                if flags.isUnicode { throw malformed }
                return atom
            }
            counts = counted
        } else if !take(Self.asterisk) {
            return atom
        }
        _ = take(0x3F)
        let node = tree.nodes[Int(atom)]
        // What takes no text holds or does not: once is as good as often.
        if counts.maximum == 0 || (counts.minimum == 0 && !node.consumes) {
            return tree.add(PatternNode(kind: .empty))
        }
        if !node.consumes { return atom }
        return tree.add(
            PatternNode(
                kind: .repetition, first: atom, minimum: counts.minimum, maximum: counts.maximum, consumes: true))
    }

    /// `{n}`, `{n,}` or `{n,m}`; nil, and nothing is taken, if there is none.
    private mutating func countedQuantifier() throws(PatternError) -> RepetitionCounts? {
        let start = at
        at += 1
        if let minimum = number() {
            var maximum = minimum
            if take(0x2C) { maximum = number() ?? PatternNode.unbounded }
            if take(0x7D) {
                guard maximum >= minimum else { throw malformed }
                return RepetitionCounts(minimum: minimum, maximum: maximum)
            }
        }
        at = start
        return nil
    }

    /// Decimal digits. What is too large for V8 to tell apart is one number here, too.
    private mutating func number() -> UInt32? {
        var value: UInt64?
        while let unit = peek(), unit >= 0x30, unit <= 0x39 {
            value = min((value ?? 0) * 10 + UInt64(unit - 0x30), UInt64(Int32.max))
            at += 1
        }
        return value.map { UInt32(truncatingIfNeeded: $0) }
    }
}

private struct RepetitionCounts: BitwiseCopyable {
    var minimum: UInt32
    var maximum: UInt32
}
