// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Follows all ways to match side by side, one unit of the text after the other (Thompson 1968).
///
/// A round is a position of the text. At each, every instruction is reached once at most, and that bounds the time.
struct PatternSimulation<Unit: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: ~Copyable, ~Escapable {
    let text: Span<Unit>
    let instructions: Span<PatternInstruction>
    let classes: Span<CharacterClass>
    let ranges: Span<CodePointRange>
    var marks: MutableSpan<UInt64>
    var waiting: MutableSpan<UInt32>
    var lists: MutableSpan<UInt32>
    var found: MutableSpan<UInt64>
    var round: UInt64
    let foldsWord: Bool
    var stepCount = 0

    private var isAccepted = false
    /// Where in `lists` the list that grows begins, and its length.
    private var base = 0
    private var count = 0

    @_lifetime(
        copy text, copy instructions, copy classes, copy ranges, copy marks, copy waiting, copy lists, copy found)
    init(
        text: Span<Unit>, instructions: Span<PatternInstruction>, classes: Span<CharacterClass>,
        ranges: Span<CodePointRange>, marks: consuming MutableSpan<UInt64>, waiting: consuming MutableSpan<UInt32>,
        lists: consuming MutableSpan<UInt32>, found: consuming MutableSpan<UInt64>, round: UInt64, foldsWord: Bool
    ) {
        self.text = text
        self.instructions = instructions
        self.classes = classes
        self.ranges = ranges
        self.marks = marks
        self.waiting = waiting
        self.lists = lists
        self.found = found
        self.round = round
        self.foldsWord = foldsWord
    }

    /// Words of `found` for each pass.
    private var foundStride: Int { text.count / 64 + 1 }

    /// Runs a pass. With `results`, the positions at which it accepts are noted there and the answer is false; otherwise
    /// the answer is whether it accepts anywhere.
    @_lifetime(self: copy self)
    mutating func run(_ pass: PatternPass, results: Int?) -> Bool {
        base = 0
        count = 0
        isAccepted = false
        var step = 0
        let steps = text.count
        round &+= 1
        while true {
            let position = pass.isBackwards ? steps &- step : step
            let unit = step < steps ? unit(pass.isBackwards ? position &- 1 : position) : nil
            let starts =
                (!pass.isAnchored || step == 0) && (pass.startsAnyhow || unit.map { pass.canStart(with: $0) } ?? false)
            if starts { follow(pass.entry, at: position) }
            if isAccepted {
                guard let results else { return true }
                found[results &* foundStride &+ position / 64] |= 1 << UInt64(position & 63)
                isAccepted = false
            }
            guard let unit else { return false }
            stepCount &+= 1
            round &+= 1
            if count == 0 {
                if pass.isAnchored { return false }
            } else {
                advance(over: unit, to: pass.isBackwards ? position &- 1 : position &+ 1)
            }
            step &+= 1
        }
    }

    private func unit(_ index: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: text[index])
    }

    /// Takes `unit` everywhere and goes on at `position`.
    @_lifetime(self: copy self)
    private mutating func advance(over unit: UInt32, to position: Int) {
        let start = base
        let end = base &+ count
        base = base == 0 ? instructions.count : 0
        count = 0
        stepCount &+= end &- start
        for slot in start..<end {
            let index = lists[slot]
            if takes(unit, at: Int(index)) { follow(index &+ 1, at: position) }
        }
    }

    private func takes(_ unit: UInt32, at index: Int) -> Bool {
        let instruction = instructions[index]
        if instruction.opcode == .character { return instruction.first == unit }
        return classes[Int(instruction.first)].contains(unit, in: ranges)
    }

    /// Reaches `entry` and all that follows from it without taking a unit.
    @_lifetime(self: copy self)
    private mutating func follow(_ entry: UInt32, at position: Int) {
        guard reach(entry) else { return }
        var depth = 0
        var index = entry
        while true {
            let instruction = instructions[Int(index)]
            stepCount &+= 1
            var goesOn = false
            var next = index &+ 1
            switch instruction.opcode {
            case .character, .characterClass:
                lists[base &+ count] = index
                count &+= 1
            case .accept: isAccepted = true
            case .jump:
                goesOn = true
                next = instruction.first
            case .split:
                if reach(instruction.second) {
                    waiting[depth] = instruction.second
                    depth &+= 1
                }
                goesOn = true
                next = instruction.first
            default: goesOn = holds(instruction, at: position)
            }
            if goesOn, reach(next) {
                index = next
                continue
            }
            guard depth > 0 else { return }
            depth &-= 1
            index = waiting[depth]
        }
    }

    /// Marks the instruction; false if it was reached in this round already.
    @_lifetime(self: copy self)
    private mutating func reach(_ index: UInt32) -> Bool {
        guard marks[Int(index)] != round else { return false }
        marks[Int(index)] = round
        return true
    }

    // MARK: - Assertions

    @_lifetime(self: copy self)
    private mutating func holds(_ instruction: PatternInstruction, at position: Int) -> Bool {
        switch instruction.opcode {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lineStart: position == 0 || PatternText.isLineTerminator(unit(position &- 1))
        case .lineEnd: position == text.count || PatternText.isLineTerminator(unit(position))
        case .wordBoundary: isWord(position &- 1) != isWord(position)
        case .noWordBoundary: isWord(position &- 1) == isWord(position)
        case .look:
            (found[Int(instruction.first) &* foundStride &+ position / 64] >> UInt64(position & 63) & 1)
                != UInt64(instruction.second)
        case .nearLook: holds(PatternNearLook(instruction), at: position)
        default: false
        }
    }

    private func isWord(_ index: Int) -> Bool {
        guard index >= 0, index < text.count else { return false }
        let unit = unit(index)
        if unit < 0x80 { return (unit | 0x20) &- 0x61 < 26 || unit &- 0x30 < 10 || unit == 0x5F }
        return foldsWord && (unit == 0x17F || unit == 0x212A)
    }

    @_lifetime(self: copy self)
    private mutating func holds(_ look: PatternNearLook, at position: Int) -> Bool {
        var index = Int(look.start)
        let end = Int(look.end)
        var place = position
        while index < end {
            stepCount &+= 1
            if instructions[index].opcode == .accept { return !look.isNegative }
            let taken = look.isBehind ? place &- 1 : place
            if taken >= 0, taken < text.count, takes(unit(taken), at: index) {
                place = look.isBehind ? taken : taken &+ 1
                index &+= 1
                continue
            }
            // The next alternative.
            while index < end, instructions[index].opcode != .accept { index &+= 1 }
            index &+= 1
            place = position
        }
        return look.isNegative
    }
}
