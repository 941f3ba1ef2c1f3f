// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Logging
import Testing

@Suite struct TourTests {
    /// Patient, so that a busy machine is not taken for a backend that hangs.
    private let configuration = DemoConfiguration.value.with("px_s2s_timeout", 3_000)

    private func tour(blocks: Bool) async throws -> [TourStep] {
        let options = EdgeSimulatorOptions(
            port: 0,
            configuration: configuration.text,
            runtime: .inProcess { configuration in
                var enforcer = StubEnforcer(configuration)
                enforcer.blocks = blocks
                return enforcer
            }
        )
        let edge = EdgeSimulator(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await edge.start()
        do {
            let steps = try await edge.runTour { _ in }
            await edge.stop()
            return steps
        } catch {
            await edge.stop()
            throw error
        }
    }

    @Test("an enforcer that does its work walks the tour without a fault")
    func right() async throws {
        let steps = try await tour(blocks: true)
        #expect(steps.count == 8)
        for step in steps {
            // How long a busy machine takes is no fault of the decision.
            #expect(step.faults.filter { !$0.contains("took longer") } == [], "\(step.line)")
        }
    }

    @Test("an enforcer that lets a bot pass is noticed")
    func wrong() async throws {
        let steps = try await tour(blocks: false)
        let bot = try #require(steps.first { $0.title == "blocked bot" })
        #expect(!bot.isRight)
        #expect(bot.decision == Decision(.pass, reason: "s2s", callReason: "no_cookie"))
        #expect(bot.line.hasPrefix("FAIL"))
    }
}
