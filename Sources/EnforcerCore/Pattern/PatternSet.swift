// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Patterns in their order, looked for together.
struct PatternSet: Sendable {
    private var patterns: [Pattern] = []
    /// One for the patterns with UTF-16 units and one for those with code points, as far as there are any. None until the
    /// set is complete.
    private var automata: [PatternAutomaton] = []

    mutating func append(_ pattern: Pattern) {
        patterns.append(pattern)
        automata = []
    }

    /// Makes ready for looking for all at once. To be called after the last `append`; until then they are looked for
    /// one after the other.
    mutating func complete() {
        automata = []
        for isUnicode in [false, true] {
            var builder = PatternAutomatonBuilder(isUnicode: isUnicode)
            for number in patterns.indices where patterns[number].program.flags.isUnicode == isUnicode {
                builder.append(patterns[number].program, number: UInt32(truncatingIfNeeded: number))
            }
            if !builder.isEmpty { automata.append(builder.finish()) }
        }
    }

    /// The first pattern that is found in `text`, if it is one of the first `limit`.
    func first(in text: Span<UInt8>, limit: Int, using workspace: inout PatternWorkspace) -> Int? {
        workspace.stepCount = 0
        guard limit > 0 else { return nil }
        if automata.isEmpty { return firstUncached(in: text, limit: limit, using: &workspace) }
        if patterns.count == 1, let isFound = quickAnswer(in: text, using: &workspace) { return isFound ? 0 : nil }
        workspace.finding.begin(limit: limit)
        for index in automata.indices {
            let known = workspace.cache(for: automata[index].instructions)
            guard let cache = known ?? makeCache(for: index, in: &workspace) else {
                return firstUncached(in: text, limit: limit, using: &workspace)
            }
            workspace.find(in: text, with: cache)
        }
        while workspace.finding.hasCandidates, let number = workspace.finding.nextCandidate() {
            if patterns[number].isFoundUncached(in: text, using: &workspace) { return number }
        }
        let best = Int(workspace.finding.best)
        return best < limit ? best : nil
    }

    /// The answer for the only pattern, if there is a quicker way to it than an automaton.
    private func quickAnswer(in text: Span<UInt8>, using workspace: inout PatternWorkspace) -> Bool? {
        if let literal = patterns[0].literal {
            workspace.stepCount = text.count
            return literal.isFound(in: text)
        }
        guard patterns[0].program.canBegin(text) else { return false }
        guard patterns[0].program.isBetterFollowed(over: text) else { return nil }
        return patterns[0].isFoundUncached(in: text, using: &workspace)
    }

    private func firstUncached(in text: Span<UInt8>, limit: Int, using workspace: inout PatternWorkspace) -> Int? {
        for number in 0..<min(limit, patterns.count) {
            if patterns[number].isFoundUncached(in: text, using: &workspace) { return number }
        }
        return nil
    }

    private func makeCache(for index: Int, in workspace: inout PatternWorkspace) -> Int? {
        guard workspace.admitsCache() else { return nil }
        return workspace.add(PatternCache(automata[index], key: automata[index].instructions))
    }
}
