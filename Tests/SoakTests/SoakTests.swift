// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge
import Synchronization
import TestSupport
import Testing

@testable import SoakHarness

@Suite("Soak")
struct SoakTests {
    private static func options(limit: Int, faultRarity: Int = 6) -> SoakRun.Options {
        SoakRun.Options(
            seconds: 60, rate: 400, seed: 7, faultRarity: faultRarity, freezePeriod: 0, limit: limit)
    }

    @Test("The executables give the engine's own answers, faults or not", .timeLimit(.minutes(3)))
    func executables() async throws {
        let run = try SoakRun(Self.options(limit: 250)) { name, configuration in
            ExecutableHost(
                executable: try BuiltProducts.executable(name).path, configuration: configuration, name: name, limit: 2)
        }
        let summary = try await run.run()
        #expect(summary.visits == 250)
        #expect(summary.examples == [])
        #expect(summary.lost == 0 && summary.wrong == 0 && summary.deaths == 0)
        #expect(summary.outcomes.keys.filter { $0.hasPrefix("HumanEnforcer") }.count >= 4, "\(summary.outcomes)")
        #expect(summary.calls.keys.contains { $0.hasPrefix("risk") && !$0.hasSuffix("none") }, "\(summary.calls)")
        #expect(EventType.allCases.allSatisfy { (summary.latency[$0]?.total ?? 0) > 0 })
        #expect(summary.memory[.viewerRequest]?.samples.isEmpty == false)
        #expect(summary.report.contains("| Wrong | 0 |"))
        #expect(JSONValue(summary.json)?["visits"] == 250)
    }

    /// Answers every event with the same result.
    private struct StubbornHost: FunctionHost {
        let outcome: FunctionOutcome

        func start() async throws {}
        func invoke(_ event: [UInt8]) async -> Invocation { Invocation(outcome: outcome) }
        func stop() async {}
    }

    @Test("A wrong answer is found")
    func wrongAnswer() async throws {
        let block = Array(#"{"status":"403","headers":{},"body":"no"}"#.utf8)
        let run = try SoakRun(Self.options(limit: 40)) { _, _ in StubbornHost(outcome: .result(block)) }
        let summary = try await run.run()
        #expect(summary.wrong > 20)
        #expect(summary.failures.contains { $0.hasSuffix("answers were wrong") })
    }

    @Test("A lost request is found")
    func lostRequest() async throws {
        let run = try SoakRun(Self.options(limit: 10)) { _, _ in StubbornHost(outcome: .exited("signal 9")) }
        let summary = try await run.run()
        #expect(summary.lost == 10)
        #expect(summary.failures.contains { $0.hasSuffix("visitor requests were lost") })
    }

    @Test("The same seed gives the same traffic, another one another")
    func seeds() {
        func targets(_ seed: UInt64) -> [String] {
            var traffic = SoakTraffic(seed: seed, now: 1_767_225_600_000, faultRarity: 5)
            return (0..<200).map { _ in traffic.next() }.map { "\($0.kind) \($0.request.method) \($0.request.target)" }
        }
        #expect(targets(3) == targets(3))
        #expect(targets(3) != targets(4))
        #expect(Set(targets(3).compactMap { $0.split(separator: "=").last }).count >= SoakFault.allCases.count - 1)
    }

    @Test(
        "Growth is what is left of memory after the warm-up",
        arguments: [(0.0, 0.0), (512, 512), (2048, 2048)] as [(Double, Double)])
    func growth(perHour: Double, expected: Double) throws {
        var series = MemorySeries()
        for step in 0...360 {
            let seconds = Double(step) * 10
            // It fills its tables first.
            let warmUp = min(seconds, 600) * 10
            series.add(
                MemorySeries.Sample(
                    seconds: seconds, kibibytes: 8000 + warmUp + seconds / 3600 * perHour + Double(step % 3)))
        }
        let slope = try #require(series.slope(after: 600))
        #expect(abs(slope - expected) < 8)
        #expect(series.slope(after: 3590) == nil)
    }

    @Test("A function that grows fails a run that is long enough to tell")
    func leak() {
        var summary = SoakSummary()
        summary.visits = 1
        summary.seconds = 3600
        var series = MemorySeries()
        for step in 0...360 {
            series.add(MemorySeries.Sample(seconds: Double(step) * 10, kibibytes: 9000 + Double(step) * 10))
        }
        summary.memory = [.originRequest: series, .viewerRequest: MemorySeries()]
        #expect(
            Set(summary.failures) == [
                "HumanFirstParty grows by 3600 KiB an hour", "nothing is known of HumanEnforcer's memory",
                "nothing is known of HumanActivities's memory",
            ])
        summary.seconds = 600
        #expect(summary.failures == [])
    }

    @Test("Percentiles are those of the sorted values, within a sixteenth")
    func percentiles() {
        var generator = SeededGenerator(seed: 11)
        var histogram = LatencyHistogram()
        var values: [Int] = []
        for _ in 0..<5_000 {
            let value = generator.below(1 << generator.below(24))
            values.append(value)
            histogram.add(microseconds: value)
        }
        values.sort()
        for percent in [50.0, 90, 99, 99.9, 100] {
            let exact = values[Int((Double(values.count) * percent / 100).rounded(.up)) - 1]
            let estimate = histogram.percentile(percent)
            #expect(estimate >= exact && estimate <= exact + exact / 16 + 1, "\(percent): \(estimate) for \(exact)")
        }
        #expect(LatencyHistogram().percentile(99) == 0)
    }

    @Test("Results are compared but for what time seals into them")
    func comparison() {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        let one = bytes(#"{"uri":"/","headers":{"px-context":[{"value":"a"}]}}"#)
        #expect(SoakComparison.difference(one, bytes(#"{"headers":{"px-context":[{"value":"b"}]},"uri":"/"}"#)) == nil)
        #expect(
            SoakComparison.difference(one, bytes(#"{"uri":"/","headers":{}}"#))
                == "result.headers.px-context is too much")
        #expect(
            SoakComparison.difference(one, bytes(#"{"uri":"/x","headers":{"px-context":1}}"#)) == "result.uri differs")
        #expect(SoakComparison.difference(bytes("x"), one) == "not the same text")
    }
}
