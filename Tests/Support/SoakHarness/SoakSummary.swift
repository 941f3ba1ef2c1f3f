// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalEdge

/// What a soak run came to.
public struct SoakSummary: Sendable {
    /// Visits made, and runs of functions: a visit has one or two.
    public internal(set) var visits = 0
    public internal(set) var invocations = 0

    /// Runs after which the visitor had no answer, the first of them in words.
    public internal(set) var lost = 0
    /// Answers other than the engine's own, or that CloudFront would refuse.
    public internal(set) var wrong = 0
    /// Answers that are right for a call that ran out of time, where the backend had answered: this machine was late.
    public internal(set) var raced = 0
    public internal(set) var examples: [String] = []

    /// Processes that ended without being told to.
    public internal(set) var deaths = 0
    public internal(set) var freezes = 0

    public internal(set) var outcomes: [String: Int] = [:]
    public internal(set) var kinds: [String: Int] = [:]
    public internal(set) var calls: [String: Int] = [:]
    /// Activities that the engine wanted sent.
    public internal(set) var reports = 0
    public internal(set) var seconds = 0.0

    /// Runs shorter than this say nothing about memory, in s.
    static let memoryJudgement = 1200.0

    /// A megabyte an hour, in KiB.
    static let growthLimit = 1_000_000.0 / 1024

    var latency: [EventType: LatencyHistogram] = [:]
    var memory: [EventType: MemorySeries] = [:]

    /// A third of the run, and ten minutes at the most, in s.
    var warmUp: Double { min(600, seconds / 3) }

    /// What the run fails for; empty if for nothing.
    public var failures: [String] {
        var failures: [String] = []
        if visits == 0 { failures.append("no visit was made") }
        if lost > 0 { failures.append("\(lost) visitor requests were lost") }
        if wrong > 0 { failures.append("\(wrong) answers were wrong") }
        if deaths > 0 { failures.append("\(deaths) processes ended") }
        if raced * 1000 > invocations { failures.append("\(raced) answers were late, more than one in a thousand") }
        if seconds >= Self.memoryJudgement {
            for type in EventType.allCases {
                guard let slope = memory[type]?.slope(after: warmUp) else {
                    failures.append("nothing is known of \(type.functionName)'s memory")
                    continue
                }
                guard slope >= Self.growthLimit else { continue }
                failures.append("\(type.functionName) grows by \(Int(slope)) KiB an hour")
            }
        }
        return failures
    }

    mutating func note(_ problem: String) {
        if examples.count < 20 { examples.append(problem) }
    }
}

extension EventType {
    /// The function that runs there.
    var functionName: String {
        switch self {
        case .viewerRequest: "HumanEnforcer"
        case .originRequest: "HumanFirstParty"
        case .originResponse: "HumanActivities"
        }
    }
}

/// The report of a run.
extension SoakSummary {
    public var plot: String {
        MemoryPlot.svg(EventType.allCases.map { ($0.functionName, memory[$0]?.samples ?? []) })
    }

    /// Markdown.
    public var report: String {
        let rate = Int(Double(visits) / max(seconds, 0.001))
        var text = """
            | | |
            |---|---|
            | Time | \(String(format: "%.1f", seconds / 60)) min |
            | Visits | \(visits), \(rate) a second |
            | Runs of functions | \(invocations) |
            | Lost | \(lost) |
            | Wrong | \(wrong) |
            | Late, because this machine was | \(raced) |
            | Processes that ended | \(deaths) |
            | Freezes | \(freezes) |
            | Activities that were to be sent | \(reports) |

            | Function | Runs | Median | 99 % | 99.9 % | Longest | Memory at the end | Growth |
            |---|---|---|---|---|---|---|---|

            """
        for type in EventType.allCases {
            let times = latency[type] ?? LatencyHistogram()
            let milliseconds = { (value: Int) in String(format: "%.2f ms", Double(value) / 1000) }
            let series = memory[type] ?? MemorySeries()
            let size = series.samples.last.map { String(format: "%.1f MiB", $0.kibibytes / 1024) } ?? "-"
            let slope = series.slope(after: warmUp).map { String(format: "%.2f MiB an hour", $0 / 1024) } ?? "-"
            text += "| \(type.functionName) | \(times.total) | \(milliseconds(times.percentile(50)))"
            text += " | \(milliseconds(times.percentile(99))) | \(milliseconds(times.percentile(99.9)))"
            text += " | \(milliseconds(times.maximum)) | \(size) | \(slope) |\n"
        }
        text += table("Outcome", outcomes) + table("Visit", kinds) + table("Call and fault", calls)
        if !examples.isEmpty { text += "\n" + examples.map { "* \($0)" }.joined(separator: "\n") + "\n" }
        return text
    }

    private func table(_ title: String, _ counts: [String: Int]) -> String {
        let rows = counts.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |\n" }.joined()
        return "\n| \(title) | |\n|---|---|\n\(rows)"
    }

    /// JSON, for machines.
    public var json: [UInt8] {
        var functions: [String: JSONValue] = [:]
        for type in EventType.allCases {
            let times = latency[type] ?? LatencyHistogram()
            var fields: [String: JSONValue] = [
                "runs": .number(Double(times.total)),
                "p50_us": .number(Double(times.percentile(50))), "p99_us": .number(Double(times.percentile(99))),
                "p999_us": .number(Double(times.percentile(99.9))), "max_us": .number(Double(times.maximum)),
            ]
            if let slope = memory[type]?.slope(after: warmUp) { fields["growth_kib_per_hour"] = .number(slope) }
            if let size = memory[type]?.samples.last { fields["rss_kib"] = .number(size.kibibytes) }
            functions[type.functionName] = .object(fields)
        }
        let counts = { (values: [String: Int]) in JSONValue.object(values.mapValues { .number(Double($0)) }) }
        return JSONValue.object([
            "seconds": .number(seconds), "visits": .number(Double(visits)), "invocations": .number(Double(invocations)),
            "lost": .number(Double(lost)), "wrong": .number(Double(wrong)), "late": .number(Double(raced)),
            "deaths": .number(Double(deaths)), "freezes": .number(Double(freezes)), "functions": .object(functions),
            "outcomes": counts(outcomes), "kinds": counts(kinds), "calls": counts(calls),
            "failures": .array(failures.map { .string($0) }),
        ]).text
    }
}
