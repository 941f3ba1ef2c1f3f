// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

@Suite("Regular expressions against Node.js")
struct PatternDifferentialTests {
    /// A row of `differential.json`, see `generate.mjs` beside it.
    struct Row: Decodable {
        var source: String
        var flags: String
        var texts: [String]
        var answers: String

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            source = try values.decode(String.self)
            flags = try values.decode(String.self)
            texts = try values.decode([String].self)
            answers = try values.decode(String.self)
        }
    }

    private static func rows() throws -> [Row] {
        if let file = ProcessInfo.processInfo.environment["PATTERN_DIFFERENTIAL"] {
            return try JSONDecoder().decode([Row].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        }
        return try MatchingSupport.fixture("pattern/differential.json")
    }

    @Test("Made-up patterns are taken, refused and found as by Node.js 20")
    func differential() throws {
        // One for all, so that it has more patterns than caches; one without any; and one of its own for each pattern.
        var workspace = PatternWorkspace()
        var plain = PatternWorkspace(cacheLimit: 0)
        var counts = (found: 0, missed: 0, refused: 0, backReferences: 0)
        for row in try Self.rows() {
            let name: Comment = "/\(row.source)/\(row.flags)"
            let pattern: Pattern
            do {
                pattern = try Pattern(source: Array(row.source.utf8).span, flags: Array(row.flags.utf8).span)
            } catch {
                // In a pattern that is malformed, too, the back-reference may come first.
                #expect(
                    row.answers == "refused" || row.answers == "back-reference" && error.code == .backReference, name)
                if error.code == .backReference { counts.backReferences += 1 } else { counts.refused += 1 }
                continue
            }
            #expect(row.answers.utf8.allSatisfy { $0 == 0x30 || $0 == 0x31 }, name)
            var own = PatternWorkspace()
            for (text, answer) in zip(row.texts, row.answers.utf8) {
                let isFound = pattern.isFound(in: Array(text.utf8).span, using: &workspace)
                #expect(isFound == (answer == 0x31), "\(name) in \(text.debugDescription)")
                let isFoundPlainly = pattern.isFound(in: Array(text.utf8).span, using: &plain)
                #expect(isFoundPlainly == isFound, "\(name) in \(text.debugDescription), without a cache")
                let isFoundAgain = pattern.isFound(in: Array(text.utf8).span, using: &own)
                #expect(isFoundAgain == isFound, "\(name) in \(text.debugDescription), with a cache")
                if isFound { counts.found += 1 } else { counts.missed += 1 }
            }
        }
        // A file without one of the kinds would say nothing about it.
        #expect(counts.found > 1_000 && counts.missed > 1_000 && counts.refused > 100 && counts.backReferences > 10)
    }
}
