// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The flags of a regular expression (ECMA-262 §22.2.3.3). d, g and y say nothing about whether a match exists.
struct PatternFlags: BitwiseCopyable, Sendable {
    private(set) var ignoresCase = false
    private(set) var isMultiline = false
    private(set) var dotMatchesAll = false
    /// u or v: code points instead of UTF-16 units, and the strict grammar.
    private(set) var isUnicode = false
    /// v: the grammar of classes that has set operations.
    private(set) var hasUnicodeSets = false

    init(_ text: Span<UInt8>) throws(PatternError) {
        var seen: UInt32 = 0
        for index in text.indices {
            let letter = text[index] &- 0x61
            guard letter < 26, seen & 1 << UInt32(letter) == 0 else { throw PatternError(.unknownFlag, at: index) }
            seen |= 1 << UInt32(letter)
            switch text[index] {
            case 0x64, 0x67, 0x79: break
            case 0x69: ignoresCase = true
            case 0x6D: isMultiline = true
            case 0x73: dotMatchesAll = true
            case 0x75, 0x76:
                guard !isUnicode else { throw PatternError(.unknownFlag, at: index) }
                isUnicode = true
                hasUnicodeSets = text[index] == 0x76
            default: throw PatternError(.unknownFlag, at: index)
            }
        }
    }
}
