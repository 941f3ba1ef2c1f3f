// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The units of text, put into classes whose members no pattern of an automaton tells apart: few enough that a state can
/// have a table with an entry for each.
///
/// Classes are numbered from 0. The number behind the last stands for the end of the text.
struct PatternAlphabet: Sendable {
    /// Classes beyond ASCII; with those of ASCII and two more numbers all fit into a byte.
    static let maximumBounds = 112

    /// The class of each byte that is a unit by itself; for the others `opaque`.
    var columns: [UInt8] = []
    /// Where the classes beyond ASCII begin, in order. The first is U+0080.
    var bounds: [UInt32] = [0x80]
    /// What the members of each class are, and behind them the end of the text.
    var kinds: [PatternUnitKind] = []

    /// The number that stands for the end of the text.
    var end: Int { kinds.count - 1 }

    /// The number of no class, for bytes that only say something together.
    var opaque: Int { kinds.count }

    /// The class of a unit.
    func symbol(of unit: UInt32) -> Int {
        if unit < 0x80 { return Int(columns[Int(unit)]) }
        var low = 0
        var high = bounds.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if bounds[middle] <= unit { low = middle } else { high = middle }
        }
        return end - bounds.count + low
    }
}
