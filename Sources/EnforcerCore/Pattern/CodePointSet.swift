// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A set of UTF-16 units or code points, while a pattern is read: ranges with both ends inside.
struct CodePointSet {
    private(set) var ranges: [CodePointRange] = []
    /// Whether `ranges` is in order, without overlaps and without neighbours that could be one.
    private var isNormal = true

    static let maximum: UInt32 = 0x10_FFFF

    init() {}

    init(_ ranges: CodePointRange...) {
        for range in ranges {
            insert(range.first, range.last)
        }
    }

    var isEmpty: Bool { ranges.isEmpty }

    mutating func insert(_ first: UInt32, _ last: UInt32) {
        guard first <= last else { return }
        if let end = ranges.last, !(end.last < first && first &- end.last > 1) {
            if first >= end.first {
                // The usual case of a table that is read in order.
                ranges[ranges.count - 1].last = max(end.last, last)
                return
            }
            isNormal = false
        }
        ranges.append(CodePointRange(first: first, last: last))
    }

    mutating func insert(_ member: UInt32) {
        insert(member, member)
    }

    mutating func formUnion(_ other: borrowing CodePointSet) {
        for index in other.ranges.indices {
            insert(other.ranges[index].first, other.ranges[index].last)
        }
    }

    mutating func normalise() {
        guard !isNormal else { return }
        ranges.sort { $0.first < $1.first }
        var used = 0
        for index in ranges.indices {
            if used > 0, ranges[index].first <= ranges[used - 1].last &+ 1 {
                ranges[used - 1].last = max(ranges[used - 1].last, ranges[index].last)
            } else {
                ranges[used] = ranges[index]
                used += 1
            }
        }
        ranges.removeLast(ranges.count - used)
        isNormal = true
    }

    /// Everything that is not in the set.
    mutating func invert() {
        normalise()
        var inverse: [CodePointRange] = []
        inverse.reserveCapacity(ranges.count + 1)
        var next: UInt32 = 0
        for range in ranges {
            if range.first > next { inverse.append(CodePointRange(first: next, last: range.first - 1)) }
            next = range.last &+ 1
        }
        if next <= Self.maximum { inverse.append(CodePointRange(first: next, last: Self.maximum)) }
        ranges = inverse
    }

    /// Leaves what is in `other`, too.
    mutating func formIntersection(_ other: CodePointSet) {
        // Neither here nor there, turned round.
        var outside = other
        outside.invert()
        invert()
        formUnion(outside)
        invert()
    }

    /// Needs a normal set.
    func contains(_ member: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].last < member { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].first <= member
    }
}

struct CodePointRange: BitwiseCopyable, Equatable, Sendable {
    var first: UInt32
    var last: UInt32

    init(first: UInt32, last: UInt32) {
        self.first = first
        self.last = last
    }
}
