// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

enum PatternOpcode: UInt8, BitwiseCopyable, Sendable {
    // Take one unit and go on at the next instruction.
    /// `first` is the unit.
    case character
    /// `first` is an index of the classes.
    case characterClass

    // Take nothing.
    /// Goes on at `first` and at `second`.
    case split
    /// Goes on at `first`.
    case jump
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary
    /// Whether the pass number `first` found its look-around here, or with `second` 1, did not.
    case look
    /// The same for alternatives of a few units that are compared in place; it is a `PatternNearLook`.
    case nearLook
    case accept
}

struct PatternInstruction: BitwiseCopyable, Sendable {
    var opcode: PatternOpcode
    var first: UInt32 = 0
    var second: UInt32 = 0

    var takesUnit: Bool { opcode.rawValue <= PatternOpcode.characterClass.rawValue }
}

/// One run over the text: for the pattern itself, or for a look-around.
struct PatternPass: BitwiseCopyable, Sendable {
    /// Its first instruction.
    var entry: UInt32
    /// Look-aheads are written in reverse and run from the end of the text to its start, so that at each position it is
    /// known whether a match begins there.
    var isBackwards: Bool
    /// Whether matches can only begin at the end of the text that the pass starts from.
    var isAnchored = false
    /// Whether a match may begin with something else than a unit of `starts`.
    var startsAnyhow = false
    /// The units that a match can begin with, as far as they are ASCII.
    var starts = CharacterClass()
    /// Whether it can begin with other units.
    var startsBeyondASCII = false

    func canStart(with unit: UInt32) -> Bool {
        startsAnyhow || (unit < 0x80 ? starts.containsASCII(unit) : startsBeyondASCII)
    }
}

/// A look-around without repetitions or assertions: instructions that take units, one alternative after the other, each
/// ended by `accept`. With `isBehind` the units come in reverse.
struct PatternNearLook: BitwiseCopyable, Sendable {
    var start: UInt32
    var end: UInt32
    var isBehind: Bool
    var isNegative: Bool

    init(start: UInt32, end: UInt32, isBehind: Bool, isNegative: Bool) {
        self.start = start
        self.end = end
        self.isBehind = isBehind
        self.isNegative = isNegative
    }

    init(_ instruction: PatternInstruction) {
        start = instruction.first
        end = instruction.second >> 2
        isBehind = instruction.second & 2 != 0
        isNegative = instruction.second & 1 != 0
    }

    /// The instruction that it is kept in.
    var instruction: PatternInstruction {
        PatternInstruction(
            opcode: .nearLook, first: start, second: end << 2 | (isBehind ? 2 : 0) | (isNegative ? 1 : 0))
    }
}

/// The instructions of a pattern with everything they refer to.
struct PatternProgram: Sendable {
    var instructions: [PatternInstruction] = []
    var classes: [CharacterClass] = []
    var ranges: [CodePointRange] = []
    /// Look-arounds, inner ones before those around them, and last the pattern itself.
    var passes: [PatternPass] = []
    var flags: PatternFlags
    var hasLooks = false

    /// The instructions of the pattern itself; they are the last.
    var mainCount: Int { passes.last.map { instructions.count - Int($0.entry) } ?? 0 }
}
