// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds the entries of a route list that take in everything another entry matches, as far as can be told: texts that it
/// begins with, and the same regular expression. Made for lists of thousands, which are not compared pair by pair.
struct RouteCover {
    private struct Expression: Hashable {
        var source: [UInt8]
        var flags: [UInt8]
    }

    /// The first entry of each text, and of each expression.
    private var texts: [ArraySlice<UInt8>: Int] = [:]
    private var expressions: [Expression: Int] = [:]

    /// The first entry that matches every path.
    private var all: Int?

    mutating func add(_ entry: HumanSecurityValue, number: Int) {
        if let text = entry.text {
            guard !text.isEmpty else { return }
            let prefix = Self.prefix(text)
            if texts[prefix] == nil { texts[prefix] = number }
            if prefix.isEmpty || prefix == [0x2F] { all = min(all ?? number, number) }
        } else if let expression = Self.expression(entry), expressions[expression] == nil {
            expressions[expression] = number
        }
    }

    /// The first entry added that takes in `entry`.
    func covering(_ entry: HumanSecurityValue) -> Int? {
        guard let text = entry.text else {
            guard let expression = Self.expression(entry) else { return nil }
            return [all, expressions[expression]].compactMap { $0 }.min()
        }
        guard !text.isEmpty else { return nil }
        let prefix = Self.prefix(text)
        return (0...prefix.count).compactMap { texts[prefix.prefix($0)] }.min()
    }

    private static func expression(_ entry: HumanSecurityValue) -> Expression? {
        entry["regex"]?.text.map { Expression(source: $0, flags: entry["flags"]?.text ?? []) }
    }

    /// The text without the one star that may stand at its end.
    private static func prefix(_ text: [UInt8]) -> ArraySlice<UInt8> {
        text.last == 0x2A && text.dropLast().last != 0x2A ? text.dropLast() : text[...]
    }
}
