// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Goes from the instructions that are reached at one position to those that are reached at the next.
///
/// What it does for a position costs no more than what `PatternSimulation` does there for the patterns one by one.
struct PatternAdvance: ~Copyable, ~Escapable {
    private let instructions: Span<PatternInstruction>
    private let symbols: Span<UInt64>
    private let kinds: Span<PatternUnitKind>
    private let initial: Span<UInt32>
    private let restarts: Span<UInt32>
    private let starts: Span<UInt32>
    private let startEnds: Span<UInt32>
    private var marks: MutableSpan<UInt64>
    private var waiting: MutableSpan<UInt32>
    private var lists: MutableSpan<UInt32>
    private(set) var round: UInt64
    private(set) var stepCount = 0
    private(set) var reached: PatternReached

    @_lifetime(borrow automaton, copy marks, copy waiting, copy lists)
    init(
        _ automaton: borrowing PatternAutomaton, from reached: PatternReached, marks: consuming MutableSpan<UInt64>,
        waiting: consuming MutableSpan<UInt32>, lists: consuming MutableSpan<UInt32>, round: UInt64
    ) {
        instructions = automaton.instructions.span
        symbols = automaton.symbols.span
        kinds = automaton.alphabet.kinds.span
        initial = automaton.initial.span
        restarts = automaton.restarts.span
        starts = automaton.starts.span
        startEnds = automaton.startEnds.span
        self.marks = marks
        self.waiting = waiting
        self.lists = lists
        self.round = round
        self.reached = reached
    }

    func instruction(at slot: Int) -> PatternInstruction {
        instructions[Int(lists[reached.base &+ slot])]
    }

    /// Reaches what is reached at the start of the text.
    @_lifetime(self: copy self)
    mutating func begin() {
        reached = PatternReached(base: 0)
        round &+= 1
        for index in initial.indices {
            follow(initial[index], previous: .edge, next: .unknown)
        }
    }

    /// Goes over a unit of the class `symbol`, or over the end of the text.
    @_lifetime(self: copy self)
    mutating func advance(over symbol: Int) {
        let kind = kinds[symbol]
        let count = reached.count
        if reached.previous != .unknown { resolve(next: kind) }
        let base = reached.base
        let resolvedCount = reached.count
        reached = PatternReached(base: base == 0 ? instructions.count : 0)
        round &+= 1
        stepCount &+= resolvedCount
        for slot in base..<base &+ resolvedCount {
            let index = lists[slot]
            let instruction = instructions[Int(index)]
            if instruction.takes(symbol, symbols: symbols) {
                follow(index &+ 1, previous: kind, next: .unknown)
            } else if slot >= base &+ count, instruction.opcode == .accept {
                // What was found once the next unit was known.
                follow(index, previous: kind, next: .unknown)
            }
        }
        guard kind != .edge else { return }
        for slot in (symbol == 0 ? 0 : Int(startEnds[symbol &- 1]))..<Int(startEnds[symbol]) {
            follow(starts[slot], previous: kind, next: .unknown)
        }
        for slot in restarts.indices {
            follow(restarts[slot], previous: kind, next: .unknown)
        }
    }

    /// Follows the assertions that waited for the next unit.
    @_lifetime(self: copy self)
    private mutating func resolve(next: PatternUnitKind) {
        let previous = reached.previous
        let members = reached.base..<reached.base &+ reached.count
        round &+= 1
        for slot in members {
            marks[Int(lists[slot])] = round
        }
        for slot in members {
            let index = lists[slot]
            let instruction = instructions[Int(index)]
            if instruction.looksAhead, instruction.holds(between: previous, and: next) {
                follow(index &+ 1, previous: previous, next: next)
            }
        }
    }

    /// Reaches `entry` and all that follows from it without taking a unit.
    @_lifetime(self: copy self)
    private mutating func follow(_ entry: UInt32, previous: PatternUnitKind, next: PatternUnitKind) {
        guard reach(entry) else { return }
        var depth = 0
        var index = entry
        while true {
            let instruction = instructions[Int(index)]
            stepCount &+= 1
            var goesOn = false
            var following = index &+ 1
            switch instruction.opcode {
            case .character, .characterClass: append(index)
            case .accept:
                append(index)
                if instruction.second == 0 {
                    reached.found = min(reached.found, instruction.first)
                } else {
                    reached.hasCandidates = true
                }
            case .jump:
                goesOn = true
                following = instruction.first
            case .split:
                if reach(instruction.second) {
                    waiting[depth] = instruction.second
                    depth &+= 1
                }
                goesOn = true
                following = instruction.first
            default:
                if next == .unknown, instruction.looksAhead {
                    append(index)
                    reached.previous = previous
                } else {
                    goesOn = instruction.holds(between: previous, and: next)
                }
            }
            if goesOn, reach(following) {
                index = following
                continue
            }
            guard depth > 0 else { return }
            depth &-= 1
            index = waiting[depth]
        }
    }

    @_lifetime(self: copy self)
    private mutating func append(_ index: UInt32) {
        lists[reached.base &+ reached.count] = index
        reached.count &+= 1
        // Not linear, so that sets with the same sum differ.
        let product = UInt64(index &+ 1) &* 0x9E37_79B9_7F4A_7C15
        reached.hash &+= (product ^ product >> 29) &* 0xBF58_476D_1CE4_E5B9
    }

    /// Marks the instruction; false if it was reached in this round already.
    @_lifetime(self: copy self)
    private mutating func reach(_ index: UInt32) -> Bool {
        guard marks[Int(index)] != round else { return false }
        marks[Int(index)] = round
        return true
    }
}
