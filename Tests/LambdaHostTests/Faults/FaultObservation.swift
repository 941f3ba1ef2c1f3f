// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Foundation
import HumanSecurity
import Logging
import Synchronization
import TestSupport

/// Counts what the engine counts, for all tests of this process: a process has one metrics system.
final class CountingMetrics: MetricsFactory {
    static let shared: CountingMetrics = {
        let metrics = CountingMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }()

    private let counts = Mutex<[String: Int64]>([:])

    /// What was counted so far under that label, by the values of the dimensions.
    func counts(of label: String) -> [String: Int64] {
        counts.withLock { counts in
            var found: [String: Int64] = [:]
            for (key, value) in counts where key.hasPrefix(label + " ") {
                found[String(key.dropFirst(label.count + 1))] = value
            }
            return found
        }
    }

    private final class Handler: CounterHandler {
        let add: @Sendable (Int64) -> Void
        init(_ add: @escaping @Sendable (Int64) -> Void) { self.add = add }
        func increment(by amount: Int64) { add(amount) }
        func reset() {}
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let key = "\(label) " + dimensions.map(\.1).joined(separator: " ")
        return Handler { [self] amount in counts.withLock { $0[key, default: 0] += amount } }
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        NOOPMetricsHandler.instance
    }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { NOOPMetricsHandler.instance }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

/// Lines of a log as they are written.
final class LogLines: Sendable {
    private let kept = Shared<[String]>([])

    var all: [String] { kept.value }

    func logger() -> Logger {
        Logger(label: "fault") { JSONLogHandler(label: $0) { line in self.kept.update { $0.append(line) } } }
    }
}
