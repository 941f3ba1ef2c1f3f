// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Requests over time, in at most `limit` equal intervals.
///
/// An interval is a minute times the smallest power of two with which all of the log fits, and begins at a multiple of
/// itself: so it does not matter in which order, or by how many workers, the lines were read.
package struct Timeline: Sendable, Equatable {
    package struct Slot: Sendable, Equatable {
        package var requests = 0
        package var certainCalls = 0
        package var possibleCalls = 0

        mutating func add(_ other: Slot) {
            requests += other.requests
            certainCalls += other.certainCalls
            possibleCalls += other.possibleCalls
        }
    }

    private static let limit = 240

    /// Of an interval, in ms.
    package private(set) var width: Int64 = 60_000
    /// The number of the first interval, from the epoch on.
    private var first: Int64 = 0
    package private(set) var slots: [Slot] = []

    /// Requests whose time is not known.
    package private(set) var untimed = 0

    /// When the first interval begins, in ms since the epoch.
    package var start: Int64 { first * width }

    mutating func add(_ slot: Slot, at time: Int64?) {
        guard let time else { return untimed += slot.requests }
        while true {
            let number = time / width
            if slots.isEmpty { first = number }
            guard max(number, first + Int64(slots.count) - 1) - min(number, first) < Int64(Self.limit) else {
                coarsen()
                continue
            }
            if number < first {
                slots.insert(contentsOf: repeatElement(Slot(), count: Int(first - number)), at: 0)
                first = number
            }
            while first + Int64(slots.count) <= number { slots.append(Slot()) }
            return slots[Int(number - first)].add(slot)
        }
    }

    private mutating func coarsen() {
        guard !slots.isEmpty else { return width *= 2 }
        let start = first / 2
        var merged = [Slot](repeating: Slot(), count: Int((first + Int64(slots.count) - 1) / 2 - start) + 1)
        for (index, slot) in slots.enumerated() { merged[Int((first + Int64(index)) / 2 - start)].add(slot) }
        width *= 2
        first = start
        slots = merged
    }

    mutating func merge(_ other: Timeline) {
        untimed += other.untimed
        while width < other.width { coarsen() }
        for (index, slot) in other.slots.enumerated() where slot.requests > 0 {
            add(slot, at: (other.first + Int64(index)) * other.width)
        }
    }
}
