// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Counts of durations in classes whose width grows with them: a sixteenth of the value at the most, in constant memory.
struct LatencyHistogram: Sendable {
    private var counts = [Int](repeating: 0, count: 16 * 40)
    private(set) var total = 0
    private(set) var maximum = 0

    mutating func add(microseconds: Int) {
        let value = max(0, microseconds)
        counts[min(Self.index(of: value), counts.count - 1)] += 1
        total += 1
        maximum = max(maximum, value)
    }

    /// The value that so many of a hundred stay below, in µs; 0 if there is none yet.
    func percentile(_ percent: Double) -> Int {
        var left = Int((Double(total) * percent / 100).rounded(.up))
        for (index, count) in counts.enumerated() where count > 0 {
            left -= count
            if left <= 0 { return min(Self.upperBound(of: index), maximum) }
        }
        return maximum
    }

    private static func index(of value: Int) -> Int {
        guard value >= 16 else { return value }
        let shift = Int.bitWidth - value.leadingZeroBitCount - 5
        return (shift + 1) * 16 + (value >> shift) - 16
    }

    private static func upperBound(of index: Int) -> Int {
        guard index >= 16 else { return index }
        let shift = index / 16 - 1
        return (16 + index % 16 + 1) << shift
    }
}
