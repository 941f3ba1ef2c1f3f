// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What is looked for, and what of it is found.
struct PatternFinding: Sendable {
    /// Patterns from this number on are of no interest; the lowest one found so far.
    var best: UInt32 = 0
    /// A bit for each pattern: whether it may be there.
    var candidates: [UInt64] = []
    var hasCandidates = false
    var stepCount = 0

    /// - Parameter limit: the number of patterns, or of those that are of interest.
    mutating func begin(limit: Int) {
        best = UInt32(truncatingIfNeeded: limit)
        hasCandidates = false
        stepCount = 0
        let words = limit / 64 + 1
        while candidates.count < words { candidates.append(0) }
        for word in 0..<words { candidates[word] = 0 }
    }

    /// Notes the candidate whose `accept` the instruction is, if it is one.
    mutating func note(_ instruction: PatternInstruction) {
        guard instruction.opcode == .accept, instruction.second != 0 else { return }
        insert(candidate: instruction.first)
    }

    mutating func insert(candidate number: UInt32) {
        guard number < best else { return }
        hasCandidates = true
        candidates[Int(number / 64)] |= 1 << UInt64(number & 63)
    }

    /// Whether a pattern below the best one is a candidate.
    func isCandidate(_ number: UInt32) -> Bool {
        hasCandidates && candidates[Int(number / 64)] >> UInt64(number & 63) & 1 != 0
    }

    /// Takes out the lowest candidate below the best pattern.
    mutating func nextCandidate() -> Int? {
        for word in candidates.indices where candidates[word] != 0 {
            let number = 64 * word + candidates[word].trailingZeroBitCount
            candidates[word] &= candidates[word] &- 1
            return number < Int(best) ? number : nil
        }
        return nil
    }
}
