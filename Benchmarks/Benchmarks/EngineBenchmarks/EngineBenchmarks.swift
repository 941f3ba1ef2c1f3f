// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import BenchmarkCases

// The plugin looks for this name.
let benchmarks: @Sendable () -> Void = {
    for known in BenchmarkCase.all {
        Benchmark(
            known.name,
            configuration: Benchmark.Configuration(
                metrics: [.wallClock, .throughput],
                timeUnits: .nanoseconds,
                warmupIterations: 20,
                maxDuration: .seconds(2),
                maxIterations: 5_000
            )
        ) { benchmark in
            let workload = try known.prepare()
            for _ in benchmark.scaledIterations {
                try workload.renew(iterations: 1)
                benchmark.startMeasurement()
                blackHole(workload.run(iterations: 1))
                benchmark.stopMeasurement()
            }
        }
    }
}
