// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Decides one event over and over, or events that differ in their tokens.
final class EngineWorkload: Workload {
    private let scenario: EngineScenario
    private let answer: EngineDriver.Answer?
    private let tokens: TokenMaker
    private var driver: EngineDriver
    private var events: [[UInt8]] = []
    /// Of a visitor who is in no measured event.
    private let otherEvent: [UInt8]

    private var isCold: Bool {
        if case .cold = scenario.token { true } else { false }
    }

    private init(
        _ scenario: EngineScenario,
        _ configuration: CompiledConfiguration,
        _ tokens: TokenMaker,
        otherEvent: [UInt8]
    ) {
        self.scenario = scenario
        self.tokens = tokens
        self.otherEvent = otherEvent
        driver = EngineDriver(configuration)
        answer = scenario.answer.map {
            var headers = ByteStringList()
            for field in scenario.answerHeaders {
                headers.append(Array(field.name.utf8).span)
                headers.append(Array(field.value.utf8).span)
            }
            return EngineDriver.Answer(headers: headers, body: $0)
        }
    }

    static func deciding(_ scenario: EngineScenario) throws -> EngineWorkload {
        let configuration = try Fixture.configuration()
        let tokens = try TokenMaker(configuration)
        let otherEvent = try scenario.event(serial: 0, tokens)
        let workload = EngineWorkload(scenario, configuration, tokens, otherEvent: otherEvent)
        try workload.renew(iterations: 1)
        _ = workload.run(iterations: 1)
        guard workload.driver.decision == scenario.decision else {
            throw SetUpError("\(scenario.name) came to \(workload.driver.decision), not \(scenario.decision)")
        }
        return workload
    }

    /// The result of the decision made last.
    var result: [UInt8] { driver.result }

    func renew(iterations: Int) throws {
        while events.count < (isCold ? iterations : 1) {
            events.append(try scenario.event(serial: events.count + 1, tokens))
        }
        guard isCold else { return }
        driver.forget()
        // What the engine sets up on its first request is no part of the others' cost.
        _ = driver.decide(otherEvent, answer)
    }

    func run(iterations: Int) -> Int {
        var sum = 0
        for index in 0..<iterations {
            sum &+= driver.decide(events[isCold ? index : 0], answer)
        }
        return sum
    }
}

extension EngineScenario {
    /// The event of the visitor number `serial`.
    func event(serial: Int, _ tokens: TokenMaker) throws -> [UInt8] {
        let score = if case .warm(let score) = token { score } else { 0 }
        return try Fixture.event(fixture, tokens, serial: serial, score: score)
    }
}
