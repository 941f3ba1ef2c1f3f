// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension PatternCache {
    /// Looks for the patterns of the automaton.
    mutating func find(in text: Span<UInt8>, _ finding: inout PatternFinding, _ scratch: inout PatternScratch) {
        guard finding.best > automaton.least else { return }
        for number in automaton.others { finding.insert(candidate: number) }
        scratch.prepare(instructions: automaton.instructions.count)
        count(bytes: text.count)
        scratch.round &+= 1
        let visit = scratch.round
        var reader = PatternReader()
        // A row of the table, or without room for one what was reached.
        var (entry, reached) = begin(&finding, &scratch)
        let end = automaton.alphabet.end
        var symbol = -1
        while entry != Self.unknown {
            var row = entry & ~Self.special
            if entry & Self.special != 0, !note(state(ofRow: row), visit: visit, &finding) { return }
            if symbol == end { return }
            let before = reader.index
            if reader.trailing == 0 {
                Self.run(
                    over: text, from: &reader.index, row: &row, table: table.span,
                    columns: automaton.alphabet.columns.span)
            }
            symbol = reader.next(in: text, automaton)
            finding.stepCount &+= reader.index &- before
            entry = table[Int(row) &+ symbol]
            if entry == Self.unknown {
                (entry, reached) = advance(from: row, over: symbol, &finding, &scratch)
            }
        }
        goOn(
            in: text, reader, isOver: symbol == end, from: reached, &finding, marks: &scratch.marks,
            waiting: &scratch.waiting, lists: &scratch.lists, round: &scratch.round)
    }

    /// Goes from row to row until an entry is special, or a byte is no unit by itself.
    private static func run(
        over text: Span<UInt8>, from index: inout Int, row: inout UInt32, table: Span<UInt32>, columns: Span<UInt8>
    ) {
        var place = index
        var current = row
        while place < text.count {
            let entry = table[Int(current) &+ Int(columns[Int(text[place])])]
            if entry & special != 0 { break }
            place &+= 1
            // From a state that leads to itself a run of one byte is passed over at once: texts that are made to be slow
            // are such runs.
            if entry == current, place < text.count, text[place] == text[place &- 1] {
                place &+= text.extracting(place..<text.count)
                    .commonPrefix(with: text.extracting(place &- 1..<text.count &- 1))
            }
            current = entry
        }
        index = place
        row = current
    }

    /// Notes what is found in a state; false if nothing that is of interest can be found any more.
    private mutating func note(_ number: Int, visit: UInt64, _ finding: inout PatternFinding) -> Bool {
        let state = states[number]
        finding.best = min(finding.best, state.found)
        if state.hasCandidates, self.visit(number, round: visit) {
            for slot in Int(state.start)..<Int(state.start &+ state.count) {
                finding.note(automaton.instructions[Int(members[slot])])
            }
        }
        return !isSettled(finding) && (state.count != 0 || !automaton.isAnchored)
    }

    private func isSettled(_ finding: borrowing PatternFinding) -> Bool {
        finding.best <= automaton.least || automaton.isSingle && finding.isCandidate(automaton.least)
    }

    // MARK: - Where no row is known

    private mutating func begin(
        _ finding: inout PatternFinding, _ scratch: inout PatternScratch
    ) -> (entry: UInt32, reached: PatternReached) {
        if let start { return (start, PatternReached()) }
        let reached = advance(
            from: PatternReached(), over: nil, &finding, marks: &scratch.marks, waiting: &scratch.waiting,
            lists: &scratch.lists, round: &scratch.round)
        let entry = makeEntry(for: reached, &finding, scratch)
        if entry != Self.unknown { setStart(entry) }
        return (entry, reached)
    }

    /// The entry that leads from a row over a class. If there is no room for it, `unknown`; what was reached is then in
    /// `scratch`.
    private mutating func advance(
        from row: UInt32, over symbol: Int, _ finding: inout PatternFinding, _ scratch: inout PatternScratch
    ) -> (entry: UInt32, reached: PatternReached) {
        let state = states[state(ofRow: row)]
        var from = PatternReached()
        from.count = Int(state.count)
        from.previous = state.previous
        for slot in 0..<from.count {
            scratch.lists[slot] = UInt32(members[Int(state.start) &+ slot])
        }
        let reached = advance(
            from: from, over: symbol, &finding, marks: &scratch.marks, waiting: &scratch.waiting,
            lists: &scratch.lists, round: &scratch.round)
        let generation = generation
        let entry = makeEntry(for: reached, &finding, scratch)
        // If everything was forgotten, so was the row.
        if entry != Self.unknown, self.generation == generation { set(entry, row: row, symbol: symbol) }
        return (entry, reached)
    }

    /// The entry that leads to what was reached, or `unknown`.
    private mutating func makeEntry(
        for reached: PatternReached, _ finding: inout PatternFinding, _ scratch: borrowing PatternScratch
    ) -> UInt32 {
        if let known = entry(for: reached, in: scratch) { return known }
        guard makeRoom(for: reached) else { return Self.unknown }
        finding.stepCount &+= stride
        return append(reached, from: scratch)
    }

    /// Advances by one, or with no class begins. Takes the members of the scratch one by one, because spans of several
    /// cannot be had from the whole.
    private func advance(
        from reached: PatternReached, over symbol: Int?, _ finding: inout PatternFinding, marks: inout [UInt64],
        waiting: inout [UInt32], lists: inout [UInt32], round: inout UInt64
    ) -> PatternReached {
        var advance = PatternAdvance(
            automaton, from: reached, marks: marks.mutableSpan, waiting: waiting.mutableSpan,
            lists: lists.mutableSpan, round: round)
        if let symbol { advance.advance(over: symbol) } else { advance.begin() }
        round = advance.round
        finding.stepCount &+= advance.stepCount
        return advance.reached
    }

    /// Goes on to the end of the text without making states.
    private func goOn(
        in text: Span<UInt8>, _ reader: PatternReader, isOver: Bool, from reached: PatternReached,
        _ finding: inout PatternFinding, marks: inout [UInt64], waiting: inout [UInt32], lists: inout [UInt32],
        round: inout UInt64
    ) {
        var advance = PatternAdvance(
            automaton, from: reached, marks: marks.mutableSpan, waiting: waiting.mutableSpan,
            lists: lists.mutableSpan, round: round)
        var reader = reader
        var isOver = isOver
        while true {
            finding.best = min(finding.best, advance.reached.found)
            if advance.reached.hasCandidates {
                for slot in 0..<advance.reached.count { finding.note(advance.instruction(at: slot)) }
            }
            if isOver || isSettled(finding) || advance.reached.count == 0 && automaton.isAnchored { break }
            let symbol = reader.next(in: text, automaton)
            isOver = symbol == automaton.alphabet.end
            advance.advance(over: symbol)
        }
        round = advance.round
        finding.stepCount &+= advance.stepCount
    }
}
