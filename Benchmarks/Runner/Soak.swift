// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkCases
import CBenchmarkSupport

struct Soak: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends mixed traffic through one engine for long.",
        discussion: """
            Prints a JSON object: percentiles of the engine's time in ns, and the memory in use in KiB after a tenth of \
            the requests and at the end. Status 1 if memory grew by more than 1 MiB in between, or a request in a \
            thousand took more than twenty times the median.
            """
    )

    @Option(help: "How many requests.")
    var requests = 1_000_000

    func run() throws {
        guard requests >= 1_000 else { throw ValidationError("--requests is at least 1000") }
        _ = enforcer_benchmark_pin()
        var traffic = try MixedTraffic()
        var histogram = Histogram()
        var memory = 0
        for number in 0..<requests {
            if number == requests / 10 { memory = Int(enforcer_benchmark_memory()) }
            let event = try traffic.next()
            let interruptions = enforcer_benchmark_interruptions()
            let begin = enforcer_benchmark_now()
            keep(traffic.decide(event))
            let time = enforcer_benchmark_now() - begin
            // What the system did meanwhile is not the engine's time.
            if enforcer_benchmark_interruptions() == interruptions { histogram.add(time) }
        }
        let end = Int(enforcer_benchmark_memory())
        let median = histogram.percentile(0.5)
        let slow = histogram.percentile(0.999)
        print(
            #"{"requests":\#(requests),"median_ns":\#(median),"p99_ns":\#(histogram.percentile(0.99)),"#
                + #""p999_ns":\#(slow),"memory_kib":\#(memory),"memory_at_end_kib":\#(end)}"#
        )
        if end - memory > 1024 || slow > 20 * median { throw ExitCode(1) }
    }
}

/// Times in steps of a sixteenth of their size.
private struct Histogram {
    private var counts = [Int](repeating: 0, count: 1024)
    private var total = 0

    mutating func add(_ time: Int64) {
        counts[Self.slot(of: max(time, 1))] += 1
        total += 1
    }

    /// The upper end of the step that holds the share `part` of all times, in ns.
    func percentile(_ part: Double) -> Int64 {
        var rest = Int(Double(total) * part)
        for slot in counts.indices {
            rest -= counts[slot]
            if rest < 0 { return Self.limit(of: slot) }
        }
        return Self.limit(of: counts.count - 1)
    }

    private static func slot(of time: Int64) -> Int {
        let exponent = 63 - time.leadingZeroBitCount
        guard exponent >= 4 else { return Int(time) }
        return (exponent - 3) * 16 + Int(time >> Int64(exponent - 4) & 15)
    }

    private static func limit(of slot: Int) -> Int64 {
        guard slot >= 16 else { return Int64(slot) }
        return Int64(16 + slot % 16 + 1) << Int64(slot / 16 - 1)
    }
}
