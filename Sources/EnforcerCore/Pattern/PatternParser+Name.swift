// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Names: of groups (ECMA-262 §22.2.1, RegExpIdentifierName) and of Unicode properties.

extension PatternParser {
    /// The name of a group, behind `(?<`. No two groups may have the same.
    mutating func groupName() throws(PatternError) {
        let name = try name()
        var start = 0
        while start < names.count {
            let count = Int(names[start])
            if count == name.count {
                var same = 0
                while same < count, names[start + 1 + same] == name[same] { same += 1 }
                if same == count { throw malformed }
            }
            start += 1 + count
        }
        names.append(UInt32(name.count))
        names.append(contentsOf: name)
    }

    /// A name and the `>` behind it.
    mutating func name() throws(PatternError) -> [UInt32] {
        var name: [UInt32] = []
        while !take(0x3E) {
            guard let unit = peek() else { throw malformed }
            at += 1
            var value = unit
            if unit == 0x5C {
                // Escapes in names are those of flag u, whatever the flags.
                guard peek() == 0x75, let escaped = try unicodeEscape(isUnicode: true) else { throw malformed }
                value = escaped
            } else if PatternText.isLeadingSurrogate(unit), let next = peek(), PatternText.isTrailingSurrogate(next) {
                at += 1
                value = PatternText.codePoint(unit, next)
            }
            guard Self.isIdentifier(value, isFirst: name.isEmpty) else { throw malformed }
            name.append(value)
        }
        guard !name.isEmpty else { throw malformed }
        return name
    }

    private static func isIdentifier(_ value: UInt32, isFirst: Bool) -> Bool {
        if value < 0x80 {
            let isDigit = value &- 0x30 < 10
            return (value | 0x20) &- 0x61 < 26 || value == 0x24 || value == 0x5F || isDigit && !isFirst
        }
        if isFirst { return CodePointSet.identifierStart.contains(value) }
        return value == 0x200C || value == 0x200D || CodePointSet.identifierContinue.contains(value)
    }

    /// `{Name}` or `{Name=Value}`, behind `\p` or `\P`.
    mutating func property() throws(PatternError) -> CodePointSet {
        guard take(0x7B) else { throw malformed }
        let start = at
        var equals: Int?
        var text: [UInt8] = []
        while !take(0x7D) {
            guard let unit = peek(), unit < 0x80 else { throw malformed }
            let byte = UInt8(truncatingIfNeeded: unit)
            if byte == 0x3D, equals == nil {
                equals = text.count
            } else if !ASCII.isLetter(byte), !ASCII.isDigit(byte), byte != 0x5F {
                throw malformed
            }
            text.append(byte)
            at += 1
        }
        guard let set = Self.property(text.span, equals: equals) else {
            throw PatternError(.unsupportedProperty, at: start)
        }
        return set
    }

    private static func property(_ text: Span<UInt8>, equals: Int?) -> CodePointSet? {
        guard let equals else { return CodePointSet.property(text) }
        let name = text.extracting(0..<equals)
        let value = text.extracting(equals + 1..<text.count)
        if name.equals("General_Category") || name.equals("gc") { return CodePointSet.generalCategory(value) }
        if name.equals("Script") || name.equals("sc") { return CodePointSet.script(value) }
        return nil
    }
}
