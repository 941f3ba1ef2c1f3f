// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Scripts/bench without its building: with the programs that were built beside the tests.
@Suite struct HarnessTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let tests = root.appending(path: "Tests/BenchmarkTests")

    private func bench(_ arguments: [String]) throws -> BuiltProducts.Output {
        let folder = try BuiltProducts.executable("bench-case").deletingLastPathComponent()
        let harness = Self.root.appending(path: "Benchmarks/Harness/bench.mjs").path
        return try BuiltProducts.runNode([harness, Self.root.path, folder.path] + arguments)
    }

    private func rows(_ arguments: [String]) throws -> [[String: Any]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try bench(arguments + ["--rounds", "2", "--json", file.path])
        #expect(output.status == 0, "\(String(decoding: output.standardError, as: UTF8.self))")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    @Test("--json writes one object a line, with the members that are promised")
    func writesJSON() throws {
        let rows = try rows(["--case", "route-match-10", "--case", "kdf-1000"])
        #expect(rows.compactMap { $0["name"] as? String } == ["kdf-1000", "route-match-10"])
        for row in rows {
            #expect(Set(row.keys) == ["name", "median_ns", "min_ns", "instructions", "allocations"])
            let median = try #require(row["median_ns"] as? Double)
            let minimum = try #require(row["min_ns"] as? Double)
            #expect(minimum > 0 && minimum <= median)
            #expect(row["instructions"] is NSNull || row["instructions"] as? Int ?? 0 > 0)
        }
    }

    @Test("A peer meets the same events, and is not rated where it decides otherwise")
    func timesPeer() throws {
        let peer = Self.tests.appending(path: "FakeEnforcer").path
        let rows = try rows(["--case", "filtered-static", "--case", "first-party", "--times-only", "--peer", peer])
        let names = rows.compactMap { $0["name"] as? String }
        #expect(names == ["filtered-static", "first-party", "filtered-static@peer"])
        #expect(rows.last?["ours_median_ns"] as? Double ?? 0 > 0)
    }

    @Test(
        "What cannot be done is refused with status 2",
        arguments: [["--case", "nonsense"], ["--rounds", "0"], ["--xyz"]])
    func refuses(_ arguments: [String]) throws {
        #expect(try bench(arguments).status == 2)
    }

    @Test("The parts of the harness keep their own tests")
    func runsOwnTests() throws {
        let output = try BuiltProducts.runNode([
            "--test", Self.tests.appending(path: "Harness/thresholds.test.mjs").path,
        ])
        #expect(output.status == 0, "\(String(decoding: output.standardOutput, as: UTF8.self))")
    }
}
