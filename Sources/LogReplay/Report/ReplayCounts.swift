// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// All that was counted in a log.
package struct ReplayCounts: Sendable, Equatable {
    /// What the configuration did.
    package var tally = Tally()
    /// What the other one did, if there was one.
    package var other: Tally?
    package var comparison: Comparison?
    package var timeline = Timeline()
    package var badLines = BadLines()
    /// Requests by the number of their `LogFormat`.
    package var formats = [Int](repeating: 0, count: LogFormat.allCases.count)
    /// Lines that a log says nothing with: comments, headers and blank ones.
    package var silentLines = 0
    package var troubles: [FileTrouble] = []

    /// What kept a file from being read, or from being read to its end.
    package struct FileTrouble: Sendable, Equatable {
        package var file: Int
        package var text: String
    }

    package var requests: Int { formats.reduce(0, +) }
    package var lines: Int { requests + badLines.total + silentLines }

    mutating func merge(_ part: ReplayCounts) {
        tally.merge(part.tally)
        if let added = part.other {
            var sum = other ?? Tally()
            sum.merge(added)
            other = sum
        }
        if let added = part.comparison {
            var sum = comparison ?? Comparison()
            sum.merge(added)
            comparison = sum
        }
        timeline.merge(part.timeline)
        badLines.merge(part.badLines)
        for index in formats.indices { formats[index] += part.formats[index] }
        silentLines += part.silentLines
    }
}
