// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The recorded cases, and what this version makes of them.
enum ConformanceCorpus {
    /// Which areas count, and which of their cases may wait.
    struct Areas: Decodable, Sendable {
        var enabled: [String]
        /// Case name to reason.
        var waiting: [String: String]
    }

    /// Every difference that the comparer found, by case name.
    struct Comparison: Sendable {
        var differences: [String: [String]]
        var summary: String
    }

    private struct Named: Decodable {
        var name: String
    }

    static let folder: URL = Bundle.module.resourceURL?.appending(path: "Corpus") ?? URL(filePath: "Corpus")

    static let areas = Result {
        try JSONDecoder().decode(Areas.self, from: Data(contentsOf: folder.appending(path: "areas.json")))
    }

    static let enabledAreas: [String] = (try? areas.get().enabled) ?? []

    /// Names of all cases.
    static let names = Result {
        try String(contentsOf: folder.appending(path: "answers.jsonl"), encoding: .utf8)
            .split(separator: "\n")
            .map { try JSONDecoder().decode(Named.self, from: Data($0.utf8)).name }
    }

    /// All cases through `edge-enforcer explain`, judged by the comparer. Done once for all tests.
    static let comparison = Result {
        let cases = try Data(contentsOf: folder.appending(path: "cases.jsonl"))
        let answers = try BuiltProducts.run(BuiltProducts.executable("edge-enforcer"), ["explain"], input: cases)
        let mine = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString).jsonl")
        try answers.standardOutput.write(to: mine)
        defer { try? FileManager.default.removeItem(at: mine) }
        let compared = try BuiltProducts.runNode([
            folder.appending(path: "compare.mjs").path,
            "--expected", folder.appending(path: "answers.jsonl").path,
            "--actual", mine.path,
            "--deviations", folder.appending(path: "deviations.json").path,
            "--max", "5",
        ])
        return read(String(decoding: compared.standardOutput, as: UTF8.self))
    }

    private static func read(_ output: String) -> Comparison {
        var comparison = Comparison(differences: [:], summary: "")
        var name: String?
        for line in output.split(separator: "\n") {
            if line.hasPrefix("FAIL ") {
                let failed = String(line.dropFirst(5).prefix { $0 != " " })
                comparison.differences[failed] = [String(line)]
                name = failed
            } else if line.hasPrefix("    "), let name {
                comparison.differences[name]?.append(line.trimmingCharacters(in: .whitespaces))
            } else {
                comparison.summary = String(line)
            }
        }
        return comparison
    }
}
