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
}
