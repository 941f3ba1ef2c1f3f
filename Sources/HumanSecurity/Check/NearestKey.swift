// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Finds what the author of an unknown key may have meant.
enum NearestKey {
    /// The key most like `name`, or nil if none is near enough: a third of the letters may differ, three at most.
    static func of(_ name: String, among candidates: [String] = options) -> String? {
        let stem = stem(of: name)
        // Longer than any key can be: nothing is near.
        guard !stem.isEmpty, stem.count <= 80 else { return nil }
        var best: (key: String, distance: Int)?
        for key in candidates {
            let distance = distance(stem, Self.stem(of: key))
            if distance <= min(3, max(1, stem.count / 3)), distance < best?.distance ?? .max { best = (key, distance) }
        }
        return best?.key
    }

    static var options: [String] { Option.allCases.map { "\($0.key)" } }

    /// The key without what people leave out or spell otherwise: the prefix, capitals, hyphens for underscores.
    private static func stem(of name: String) -> [UInt8] {
        let lowered = name.utf8.map { $0 == 0x2D ? 0x5F : ASCII.lowercase($0) }
        return lowered.starts(with: "px_".utf8) ? Array(lowered.dropFirst(3)) : lowered
    }

    /// How many letters must be added, dropped, changed or swapped with their neighbour to make one from the other.
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let isEqual = first[row] == second[column]
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (isEqual ? 0 : 1))
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[second.count]
    }
}
