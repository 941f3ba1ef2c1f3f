// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Conformance to the recorded answers")
struct ConformanceTests {
    @Test("An enabled area agrees with the recorded answers, deviations met", arguments: ConformanceCorpus.enabledAreas)
    func area(_ area: String) throws {
        let comparison = try ConformanceCorpus.comparison.get()
        let waiting = try ConformanceCorpus.areas.get().waiting
        let names = try ConformanceCorpus.names.get().filter { $0.hasPrefix(area + "/") }
        #expect(!names.isEmpty, "no case is of this area")
        for name in names where waiting[name] == nil {
            let differences = comparison.differences[name] ?? []
            #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
        }
    }

    @Test("A case on the waiting list is of an enabled area, exists, and still fails")
    func waiting() throws {
        let comparison = try ConformanceCorpus.comparison.get()
        let names = Set(try ConformanceCorpus.names.get())
        for (name, reason) in try ConformanceCorpus.areas.get().waiting {
            #expect(!reason.isEmpty, "\(name) waits for no reason")
            #expect(names.contains(name), "\(name) is no case")
            #expect(ConformanceCorpus.enabledAreas.contains { name.hasPrefix($0 + "/") }, "\(name) need not wait")
            #expect(comparison.differences[name] != nil, "\(name) passes: take it off the list")
        }
    }

    @Test("The comparer judged every case")
    func everyCaseIsJudged() throws {
        let comparison = try ConformanceCorpus.comparison.get()
        let total = try ConformanceCorpus.names.get().count
        let failed = comparison.differences.count
        #expect(comparison.summary == "\(total - failed) passed, \(failed) failed")
        #expect(total > 600)
    }
}
