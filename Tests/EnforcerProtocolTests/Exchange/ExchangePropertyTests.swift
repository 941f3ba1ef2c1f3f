// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation
import FuzzTargets
import TestSupport
import Testing

@Suite("Properties of every exchange")
struct ExchangePropertyTests {
    private func isText(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    @Test("The same inputs give the same bytes, also from an exchange that was used before")
    func deterministic() {
        var engine = ExchangeFixture.engine()
        var used = Exchange()
        for event in ExchangeFixture.events {
            for answer in ExchangeFixture.answers {
                var fresh = Exchange()
                let first = ExchangeRun(&fresh, &engine, pieces: [event], answer: answer)
                #expect(ExchangeRun(&used, &engine, pieces: [event], answer: answer) == first)
            }
        }
    }

    @Test("Where the event is cut never shows")
    func cuts() {
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        for event in ExchangeFixture.events {
            let whole = ExchangeRun(&exchange, &engine, pieces: [event])
            #expect(ExchangeRun(&exchange, &engine, pieces: event.map { [$0] }) == whole)
            for cut in stride(from: 0, through: event.count, by: 7) {
                let pieces = [Array(event[..<cut]), Array(event[cut...])]
                #expect(ExchangeRun(&exchange, &engine, pieces: pieces) == whole)
            }
        }
    }

    @Test("Every mutated event with every mutated answer ends in something that can be sent", arguments: UInt64(0)..<8)
    func mutations(_ seed: UInt64) {
        var mutator = ByteMutator(seed: seed)
        var engine = ExchangeFixture.engine(seed % 2 == 0 ? #""px_module_mode": "monitor""# : "")
        var exchange = Exchange()
        for _ in 0..<400 {
            let donor = mutator.generator.pick(ExchangeFixture.events)
            let event = mutator.mutate(mutator.generator.pick(ExchangeFixture.events), donor: donor)
            var answer = mutator.generator.pick(ExchangeFixture.answers)
            if mutator.generator.one(in: 2) { answer.1 = mutator.mutate(answer.1, donor: answer.1) }
            let run = ExchangeRun(&exchange, &engine, pieces: [event], answer: answer)
            let context = "\(String(decoding: event, as: UTF8.self)) ← \(String(decoding: answer.1, as: UTF8.self))"
            #expect(run.isResponse == (run.outcome == "block"), "\(context)")
            if run.isUnchanged, !run.result.isEmpty {
                // What goes on as it came is a piece of what came.
                #expect(Data(event).range(of: Data(run.result)) != nil, "\(context)")
            }
            if run.isResponse || !run.isUnchanged {
                #expect(isJSON(run.result) && (!run.isResponse || isText(run.result)), "\(context)")
            }
            for (index, text) in run.calls.enumerated() where index % 2 == 1 {
                #expect(isJSON(text) && isText(text), "\(context): \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test("Only a verified token or a valid answer ever blocks", arguments: UInt64(0)..<4)
    func neverBlocksByAccident(_ seed: UInt64) {
        var mutator = ByteMutator(seed: 100 + seed)
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        for _ in 0..<300 {
            let event = mutator.mutate(mutator.generator.pick(ExchangeFixture.events), donor: ExchangeFixture.events[0])
            let answer = mutator.generator.pick([
                ExchangeFixture.answers[0], ExchangeFixture.answers[1], ExchangeFixture.answers[6],
                ExchangeFixture.answers[7],
            ])
            let run = ExchangeRun(&exchange, &engine, pieces: [event], answer: answer)
            #expect(run.outcome != "block")
        }
    }
}

@Suite("Calls out of order")
struct ExchangeOrderTests {
    @Test("Supplying what nobody asked for is the host's mistake, and traps")
    func supplyFirst() async {
        await #expect(processExitsWith: .failure) {
            var engine = ExchangeFixture.engine()
            var exchange = Exchange()
            let body: [UInt8] = []
            _ = exchange.supply(.timedOut, body: body.span, engine: &engine, now: 0)
        }
    }

    @Test("Beginning twice traps")
    func beginTwice() async {
        await #expect(processExitsWith: .failure) {
            var engine = ExchangeFixture.engine()
            var exchange = Exchange()
            let event = ExchangeFixture.events[0]
            exchange.feed(event.span)
            _ = exchange.begin(&engine, now: 0, entropy: Entropy(high: 0, low: 0))
            _ = exchange.begin(&engine, now: 0, entropy: Entropy(high: 0, low: 0))
        }
    }
}
