// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What a change of configuration changes.
package struct Comparison: Sendable, Equatable {
    /// A request whose decision changed.
    package struct Example: Sendable, Equatable {
        package var position: LinePosition
        package var method: String
        package var host: String
        package var path: String
    }

    /// Requests that were one thing and become another.
    package struct Cell: Sendable, Equatable {
        package var count = 0
        /// The first of them in the order of the log.
        package var examples: [Example] = []

        func wants(_ position: LinePosition) -> Bool {
            examples.count < Comparison.exampleLimit || position < examples[examples.count - 1].position
        }

        mutating func add(_ example: Example) {
            guard wants(example.position) else { return }
            let place = examples.firstIndex { example.position < $0.position } ?? examples.count
            examples.insert(example, at: place)
            if examples.count > Comparison.exampleLimit { examples.removeLast() }
        }
    }

    package static let exampleLimit = 5

    private static let size = RequestClass.allCases.count
    private var cells = [Cell](repeating: Cell(), count: size * size)

    package private(set) var changed = 0

    subscript(before: RequestClass, after: RequestClass) -> Cell {
        get { cells[before.rawValue * Self.size + after.rawValue] }
        set { cells[before.rawValue * Self.size + after.rawValue] = newValue }
    }

    /// All changes, the most frequent first.
    package var changes: [(before: RequestClass, after: RequestClass, cell: Cell)] {
        RequestClass.allCases.flatMap { before in
            RequestClass.allCases.compactMap { after in
                let cell = self[before, after]
                return before != after && cell.count > 0 ? (before, after, cell) : nil
            }
        }.sorted { ($1.cell.count, $0.before.rawValue) < ($0.cell.count, $1.before.rawValue) }
    }

    /// Counts a request that changed. Whether it is wanted as an example.
    mutating func add(_ before: RequestClass, _ after: RequestClass, at position: LinePosition) -> Bool {
        changed += 1
        let index = before.rawValue * Self.size + after.rawValue
        cells[index].count += 1
        return cells[index].wants(position)
    }

    mutating func add(_ example: Example, of before: RequestClass, _ after: RequestClass) {
        cells[before.rawValue * Self.size + after.rawValue].add(example)
    }

    mutating func merge(_ other: Comparison) {
        changed += other.changed
        for index in cells.indices {
            cells[index].count += other.cells[index].count
            for example in other.cells[index].examples { cells[index].add(example) }
        }
    }
}
