// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The instructions of an automaton that are reached at a position of a text: those that take a unit, assertions that
/// ask for the next one, and `accept`.
struct PatternReached: BitwiseCopyable, Sendable {
    /// Where they are in `PatternScratch.lists`.
    var base = 0
    var count = 0
    /// The same for the same instructions in any order.
    var hash: UInt64 = 0
    /// What is before the position, if assertions wait for what is behind it.
    var previous = PatternUnitKind.unknown
    /// The lowest number of a pattern that is found here.
    var found = UInt32.max
    var hasCandidates = false
}
