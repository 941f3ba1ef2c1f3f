// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The states of an automaton that texts have called for so far.
///
/// A state is a set of instructions that are reached together. Its row of the table says for each class of units which
/// state follows. All memory is taken at once, bounded by `PatternLimit`. When it is full, everything is forgotten, unless
/// that was done a moment ago: then texts that call for more are followed without states.
struct PatternCache: Sendable {
    let automaton: PatternAutomaton
    /// Tells whom the cache is for. While it is held here no other array can have its place.
    private let key: [PatternInstruction]
    /// When it was last used, as the workspace counts.
    var lastUse: UInt64 = 0

    /// Rows, one for each state: for each class and for the end of the text the row that follows, and for what is no
    /// class the state's own number. With `special` set, there is more to do than to go there.
    private(set) var table: [UInt32] = []
    private(set) var states: [PatternState] = []
    /// The instructions of all states.
    private(set) var members: [UInt16] = []
    /// Open addressing: numbers of states, counted from 1.
    private var index: [UInt16]
    /// The row that texts begin at, if it was made.
    private(set) var start: UInt32?

    /// How often everything was forgotten.
    private(set) var generation = 0
    /// Bytes of text since then.
    private var byteCount = 0

    private let stateLimit: Int
    private let memberLimit: Int

    /// The bit of an entry that nothing but going there will not do: something is found, or nothing can be any more.
    static let special: UInt32 = 1 << 31
    /// The entry of a row that was not asked for yet.
    static let unknown = UInt32.max

    init(_ automaton: PatternAutomaton, key: [PatternInstruction]) {
        self.automaton = automaton
        self.key = key
        let count = automaton.instructions.count
        let stride = automaton.alphabet.opaque + 1
        stateLimit = min(32 + 8 * count, PatternLimit.cacheStates, PatternLimit.cacheTable / stride)
        memberLimit = min(stateLimit * min(count, 64) + count, PatternLimit.cacheMembers)
        var buckets = 64
        while buckets < 2 * stateLimit { buckets *= 2 }
        index = [UInt16](repeating: 0, count: buckets)
        table.reserveCapacity(stateLimit * stride)
        states.reserveCapacity(stateLimit)
        members.reserveCapacity(memberLimit)
    }

    func isFor(_ other: [PatternInstruction]) -> Bool {
        key.span.isIdentical(to: other.span)
    }

    /// Entries of a row.
    var stride: Int { automaton.alphabet.opaque + 1 }

    func state(ofRow row: UInt32) -> Int {
        Int(table[Int(row) + automaton.alphabet.opaque] & ~Self.special)
    }

    mutating func count(bytes: Int) {
        byteCount &+= bytes
    }

    // MARK: - Making states

    /// Makes room for one more state; false if there is to be none.
    mutating func makeRoom(for reached: PatternReached) -> Bool {
        if states.count < stateLimit, members.count + reached.count <= memberLimit { return true }
        guard reached.count <= memberLimit, byteCount >= PatternLimit.bytesPerState * states.count else { return false }
        removeAll()
        return true
    }

    private mutating func removeAll() {
        table.removeAll(keepingCapacity: true)
        states.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        for bucket in index.indices { index[bucket] = 0 }
        start = nil
        generation &+= 1
        byteCount = 0
    }

    /// The entry that leads to the state, if it is there. Its instructions must be those marked in the last round.
    func entry(for reached: PatternReached, in scratch: borrowing PatternScratch) -> UInt32? {
        var bucket = Self.bucket(of: reached.hash, previous: reached.previous) & (index.count - 1)
        while index[bucket] != 0 {
            let number = Int(index[bucket]) - 1
            if isSame(states[number], reached, in: scratch) { return entry(of: number) }
            bucket = (bucket + 1) & (index.count - 1)
        }
        return nil
    }

    /// Adds a state that is not there and that there is room for. Gives the entry that leads to it.
    mutating func append(_ reached: PatternReached, from scratch: borrowing PatternScratch) -> UInt32 {
        var bucket = Self.bucket(of: reached.hash, previous: reached.previous) & (index.count - 1)
        while index[bucket] != 0 { bucket = (bucket + 1) & (index.count - 1) }
        let number = states.count
        index[bucket] = UInt16(truncatingIfNeeded: number + 1)
        states.append(PatternState(reached, start: UInt32(truncatingIfNeeded: members.count)))
        for slot in reached.base..<reached.base + reached.count {
            members.append(UInt16(truncatingIfNeeded: scratch.lists[slot]))
        }
        for _ in 0..<stride - 1 { table.append(Self.unknown) }
        table.append(UInt32(truncatingIfNeeded: number) | Self.special)
        return entry(of: number)
    }

    mutating func set(_ entry: UInt32, row: UInt32, symbol: Int) {
        table[Int(row) + symbol] = entry
    }

    mutating func setStart(_ row: UInt32) {
        start = row
    }

    /// Notes that the candidates of a state are known in the text of this round; false if they were already.
    mutating func visit(_ number: Int, round: UInt64) -> Bool {
        guard states[number].visit != round else { return false }
        states[number].visit = round
        return true
    }

    private func entry(of number: Int) -> UInt32 {
        let state = states[number]
        let isOver = state.count == 0 && automaton.isAnchored
        let isSpecial = state.found != .max || state.hasCandidates || isOver
        return UInt32(truncatingIfNeeded: number * stride) | (isSpecial ? Self.special : 0)
    }

    private static func bucket(of hash: UInt64, previous: PatternUnitKind) -> Int {
        Int(truncatingIfNeeded: (hash ^ hash >> 32) &+ UInt64(previous.rawValue))
    }

    private func isSame(
        _ state: PatternState, _ reached: PatternReached, in scratch: borrowing PatternScratch
    ) -> Bool {
        guard state.hash == reached.hash, Int(state.count) == reached.count, state.previous == reached.previous else {
            return false
        }
        for slot in Int(state.start)..<Int(state.start) + reached.count
        where scratch.marks[Int(members[slot])] != scratch.round {
            return false
        }
        return true
    }
}

struct PatternState: BitwiseCopyable, Sendable {
    /// As in `PatternReached`.
    var hash: UInt64
    /// The last round in which its candidates were noted.
    var visit: UInt64 = 0
    /// Its part of the members.
    var start: UInt32
    var count: UInt32
    var found: UInt32
    var previous: PatternUnitKind
    var hasCandidates: Bool

    init(_ reached: PatternReached, start: UInt32) {
        hash = reached.hash
        self.start = start
        count = UInt32(truncatingIfNeeded: reached.count)
        found = reached.found
        previous = reached.previous
        hasCandidates = reached.hasCandidates
    }
}
