// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds out how matches of a pass can begin, so that most positions of a text can be passed over.
enum PatternStartAnalysis {
    static func pass(at entry: UInt32, isBackwards: Bool, in program: PatternProgram) -> PatternPass {
        var pass = PatternPass(entry: entry, isBackwards: isBackwards)
        // With every assertion taken to hold; and again with the end of the text taken never to.
        pass.isAnchored = !reach(from: entry, in: program, anchor: isBackwards ? .textEnd : .textStart, noting: nil)
        pass.startsAnyhow = reach(from: entry, in: program, anchor: nil, noting: .accept)
        note(&pass, in: program)
        return pass
    }

    /// Whether from `entry`, without taking a unit and without getting past `anchor`, an instruction is reached that is
    /// `opcode`, or if that is nil, either takes a unit or accepts.
    private static func reach(
        from entry: UInt32, in program: PatternProgram, anchor: PatternOpcode?, noting opcode: PatternOpcode?
    ) -> Bool {
        var walk = Walk(entry: entry, in: program)
        while let index = walk.next(in: program, anchor: anchor) {
            let found = program.instructions[Int(index)].opcode
            if opcode == nil || found == opcode { return true }
        }
        return false
    }

    private static func note(_ pass: inout PatternPass, in program: PatternProgram) {
        var walk = Walk(entry: pass.entry, in: program)
        while let index = walk.next(in: program, anchor: nil) {
            let instruction = program.instructions[Int(index)]
            switch instruction.opcode {
            case .character:
                let unit = instruction.first
                switch unit {
                case 0..<64: pass.starts.low |= 1 << UInt64(unit)
                case 64..<128: pass.starts.high |= 1 << UInt64(unit & 63)
                default: pass.startsBeyondASCII = true
                }
            case .characterClass:
                let members = program.classes[Int(instruction.first)]
                pass.starts.low |= members.low
                pass.starts.high |= members.high
                if members.end > members.start { pass.startsBeyondASCII = true }
            default: break
            }
        }
    }

    /// Walks the instructions that are reached without taking a unit; stops at those that take one or accept.
    private struct Walk {
        private var seen: [Bool]
        private var waiting: [UInt32]

        init(entry: UInt32, in program: PatternProgram) {
            seen = [Bool](repeating: false, count: program.instructions.count)
            waiting = [entry]
        }

        mutating func next(in program: PatternProgram, anchor: PatternOpcode?) -> UInt32? {
            while let index = waiting.popLast() {
                guard !seen[Int(index)] else { continue }
                seen[Int(index)] = true
                let instruction = program.instructions[Int(index)]
                switch instruction.opcode {
                case .character, .characterClass, .accept: return index
                case .split:
                    waiting.append(instruction.first)
                    waiting.append(instruction.second)
                case .jump: waiting.append(instruction.first)
                default:
                    if instruction.opcode != anchor { waiting.append(index + 1) }
                }
            }
            return nil
        }
    }
}
