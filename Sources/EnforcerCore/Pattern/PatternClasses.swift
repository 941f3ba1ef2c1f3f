// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The classes that have a name of their own (ECMA-262 §22.2.2.9).
enum PatternClasses {
    static var digits: CodePointSet { CodePointSet(CodePointRange(first: 0x30, last: 0x39)) }

    /// Letters, digits and `_`; with flags i and u also what folds to one of them.
    static func word(_ flags: PatternFlags) -> CodePointSet {
        var set = CodePointSet(
            CodePointRange(first: 0x30, last: 0x39), CodePointRange(first: 0x41, last: 0x5A),
            CodePointRange(first: 0x5F, last: 0x5F), CodePointRange(first: 0x61, last: 0x7A))
        if flags.ignoresCase { set.closeOverCase(isUnicode: flags.isUnicode) }
        return set
    }

    /// WhiteSpace and LineTerminator (ECMA-262 §12.2, §12.3).
    static var space: CodePointSet {
        CodePointSet(
            CodePointRange(first: 0x09, last: 0x0D), CodePointRange(first: 0x20, last: 0x20),
            CodePointRange(first: 0xA0, last: 0xA0), CodePointRange(first: 0x1680, last: 0x1680),
            CodePointRange(first: 0x2000, last: 0x200A), CodePointRange(first: 0x2028, last: 0x2029),
            CodePointRange(first: 0x202F, last: 0x202F), CodePointRange(first: 0x205F, last: 0x205F),
            CodePointRange(first: 0x3000, last: 0x3000), CodePointRange(first: 0xFEFF, last: 0xFEFF))
    }

    static func dot(matchesAll: Bool) -> CodePointSet {
        var set = CodePointSet()
        if !matchesAll {
            set.insert(0x0A)
            set.insert(0x0D)
            set.insert(0x2028, 0x2029)
        }
        set.invert()
        return set
    }
}
