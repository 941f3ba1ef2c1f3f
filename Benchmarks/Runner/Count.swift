// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkCases
import CAllocationCounter

struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a case for callgrind.",
        discussion: """
            Prints how many iterations ran inside the function measuredRegion, and what they allocated. Start it so:
            valgrind --tool=callgrind --collect-atstart=no \
            '--toggle-collect=*measuredRegion*' bench-case count NAME
            """
    )

    @Argument(help: "Name of a case.")
    var name: String

    @Option(help: "How many iterations, if not as many as the case has for this.")
    var iterations: Int?

    func run() throws {
        let known = try BenchmarkCase.required(name)
        let workload = try known.prepare()
        let count = iterations ?? known.sampleSize
        try workload.renew(iterations: count)
        keep(workload.run(iterations: count))
        try workload.renew(iterations: count)
        let before = enforcer_allocation_count()
        let result = measuredRegion(workload, count)
        let allocations = Int(enforcer_allocation_count() - before)
        keep(result)
        print(#"{"name":"\#(name)","iterations":\#(count),"allocations":\#(allocations)}"#)
    }
}

/// What callgrind counts: it finds this function by its name.
@inline(never)
func measuredRegion(_ workload: any Workload, _ iterations: Int) -> Int {
    workload.run(iterations: iterations)
}
