// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Collects what patterns tell apart.
struct PatternAlphabetBuilder {
    /// A set of units that some instruction takes.
    private struct Source: BitwiseCopyable {
        var low: UInt64
        var high: UInt64
        /// Its part of `ranges`.
        var start: Int
        var end: Int
        /// Whether everything beyond ASCII is taken for a member, because there would be too many classes.
        var isWide = false
    }

    var needsWords = false
    var needsFoldedWords = false
    var needsLines = false

    private var alphabet = PatternAlphabet()
    private var sources: [Source] = []
    private var ranges: [CodePointRange] = []
    /// Characters of ASCII that are taken alone.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// Room that is left for what assertions tell apart.
    private static let assertionBounds = 6

    /// Digits; letters and `_`.
    private static let wordLow: UInt64 = 0x03FF_0000_0000_0000
    private static let wordHigh: UInt64 = 0x07FF_FFFE_87FF_FFFE

    /// For each class of ASCII, while there are not all of them yet: its members, those that a set has, and the class
    /// these go to.
    private struct Block: BitwiseCopyable {
        var count = 0
        var inside = 0
        var split: UInt8 = 0
    }

    private var blocks: [Block] = []

    /// Adds a character of ASCII.
    mutating func insert(_ character: UInt32) {
        if character < 64 { low |= 1 << UInt64(character) } else { high |= 1 << UInt64(character & 63) }
    }

    /// Adds a set. Gives its number, and whether it is taken as it is, rather than as a larger one.
    mutating func insert(
        _ members: CharacterClass, of other: borrowing [CodePointRange]
    ) -> (set: UInt32, isExact: Bool) {
        let count = Int(members.end - members.start)
        for index in sources.indices {
            let source = sources[index]
            guard source.low == members.low, source.high == members.high, source.end - source.start == count else {
                continue
            }
            var same = 0
            while same < count, ranges[source.start + same] == other[Int(members.start) + same] { same += 1 }
            if same == count { return (UInt32(index), !source.isWide) }
        }
        var source = Source(low: members.low, high: members.high, start: ranges.count, end: ranges.count + count)
        for index in Int(members.start)..<Int(members.end) {
            ranges.append(other[index])
            source.isWide = source.isWide || !bound(other[index].first) || !bound(other[index].last &+ 1)
        }
        sources.append(source)
        return (UInt32(sources.count - 1), !source.isWide)
    }

    /// Begins a class at `unit`; false if there are too many already.
    private mutating func bound(_ unit: UInt32, reserve: Int = assertionBounds) -> Bool {
        var place = alphabet.bounds.count
        while place > 0, alphabet.bounds[place - 1] > unit { place -= 1 }
        if place > 0, alphabet.bounds[place - 1] == unit || unit > CodePointSet.maximum { return true }
        guard alphabet.bounds.count + reserve < PatternAlphabet.maximumBounds else { return false }
        alphabet.bounds.insert(unit, at: place)
        return true
    }

    // MARK: - The classes

    /// The alphabet, and for each set of `insert` `symbolWords` words with a bit for each class.
    mutating func finish() -> (alphabet: PatternAlphabet, symbols: [UInt64]) {
        if needsFoldedWords {
            for unit in [0x17F, 0x180, 0x212A, 0x212B] as [UInt32] { _ = bound(unit, reserve: 0) }
        }
        if needsLines {
            for unit in [0x2028, 0x202A] as [UInt32] { _ = bound(unit, reserve: 0) }
        }
        alphabet.columns = [UInt8](repeating: 0, count: 128)
        blocks = [Block(count: 128)]
        for source in sources { split(source.low, source.high) }
        if needsWords { split(Self.wordLow, Self.wordHigh) }
        if needsLines { split(1 << 0x0A | 1 << 0x0D, 0) }
        splitSingles()
        for _ in 0..<blocks.count + alphabet.bounds.count { alphabet.kinds.append(.other) }
        alphabet.kinds.append(.edge)
        noteKinds()
        let opaque = UInt8(truncatingIfNeeded: alphabet.opaque)
        for _ in 128..<256 { alphabet.columns.append(opaque) }
        return (alphabet, symbols())
    }

    /// Divides every class that has members both inside and outside of a set.
    private mutating func split(_ low: UInt64, _ high: UInt64) {
        for index in blocks.indices {
            blocks[index].inside = 0
            blocks[index].split = 0
        }
        var members = ASCIIMembers(low, high)
        while let character = members.next() { blocks[Int(alphabet.columns[character])].inside += 1 }
        members = ASCIIMembers(low, high)
        while let character = members.next() {
            let old = Int(alphabet.columns[character])
            guard blocks[old].inside < blocks[old].count else { continue }
            if blocks[old].split == 0 {
                blocks[old].split = UInt8(truncatingIfNeeded: blocks.count)
                blocks.append(Block())
            }
            let new = blocks[old].split
            alphabet.columns[character] = new
            blocks[Int(new)].count += 1
        }
        for index in blocks.indices where blocks[index].split != 0 {
            blocks[index].count -= blocks[index].inside
        }
    }

    private mutating func splitSingles() {
        var members = ASCIIMembers(low, high)
        while let character = members.next() {
            let old = Int(alphabet.columns[character])
            guard blocks[old].count > 1 else { continue }
            blocks[old].count -= 1
            alphabet.columns[character] = UInt8(truncatingIfNeeded: blocks.count)
            blocks.append(Block(count: 1))
        }
    }

    private mutating func noteKinds() {
        var members = ASCIIMembers(needsWords ? Self.wordLow : 0, needsWords ? Self.wordHigh : 0)
        while let character = members.next() { alphabet.kinds[Int(alphabet.columns[character])] = .word }
        if needsLines {
            for unit in [0x0A, 0x0D, 0x2028] as [UInt32] { alphabet.kinds[alphabet.symbol(of: unit)] = .lineTerminator }
        }
        if needsFoldedWords {
            for unit in [0x17F, 0x212A] as [UInt32] { alphabet.kinds[alphabet.symbol(of: unit)] = .foldedWord }
        }
    }

    private func symbols() -> [UInt64] {
        let words = PatternAutomaton.symbolWords
        var symbols = [UInt64](repeating: 0, count: words * sources.count)
        for index in sources.indices {
            let source = sources[index]
            var members = ASCIIMembers(source.low, source.high)
            while let character = members.next() {
                let symbol = Int(alphabet.columns[character])
                symbols[words * index + symbol / 64] |= 1 << UInt64(symbol & 63)
            }
            var range = source.start
            for bound in alphabet.bounds.indices {
                let unit = alphabet.bounds[bound]
                while range < source.end, ranges[range].last < unit { range += 1 }
                guard source.isWide || range < source.end && ranges[range].first <= unit else { continue }
                let symbol = blocks.count + bound
                symbols[words * index + symbol / 64] |= 1 << UInt64(symbol & 63)
            }
        }
        return symbols
    }
}

/// The characters of ASCII whose bits are set.
private struct ASCIIMembers {
    private var low: UInt64
    private var high: UInt64

    init(_ low: UInt64, _ high: UInt64) {
        self.low = low
        self.high = high
    }

    mutating func next() -> Int? {
        if low != 0 {
            let character = low.trailingZeroBitCount
            low &= low &- 1
            return character
        }
        guard high != 0 else { return nil }
        let character = 64 + high.trailingZeroBitCount
        high &= high &- 1
        return character
    }
}
