// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Entries of a list of the configuration, texts and regular expressions mixed.
///
/// Once it is complete, all texts are found in one walk along what is asked for, and all regular expressions in another
/// (with flag u or v, a third); those with look-arounds are then looked at by themselves if they may be there.
struct MatchList: Sendable {
    private(set) var count = 0

    private var texts = ByteStringList()
    private var textEntries: [Int] = []
    private var patterns = PatternSet()
    private var patternEntries: [Int] = []
    /// Empty until the list is complete.
    private var trie = TextTrie()

    mutating func append(text: Span<UInt8>) {
        textEntries.append(count)
        texts.append(text)
        trie = TextTrie()
        count += 1
    }

    mutating func append(pattern: Pattern) {
        patternEntries.append(count)
        patterns.append(pattern)
        count += 1
    }

    /// Adds an entry that matches nothing: it keeps its place, so that the others keep their numbers.
    mutating func appendNothing() {
        count += 1
    }

    /// To be called after the last entry; until then the entries are tried one after the other.
    mutating func complete() {
        trie = TextTrie(texts, numbers: textEntries)
        patterns.complete()
    }

    /// The first entry that matches.
    ///
    /// - Parameter wholly: whether a text stands for itself, rather than for all that begins with it.
    // Inlined, because a list is passed on by copying it: that was a fifth of the time where nothing matches.
    @inline(__always)
    func firstMatch(for text: Span<UInt8>, wholly: Bool, using workspace: inout PatternWorkspace) -> Int? {
        let entry = trie.isEmpty ? firstText(for: text, wholly: wholly) : trie.first(of: text, wholly: wholly)
        guard !patternEntries.isEmpty else { return entry }
        let limit = entry.map { patternCount(before: $0) } ?? patternEntries.count
        return patterns.first(in: text, limit: limit, using: &workspace).map { patternEntries[$0] } ?? entry
    }

    private func firstText(for text: Span<UInt8>, wholly: Bool) -> Int? {
        for index in textEntries.indices
        where wholly ? text.equals(texts[index]) : text.hasPrefix(texts[index]) {
            return textEntries[index]
        }
        return nil
    }

    private func patternCount(before entry: Int) -> Int {
        var low = 0
        var high = patternEntries.count
        while low < high {
            let middle = (low + high) / 2
            if patternEntries[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
