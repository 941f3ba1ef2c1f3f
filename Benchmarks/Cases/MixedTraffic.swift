// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Traffic as a site has it, through one engine: to see that memory does not grow and that no request is far slower than
/// the others.
public struct MixedTraffic: ~Copyable {
    private var driver: EngineDriver
    private let tokens: TokenMaker
    private let answer: EngineDriver.Answer
    private let events: [[UInt8]]
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D
    private var serial = 1_000_000

    /// Of a thousand requests: static files, pages of visitors seen before, and what is rarer. Visitors never seen, whose
    /// tokens take far longer than all else, are `newVisitor`.
    private static let shares: [(fixture: String, score: Int, share: Int)] = [
        ("static", 0, 560), ("page-3.8k", 0, 250), ("page-1k", 0, 80), ("page-8k", 0, 30), ("page-no-cookie", 0, 50),
        ("page-3k", 100, 15), ("login", 0, 5), ("hostile-escapes", 0, 4), ("hostile-header", 0, 4),
        ("first-party", 0, 2),
    ]

    /// One request in so many is of a visitor whose token was never seen.
    private static let newVisitor = 2_500

    public init() throws {
        let configuration = try Fixture.configuration()
        let tokens = try TokenMaker(configuration)
        events = try Self.events(tokens)
        self.tokens = tokens
        answer = EngineDriver.Answer(body: Array(#"{"status":0,"score":0,"action":"c","uuid":"u"}"#.utf8))
        driver = EngineDriver(configuration)
    }

    private static func events(_ tokens: TokenMaker) throws -> [[UInt8]] {
        var events: [[UInt8]] = []
        for (index, kind) in shares.enumerated() {
            for visitor in 0..<kind.share {
                let serial = index * 100 + visitor % 40
                events.append(try Fixture.event(kind.fixture, tokens, serial: serial, score: kind.score))
            }
        }
        return events
    }

    /// The next request; makes it, which is not to be counted.
    public mutating func next() throws -> [UInt8] {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let number = Int(truncatingIfNeeded: state >> 33)
        guard number % Self.newVisitor == 0 else { return events[number % events.count] }
        serial += 1
        return try Fixture.event("page-3.8k", tokens, serial: serial)
    }

    /// Decides it.
    public mutating func decide(_ event: [UInt8]) -> Int {
        driver.decide(event, answer)
    }
}
