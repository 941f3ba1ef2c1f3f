// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads text as classes of units.
struct PatternReader: BitwiseCopyable {
    /// The byte to be read next.
    var index = 0
    /// Half of a surrogate pair that is left of the last character; 0 if nothing is.
    private(set) var trailing: UInt32 = 0

    /// The class of the next unit; at the end of the text, that of the end.
    mutating func next(in text: Span<UInt8>, _ automaton: borrowing PatternAutomaton) -> Int {
        if trailing != 0 {
            defer { trailing = 0 }
            return automaton.alphabet.symbol(of: trailing)
        }
        guard index < text.count else { return automaton.alphabet.end }
        let scalar = UTF8Text.scalar(in: text, at: index)
        index += scalar.width
        if scalar.value > 0xFFFF, !automaton.isUnicode {
            trailing = PatternText.trailingSurrogate(of: scalar.value)
            return automaton.alphabet.symbol(of: PatternText.leadingSurrogate(of: scalar.value))
        }
        return automaton.alphabet.symbol(of: scalar.value)
    }
}
