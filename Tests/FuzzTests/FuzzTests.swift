// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The fuzz targets for a bounded time: everything in their corpora, and what a seed makes of it.
@Suite("Fuzz targets")
struct FuzzTests {
    @Test("what a target states holds for its corpus and for mutants of it", arguments: FuzzTarget.all.map(\.name))
    func bounded(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let corpus = try Self.corpus(of: name)
        let check = target.makeCheck()
        for input in corpus { report(check(input), input) }
        var mutator = ByteMutator(seed: 2026, tokens: try Self.dictionary(of: name) + [[0]])
        for _ in 0..<1_500 {
            let mutant = mutator.mutate(mutator.generator.pick(corpus), donor: mutator.generator.pick(corpus))
            report(check(mutant), mutant)
        }
    }

    private func report(_ violation: String?, _ input: [UInt8]) {
        guard let violation else { return }
        Attachment.record(input, named: "input")
        Issue.record("\(violation): \(String(decoding: input, as: UTF8.self))")
    }

    private static func corpus(of name: String) throws -> [[UInt8]] {
        let folder = try #require(Bundle.module.resourceURL).appending(path: "Corpus/\(name)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    }

    /// The tokens of a dictionary in libFuzzer's form: one quoted text a line, with `\\`, `\"` and `\xHH` in it.
    private static func dictionary(of name: String) throws -> [[UInt8]] {
        let file = try #require(Bundle.module.resourceURL).appending(path: "Dictionaries/\(name).dict")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.filter { $0.hasPrefix("\"") }.map { line in
            var token: [UInt8] = []
            var rest = line.dropFirst().dropLast().utf8[...]
            while let byte = rest.popFirst() {
                guard byte == 0x5C else {
                    token.append(byte)
                    continue
                }
                let next = rest.popFirst()
                let escaped = try #require(next)
                if escaped == 0x78 {
                    token.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
                    rest = rest.dropFirst(2)
                } else {
                    token.append(escaped)
                }
            }
            return token
        }
    }
}
