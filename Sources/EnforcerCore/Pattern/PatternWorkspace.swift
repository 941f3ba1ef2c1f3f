// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Memory for matching, for one thread. It grows to what the largest pattern and the longest text need and is then used
/// again and again.
package struct PatternWorkspace: Sendable {
    /// Instructions looked at, and units looked at to skip them, in the last call: what took the time.
    package internal(set) var stepCount = 0

    /// The text in units, if it is not ASCII.
    var units: [UInt32] = []
    /// For each instruction the last round it was reached in.
    var marks: [UInt64] = []
    /// Rounds ever made. No mark of a former text is of a later round.
    var round: UInt64 = 0
    /// Instructions to be followed at the present position.
    var waiting: [UInt32] = []
    /// Two lists of instructions that take a unit: of this position, and of the next.
    var lists: [UInt32] = []
    /// For each pass, for each position of the text, whether its look-around holds there.
    var found: [UInt64] = []

    package init() {}

    mutating func prepare(instructions: Int, foundWords: Int) {
        stepCount = 0
        if marks.count < instructions {
            marks = [UInt64](repeating: 0, count: instructions)
            waiting = [UInt32](repeating: 0, count: instructions)
            lists = [UInt32](repeating: 0, count: 2 * instructions)
        }
        if found.count < foundWords { found = [UInt64](repeating: 0, count: foundWords) }
        for index in 0..<foundWords {
            found[index] = 0
        }
    }
}
