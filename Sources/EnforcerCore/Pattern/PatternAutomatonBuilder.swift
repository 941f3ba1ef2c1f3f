// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Puts a `PatternAutomaton` together.
struct PatternAutomatonBuilder {
    private var automaton = PatternAutomaton()
    private var alphabet = PatternAlphabetBuilder()
    private var entries: [UInt32] = []

    /// - Parameter isUnicode: whether it is for patterns with flag u or v, or for those without.
    init(isUnicode: Bool) {
        automaton.isUnicode = isUnicode
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Adds a pattern. Numbers go upwards.
    mutating func append(_ program: borrowing PatternProgram, number: UInt32) {
        guard let main = program.passes.last else { return }
        if entries.isEmpty { automaton.least = number }
        guard automaton.instructions.count + program.mainCount <= PatternLimit.automatonInstructions else {
            automaton.others.append(number)
            return
        }
        let base = UInt32(truncatingIfNeeded: automaton.instructions.count)
        entries.append(base)
        let distance = base &- main.entry
        let folds = program.flags.ignoresCase && program.flags.isUnicode
        var sets = [UInt32](repeating: .max, count: program.classes.count)
        var isExact = true
        for index in Int(main.entry)..<program.instructions.count {
            var instruction = program.instructions[index]
            switch instruction.opcode {
            case .character:
                if instruction.first < 0x80 {
                    alphabet.insert(instruction.first)
                } else {
                    let range = CodePointRange(first: instruction.first, last: instruction.first)
                    let set = alphabet.insert(CharacterClass(start: 0, end: 1), of: [range])
                    isExact = isExact && set.isExact
                    instruction = PatternInstruction(opcode: .characterClass, first: set.set)
                }
            case .characterClass:
                let number = Int(instruction.first)
                if sets[number] == .max {
                    let set = alphabet.insert(program.classes[number], of: program.ranges)
                    isExact = isExact && set.isExact
                    sets[number] = set.set
                }
                instruction.first = sets[number]
            case .split:
                instruction.first &+= distance
                instruction.second &+= distance
            case .jump: instruction.first &+= distance
            case .textStart, .textEnd: break
            case .lineStart, .lineEnd: alphabet.needsLines = true
            case .wordBoundary, .noWordBoundary:
                alphabet.needsWords = true
                if folds { alphabet.needsFoldedWords = true }
                instruction.second = folds ? 1 : 0
            case .look, .nearLook:
                isExact = false
                let next = UInt32(truncatingIfNeeded: automaton.instructions.count) &+ 1
                instruction = PatternInstruction(opcode: .jump, first: next)
            case .accept: instruction = PatternInstruction(opcode: .accept, first: number, second: isExact ? 0 : 1)
            }
            automaton.instructions.append(instruction)
        }
    }

    mutating func finish() -> PatternAutomaton {
        automaton.isSingle = entries.count + automaton.others.count == 1
        (automaton.alphabet, automaton.symbols) = alphabet.finish()
        for index in automaton.instructions.indices where automaton.instructions[index].opcode == .character {
            let symbol = automaton.alphabet.symbol(of: automaton.instructions[index].first)
            automaton.instructions[index].first = UInt32(truncatingIfNeeded: symbol)
        }
        let takers = beginnings()
        sortByClass(takers)
        return automaton
    }

    /// Finds what patterns begin with. Gives the instructions that take a unit.
    private mutating func beginnings() -> [UInt32] {
        var takers: [UInt32] = []
        var seen = [Bool](repeating: false, count: automaton.instructions.count)
        var waiting: [UInt32] = []
        for entry in entries {
            waiting.append(entry)
            while let index = waiting.popLast() {
                guard !seen[Int(index)] else { continue }
                seen[Int(index)] = true
                let instruction = automaton.instructions[Int(index)]
                switch instruction.opcode {
                case .character, .characterClass: takers.append(index)
                case .split:
                    waiting.append(instruction.first)
                    waiting.append(instruction.second)
                case .jump: waiting.append(instruction.first)
                default:
                    automaton.initial.append(index)
                    // An empty match at the start has said what one further on would say.
                    if instruction.opcode != .textStart, instruction.opcode != .accept {
                        automaton.restarts.append(index)
                    }
                }
            }
        }
        return takers
    }

    /// Puts down, class by class, what follows on the instructions that take it.
    private mutating func sortByClass(_ takers: [UInt32]) {
        let classes = automaton.alphabet.end
        var next = [Int](repeating: 0, count: classes + 1)
        for taker in takers {
            var taken = PatternSymbols(of: automaton.instructions[Int(taker)], in: automaton.symbols)
            while let symbol = taken.next() { next[symbol + 1] += 1 }
        }
        for symbol in 0..<classes {
            next[symbol + 1] += next[symbol]
            automaton.startEnds.append(UInt32(truncatingIfNeeded: next[symbol + 1]))
        }
        automaton.starts = [UInt32](repeating: 0, count: next[classes])
        for taker in takers {
            var taken = PatternSymbols(of: automaton.instructions[Int(taker)], in: automaton.symbols)
            while let symbol = taken.next() {
                automaton.starts[next[symbol]] = taker + 1
                next[symbol] += 1
            }
        }
    }
}

/// The classes that an instruction takes, one after the other.
private struct PatternSymbols {
    private let start: Int
    private let symbols: [UInt64]
    private var word: UInt64
    private var offset = 0
    private var isAlone = false

    init(of instruction: PatternInstruction, in symbols: [UInt64]) {
        isAlone = instruction.opcode == .character
        start = isAlone ? Int(instruction.first) : Int(instruction.first) * PatternAutomaton.symbolWords
        self.symbols = symbols
        word = isAlone ? 1 : symbols[start]
    }

    mutating func next() -> Int? {
        while word == 0 {
            offset += 1
            if isAlone || offset == PatternAutomaton.symbolWords { return nil }
            word = symbols[start + offset]
        }
        let symbol = 64 * offset + word.trailingZeroBitCount
        word &= word &- 1
        return isAlone ? start : symbol
    }
}
