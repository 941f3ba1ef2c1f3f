// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Lines that are no requests, by what is wrong with them: how many, and where the first ones are.
package struct BadLines: Sendable, Equatable {
    package static let exampleLimit = 10

    package private(set) var counts = [Int](repeating: 0, count: LineFault.allCases.count)
    private var first = [[LinePosition]](repeating: [], count: LineFault.allCases.count)

    package var total: Int { counts.reduce(0, +) }

    package func count(_ fault: LineFault) -> Int { counts[fault.rawValue] }
    package func positions(_ fault: LineFault) -> [LinePosition] { first[fault.rawValue] }

    mutating func add(_ fault: LineFault, at position: LinePosition) {
        counts[fault.rawValue] += 1
        keep(position, fault.rawValue)
    }

    private mutating func keep(_ position: LinePosition, _ fault: Int) {
        guard first[fault].count < Self.exampleLimit || position < first[fault][Self.exampleLimit - 1] else { return }
        let place = first[fault].firstIndex { position < $0 } ?? first[fault].count
        first[fault].insert(position, at: place)
        if first[fault].count > Self.exampleLimit { first[fault].removeLast() }
    }

    mutating func merge(_ other: BadLines) {
        for fault in counts.indices {
            counts[fault] += other.counts[fault]
            for position in other.first[fault] { keep(position, fault) }
        }
    }
}
