// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Several patterns in one, to be looked for in one pass over a text.
///
/// It is the instructions of all of them side by side, with units replaced by classes of units. `PatternCache` makes
/// states of sets of these instructions as texts call for them, and remembers from each state and class where it goes
/// (Thompson 1968 had that idea, too): what was seen before costs a look into a table.
///
/// Look-arounds are taken to hold, and a few sets are taken to be larger than they are. A pattern with one is found
/// wherever it is and perhaps elsewhere: it is a candidate, and `PatternSimulation` has the word.
///
/// The alphabet are units and not bytes, because assertions and flag i are about units, and because then what is
/// ill-formed has the one meaning that `UTF8Text` gives it. A byte of ASCII is a unit by itself.
struct PatternAutomaton: Sendable {
    /// `character` has a class for its `first`, `characterClass` the number of a set, `accept` the number of its pattern
    /// and for its `second` whether that is only a candidate; a word boundary for its `second`, whether case is folded.
    var instructions: [PatternInstruction] = []
    /// For each set a bit for each class, in `symbolWords` words.
    var symbols: [UInt64] = []
    var alphabet = PatternAlphabet()

    /// Assertions and `accept` that patterns begin with, to be followed at the start of the text.
    var initial: [UInt32] = []
    /// Those to be followed at every other position.
    var restarts: [UInt32] = []
    /// For each class what follows on the instructions that patterns begin with and that take it. They are followed at
    /// every position; no state has to name them.
    var starts: [UInt32] = []
    /// Where the part of each class in `starts` ends.
    var startEnds: [UInt32] = []

    /// Patterns that there was no room for: they are candidates wherever they are.
    var others: [UInt32] = []

    /// The lowest number of a pattern.
    var least: UInt32 = 0
    var isSingle = false
    /// Whether units are code points rather than those of UTF-16.
    var isUnicode = false

    static let symbolWords = 4

    /// Whether nothing can be found any more once no instruction is reached.
    var isAnchored: Bool { restarts.isEmpty && starts.isEmpty }
}

extension PatternInstruction {
    /// Whether an instruction of an automaton takes units of the class.
    func takes(_ symbol: Int, symbols: Span<UInt64>) -> Bool {
        switch opcode {
        case .character: Int(first) == symbol
        case .characterClass:
            symbols[Int(first) &* PatternAutomaton.symbolWords &+ symbol / 64] >> UInt64(symbol & 63) & 1 != 0
        default: false
        }
    }
}
