// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What an assertion wants to know of the units before and behind a position.
enum PatternUnitKind: UInt8, BitwiseCopyable, Sendable {
    case other
    /// A letter, a digit or `_` of ASCII.
    case word
    /// With flags i and u a word character, too: what folds to one of ASCII.
    case foldedWord
    case lineTerminator
    /// No unit: the start or the end of the text.
    case edge
    /// Not known yet, or of no interest.
    case unknown

    func isWord(folded: Bool) -> Bool {
        self == .word || folded && self == .foldedWord
    }

    func isLineEdge() -> Bool {
        self == .edge || self == .lineTerminator
    }
}

extension PatternInstruction {
    /// Whether it asks for the unit behind the position.
    var looksAhead: Bool {
        switch opcode {
        case .textEnd, .lineEnd, .wordBoundary, .noWordBoundary: true
        default: false
        }
    }

    /// Whether an assertion of an automaton holds between two units.
    func holds(between previous: PatternUnitKind, and next: PatternUnitKind) -> Bool {
        switch opcode {
        case .textStart: previous == .edge
        case .textEnd: next == .edge
        case .lineStart: previous.isLineEdge()
        case .lineEnd: next.isLineEdge()
        case .wordBoundary: previous.isWord(folded: second != 0) != next.isWord(folded: second != 0)
        case .noWordBoundary: previous.isWord(folded: second != 0) == next.isWord(folded: second != 0)
        default: false
        }
    }
}
