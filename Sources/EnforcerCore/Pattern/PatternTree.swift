// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What was read of a pattern. Nodes name each other by index, so that the whole is a few flat arrays.
struct PatternTree {
    var nodes: [PatternNode] = []
    /// Indices of nodes: the children of sequences and alternatives.
    var children: [UInt32] = []
    var classes: [CharacterClass] = []
    var ranges: [CodePointRange] = []
    /// Every look-around after those inside it.
    var looks: [PatternLook] = []
}

struct PatternNode: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// Matches the empty text.
        case empty
        /// `first` is the unit.
        case character
        /// `first` is an index of `classes`.
        case characterClass
        /// `count` children from `first`.
        case sequence
        case alternatives
        /// `first` is the node, `minimum` and `maximum` how often.
        case repetition
        /// `first` is the raw value of the opcode that tests it.
        case assertion
        /// `first` is an index of `looks`.
        case look
    }

    static let unbounded = UInt32.max

    var kind: Kind
    var first: UInt32 = 0
    var count: UInt32 = 0
    var minimum: UInt32 = 0
    var maximum: UInt32 = 0
    /// Whether there is a match that is not empty.
    var consumes = false
}

struct PatternLook: BitwiseCopyable {
    var body: UInt32
    var isBehind: Bool
    var isNegative: Bool
}

/// A character class as it is matched: bits for ASCII, ranges for the rest.
struct CharacterClass: BitwiseCopyable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// Its part of the program's ranges, those from U+0080.
    var start: UInt32 = 0
    var end: UInt32 = 0

    func containsASCII(_ unit: UInt32) -> Bool {
        (unit < 64 ? low >> UInt64(unit & 63) : high >> UInt64(unit & 63)) & 1 != 0
    }

    func contains(_ unit: UInt32, in ranges: Span<CodePointRange>) -> Bool {
        if unit < 0x80 { return containsASCII(unit) }
        var low = Int(start)
        var high = Int(end)
        while low < high {
            let middle = (low &+ high) / 2
            if ranges[middle].last < unit { low = middle &+ 1 } else { high = middle }
        }
        return low < Int(end) && ranges[low].first <= unit
    }
}

extension PatternTree {
    mutating func add(_ node: PatternNode) -> UInt32 {
        nodes.append(node)
        return UInt32(truncatingIfNeeded: nodes.count - 1)
    }

    /// A sequence or alternatives of `members`, or what is simpler and the same.
    mutating func add(_ kind: PatternNode.Kind, of members: [UInt32]) -> UInt32 {
        if members.count == 1 { return members[0] }
        guard !members.isEmpty else { return add(PatternNode(kind: .empty)) }
        var node = PatternNode(kind: kind, first: UInt32(children.count), count: UInt32(members.count))
        for member in members {
            node.consumes = node.consumes || nodes[Int(member)].consumes
            children.append(member)
        }
        return add(node)
    }

    /// A node for a set; nil if there would be too many ranges.
    mutating func add(_ set: consuming CodePointSet) -> UInt32? {
        set.normalise()
        if set.ranges.count == 1, set.ranges[0].first == set.ranges[0].last {
            return add(PatternNode(kind: .character, first: set.ranges[0].first, consumes: true))
        }
        guard ranges.count + set.ranges.count <= PatternLimit.ranges else { return nil }
        var new = CharacterClass(start: UInt32(ranges.count))
        for range in set.ranges {
            var unit = range.first
            while unit < 0x80, unit <= range.last {
                if unit < 64 { new.low |= 1 << UInt64(unit) } else { new.high |= 1 << UInt64(unit & 63) }
                unit += 1
            }
            if range.last >= 0x80 { ranges.append(CodePointRange(first: max(range.first, 0x80), last: range.last)) }
        }
        new.end = UInt32(ranges.count)
        classes.append(new)
        return add(PatternNode(kind: .characterClass, first: UInt32(classes.count - 1), consumes: true))
    }
}
