// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge
import Logging
import Testing

@Suite struct TourTests {
    private typealias Make = @Sendable ([UInt8]) throws -> any EdgeEventHandler

    /// Walks the tour with stub functions, patient so that a busy machine is not taken for a backend that hangs.
    private func tour(
        _ configuration: JSONValue,
        enforcer: @escaping Make = { StubEnforcer($0) },
        activities: Make? = nil,
        firstParty: Make? = nil
    ) async throws -> [TourStep] {
        let options = EdgeSimulatorOptions(
            port: 0,
            configuration: configuration.with("px_s2s_timeout", 2_000).text,
            runtime: .inProcess(make: enforcer),
            activities: activities.map { .inProcess(make: $0) },
            firstParty: firstParty.map { .inProcess(make: $0) }
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

    private static let titles = [
        "clean visitor", "same visitor again", "static file", "blocked bot", "challenge script", "challenge solved",
        "solver let in", "stale cookie", "visitor cookie", "login", "refused login", "first-party script",
        "backend hangs",
    ]

    private func expectNoFault(_ steps: [TourStep]) {
        #expect(steps.map(\.title) == Self.titles)
        for step in steps {
            // How long a busy machine takes is no fault of the decision.
            #expect(step.faults.filter { !$0.contains("took longer") } == [], "\(step.line)")
        }
    }

    private func outcomes(_ steps: [TourStep], _ titles: [String]) -> [Decision.Outcome?] {
        titles.map { title in steps.first { $0.title == title }?.decision?.outcome }
    }

    @Test("an enforcer alone walks the tour without a fault, and what needs HumanActivities is passed by")
    func alone() async throws {
        let steps = try await tour(DemoConfiguration.value)
        expectNoFault(steps)
        #expect(steps.filter { $0.decision == nil }.map(\.title) == ["visitor cookie", "refused login"])
        #expect(steps[8].line == "skip visitor cookie         needs HumanActivities")
        #expect(outcomes(steps, ["challenge script", "challenge solved"]) == [.answered, .answered])
    }

    @Test("all three functions walk all of it")
    func together() async throws {
        let steps = try await tour(
            DemoConfiguration.valueWithActivities,
            activities: { StubActivities($0) },
            firstParty: { StubFirstParty($0) }
        )
        expectNoFault(steps)
        #expect(steps.allSatisfy { $0.decision != nil })
        let scripts = ["challenge script", "challenge solved", "first-party script"]
        #expect(outcomes(steps, scripts) == [.firstParty, .firstParty, .firstParty])
        #expect(steps[8].note == "_pxhd set")
        #expect(steps[9].note == "reported as successful")
        #expect(steps[10].note == "reported as not successful")
    }

    @Test("an enforcer that lets a bot pass is noticed")
    func wrong() async throws {
        let steps = try await tour(
            DemoConfiguration.value,
            enforcer: {
                var enforcer = StubEnforcer($0)
                enforcer.blocks = false
                return enforcer
            }
        )
        let bot = try #require(steps.first { $0.title == "blocked bot" })
        #expect(!bot.isRight)
        #expect(bot.decision == Decision(.pass, reason: "s2s", callReason: "no_cookie"))
        #expect(bot.line.hasPrefix("FAIL"))
    }

    @Test("a HumanActivities that does nothing is noticed")
    func idleActivities() async throws {
        let steps = try await tour(
            DemoConfiguration.valueWithActivities.with("px_deferred_activities", nil),
            activities: { _ in
                StubHandler { event in (event["Records"]?[0]?["cf"]?["response"] ?? .null).text }
            }
        )
        let login = try #require(steps.first { $0.title == "login" })
        #expect(login.faults == ["there is no report of a login that was successful"])
        #expect(steps[8].line == "skip visitor cookie         needs px_deferred_activities")
    }

    @Test("a HumanFirstParty that leaves its mark out is noticed")
    func unmarked() async throws {
        let steps = try await tour(
            DemoConfiguration.value,
            firstParty: { configuration in
                let right = StubFirstParty(configuration)
                return ChangingHandler(right) { result in
                    result.with("headers", result["headers"]?.with("x-px-first-party", nil))
                }
            }
        )
        for title in ["challenge script", "challenge solved", "first-party script"] {
            let step = try #require(steps.first { $0.title == title })
            #expect(step.faults.contains("first party: header x-px-first-party is missing, not 1"), "\(step.line)")
        }
    }

    @Test("without first party its stops are passed by")
    func firstPartyOff() async throws {
        let steps = try await tour(DemoConfiguration.value.with("px_first_party_enabled", false))
        let passedBy = steps.filter { $0.decision == nil }.map(\.title)
        #expect(passedBy.prefix(3) == ["challenge script", "challenge solved", "solver let in"])
        #expect(passedBy.last == "first-party script")
    }

    /// Spoils what a right function returns.
    private struct ChangingHandler: EdgeEventHandler {
        let right: any EdgeEventHandler
        let change: @Sendable (JSONValue) -> JSONValue

        init(_ right: any EdgeEventHandler, change: @escaping @Sendable (JSONValue) -> JSONValue) {
            self.right = right
            self.change = change
        }

        func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
            var reply = await right.handle(event, deadlineMilliseconds: deadlineMilliseconds)
            reply.body = change(JSONValue(reply.body) ?? .null).text
            return reply
        }

        func deliver(_ reports: [OutgoingRequest]) async { await right.deliver(reports) }
    }
}
