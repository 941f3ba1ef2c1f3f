// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Bounds on a pattern, so that what is configured cannot take memory or time without end.
enum PatternLimit {
    /// Bytes of the source.
    static let source = 65_536
    /// Groups, look-arounds and nested classes inside one another.
    static let nesting = 250
    /// Instructions, with counted repetitions written out.
    static let instructions = 20_000
    /// Look-arounds that need a pass of their own over the text: each takes a bit for each position of it.
    static let passes = 256
    /// Ranges of all character classes together.
    static let ranges = 65_536
    /// Units that the alternatives of a look-around may have to be looked at in place.
    static let nearUnits = 64
    /// Bytes of a text in which a pattern with a look-around is not first looked for without it.
    static let shortText = 256
    /// Instructions of an automaton. An index of one fits into two bytes.
    static let automatonInstructions = 65_536

    // What one cache may grow to: half a megabyte. Most stay far below.
    /// Entries of its table, of four bytes: about a thousand states of a list of a thousand routes.
    static let cacheTable = 65_536
    /// Instructions in its states, of two bytes.
    static let cacheMembers = 65_536
    /// States, of 32 bytes and 4 in the index.
    static let cacheStates = 2_048
    /// To make a state costs a few times what it costs to do without it. With this many bytes of text to a state, a
    /// text, or many, that always call for new ones cost little more than they would without a cache.
    static let bytesPerState = 8
}
