// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import BenchmarkCases
import Testing

@Suite struct BenchmarkCaseTests {
    /// Figures are compared by these names from one version to the next; none is ever renamed.
    static let names = [
        "cookie-cold-1000", "cookie-warm", "kdf-1000", "kdf-openssl-1000", "enforce-warm", "enforce-cold",
        "filtered-static", "no-cookie-risk", "block-page", "first-party", "event-scan", "route-match-1000",
        "route-match-10", "pattern-hostile", "pattern-prefix",
    ]

    @Test("Every stable name is there", arguments: names)
    func isThere(_ name: String) {
        #expect(BenchmarkCase.named(name)?.name == name)
    }

    @Test("No two cases have one name")
    func namesDiffer() {
        #expect(Set(BenchmarkCase.all.map(\.name)).count == BenchmarkCase.all.count)
    }

    @Test("Every case does its work as often as it is asked to", arguments: BenchmarkCase.all.map(\.name))
    func runs(_ name: String) throws {
        let workload = try #require(BenchmarkCase.named(name)).prepare()
        try workload.renew(iterations: 1)
        let once = workload.run(iterations: 1)
        try workload.renew(iterations: 3)
        #expect(workload.run(iterations: 3) == 3 * once)
        #expect(once != 0)
    }

    @Test("Each visitor of enforce-cold has a token that no other has")
    func coldTokensDiffer() throws {
        let exhibits = try Exhibit.all()
        let cold = try #require(exhibits.first { $0.name == "enforce-cold" })
        #expect(cold.events.count > 8)
        #expect(Set(cold.events).count == cold.events.count)
        let warm = try #require(exhibits.first { $0.name == "enforce-warm" })
        #expect(warm.events.count == 1)
    }
}
