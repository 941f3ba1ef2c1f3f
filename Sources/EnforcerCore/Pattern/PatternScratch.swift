// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What following instructions needs: eight bytes for a mark and twelve for lists, for each instruction of the largest
/// pattern or automaton so far, 65,536 at most.
struct PatternScratch: Sendable {
    /// For each instruction the last round it was reached in.
    var marks: [UInt64] = []
    /// Rounds ever made. No mark of a former text is of a later round.
    var round: UInt64 = 0
    /// Instructions to be followed at the present position.
    var waiting: [UInt32] = []
    /// Two lists of instructions: of this position, and of the next.
    var lists: [UInt32] = []

    mutating func prepare(instructions: Int) {
        guard marks.count < instructions else { return }
        marks = [UInt64](repeating: 0, count: instructions)
        waiting = [UInt32](repeating: 0, count: instructions)
        lists = [UInt32](repeating: 0, count: 2 * instructions)
    }
}
