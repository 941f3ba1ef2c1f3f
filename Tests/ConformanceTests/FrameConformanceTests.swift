// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerProtocol
import Foundation
import HumanSecurity
import TestSupport
import Testing

@Suite("Events that come as flat frames")
struct FrameConformanceTests {
    @Test("Every recorded event gets the same decision, calls and result as a frame and as JSON")
    func recorded() throws {
        let cases = try FrameCase.recorded()
        var frames = 0
        for one in cases {
            guard let frame = FrameEncoder.frame(one.event), var first = one.engine(), var second = one.engine() else {
                continue
            }
            frames += 1
            #expect(one.run(&first, frame: frame) == one.run(&second, frame: nil), "\(one.name)")
        }
        // Others have a text beyond Latin-1, another shape than CloudFront's, or a configuration with errors.
        #expect(frames * 10 > cases.count * 9)
    }

    @Test("So does every event with texts put in at random", arguments: UInt64(0)..<4)
    func mutated(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let cases = try FrameCase.recorded()
        var frames = 0
        for _ in 0..<300 {
            var one = generator.pick(cases)
            one.event = EventMutation.mutate(one.event, &generator)
            guard let frame = FrameEncoder.frame(one.event), var first = one.engine(), var second = one.engine() else {
                continue
            }
            frames += 1
            let event = String(decoding: one.event.json, as: UTF8.self)
            #expect(one.run(&first, frame: frame) == one.run(&second, frame: nil), "\(one.name): \(event)")
        }
        #expect(frames > 200)
    }

    @Test("What a visitor must not send is taken out of frames, too")
    func forged() throws {
        let one = try #require(try FrameCase.recorded().first { $0.lambda == "enforcer" })
        let forged = EventMutation.adding("Px-Context", "{}", to: one.event)
        let frame = try #require(FrameEncoder.frame(forged))
        guard var engine = one.engine() else {
            Issue.record("the configuration has errors")
            return
        }
        var exchange = Exchange()
        exchange.feed(frame: frame.span)
        if case .send = exchange.begin(&engine, now: one.now, entropy: Entropy(high: 1, low: 2)) {
            let body: [UInt8] = []
            _ = exchange.supply(.timedOut, body: body.span, engine: &engine, now: one.now)
        }
        #expect(exchange.isChanged && exchange.removals.count == 1)
    }
}

/// Changes of an event that keep its shape.
enum EventMutation {
    static func mutate(_ event: HumanSecurityValue, _ generator: inout SeededGenerator) -> HumanSecurityValue {
        var event = event
        for _ in 0...generator.below(3) {
            event = one(event, &generator)
        }
        return event
    }

    static func adding(_ name: String, _ value: String, to event: HumanSecurityValue) -> HumanSecurityValue {
        changingRequest(event) { request in
            request.changing("headers") { $0.setting(name, [["key": .string(name), "value": .string(value)]]) }
        }
    }

    private static func one(_ event: HumanSecurityValue, _ generator: inout SeededGenerator) -> HumanSecurityValue {
        let text = text(&generator)
        let header = generator.pick([
            "cookie", "host", "user-agent", "x-forwarded-for", "px-context", "authorization", "referer", text,
        ])
        switch generator.below(6) {
        case 0: return changingRequest(event) { $0.setting("uri", .string("/" + text)) }
        case 1: return changingRequest(event) { $0.setting("querystring", .string(text)) }
        case 2:
            let method = generator.pick(["POST", "OPTIONS", text])
            return changingRequest(event) { $0.setting("method", .string(method)) }
        case 3: return adding(header, text, to: event)
        case 4:
            return changingRequest(event) { request in
                request.changing("headers") { headers in
                    .object((headers.members ?? []).filter { _ in !generator.one(in: 4) })
                }
            }
        default:
            let body: HumanSecurityValue = [
                "inputTruncated": .bool(generator.one(in: 4)), "action": "read-only",
                "encoding": .string(generator.pick(["text", "base64"])), "data": .string(text),
            ]
            return changingRequest(event) { $0.setting("body", body) }
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "=", ";", "\"", "\\", "/", "%41", "%", "é", "\u{FF}", "\u{0}", "\n", "<", "_px3=", "_pxvid=",
            "x:1000:y",
            "{}",
            String(repeating: "long", count: 40),
        ]
        return (0..<generator.below(12)).map { _ in generator.pick(pieces) }.joined()
    }

    private static func changingRequest(
        _ event: HumanSecurityValue,
        _ change: (HumanSecurityValue) -> HumanSecurityValue
    ) -> HumanSecurityValue {
        event.changing("Records") { records in
            .array((records.elements ?? []).map { $0.changing("cf") { $0.changing("request", change) } })
        }
    }
}
