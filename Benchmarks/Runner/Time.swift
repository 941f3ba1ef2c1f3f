// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkCases
import CAllocationCounter
import CBenchmarkSupport

struct Time: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the time and the allocations of cases.",
        discussion: "Prints a JSON object for each: the time of one iteration in every round, in ns."
    )

    @Argument(help: "Names of cases.")
    var names: [String]

    @Option(help: "How many rounds count.")
    var rounds = 200

    @Option(help: "How long a round is to take at least, in microseconds.")
    var roundTime = 500

    func run() throws {
        _ = enforcer_benchmark_pin()
        for name in names {
            let known = try BenchmarkCase.required(name)
            let measurement = try Measurement(known, rounds: rounds, roundTime: Int64(roundTime) * 1_000)
            let list = measurement.times.map { "\($0)" }.joined(separator: ",")
            print(
                #"{"name":"\#(name)","iterations":\#(measurement.iterations),"interrupted":\#(measurement.interrupted),"#
                    + #""allocations":\#(measurement.allocations),"times":[\#(list)]}"#
            )
        }
    }
}

/// Rounds of one case in this process.
struct Measurement {
    /// Of one round.
    let iterations: Int

    /// One iteration's time in each round, in ns.
    private(set) var times: [Double] = []

    /// Rounds that did not count, because the system ran something else meanwhile.
    private(set) var interrupted = 0

    /// Of one iteration, as a JSON number; `null` where they are not counted.
    let allocations: String

    init(_ known: BenchmarkCase, rounds: Int, roundTime: Int64) throws {
        let workload = try known.prepare()
        allocations = try Self.allocations(known, workload)
        iterations = try Self.calibrate(workload, roundTime: roundTime)
        while times.count < rounds {
            try workload.renew(iterations: iterations)
            let interruptions = enforcer_benchmark_interruptions()
            let time = Self.time(workload, iterations)
            // On a machine that is never quiet every round counts in the end.
            if enforcer_benchmark_interruptions() != interruptions, interrupted < 4 * rounds {
                interrupted += 1
                continue
            }
            times.append((Double(time) / Double(iterations) * 10).rounded() / 10)
        }
    }

    private static func time(_ workload: any Workload, _ iterations: Int) -> Int64 {
        let begin = enforcer_benchmark_now()
        keep(workload.run(iterations: iterations))
        return enforcer_benchmark_now() - begin
    }

    /// How many iterations take as long as a round shall.
    private static func calibrate(_ workload: any Workload, roundTime: Int64) throws -> Int {
        var iterations = 1
        while iterations < 1 << 20 {
            try workload.renew(iterations: iterations)
            let time = time(workload, iterations)
            if time >= roundTime { break }
            // The first rounds are slower than those that follow, so the goal is neared from below.
            iterations = max(iterations * 2, min(Int(Double(iterations) * Double(roundTime) / Double(time)), 1 << 20))
        }
        return iterations
    }

    private static func allocations(_ known: BenchmarkCase, _ workload: any Workload) throws -> String {
        guard enforcer_allocation_counter_is_active() else { return "null" }
        // The first time, buffers grow and metadata is made.
        for _ in 0..<2 {
            try workload.renew(iterations: known.sampleSize)
            keep(workload.run(iterations: known.sampleSize))
        }
        try workload.renew(iterations: known.sampleSize)
        let before = enforcer_allocation_count()
        let result = workload.run(iterations: known.sampleSize)
        let count = Int(enforcer_allocation_count() - before)
        keep(result)
        let (whole, rest) = count.quotientAndRemainder(dividingBy: known.sampleSize)
        return rest == 0 ? "\(whole)" : "\((Double(count) / Double(known.sampleSize) * 100).rounded() / 100)"
    }
}

/// Has a result be used, so that what makes it is not left out.
@inline(never)
func keep(_ result: Int) {
    if result == Int.min { print(result) }
}
