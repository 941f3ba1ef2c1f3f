// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// An event as a case uses it, for programs that do the same work in another way.
public struct Exhibit: Sendable {
    /// The case's name.
    public let name: String

    /// One event for each visitor; only `enforce-cold` has several.
    public let events: [[UInt8]]

    /// What the vendor's server answers; nil if it is not asked.
    public let answer: [UInt8]?

    /// Whether the decision is to answer with a response.
    public let isResponse: Bool

    /// How many visitors `enforce-cold` has.
    private static let visitors = 64

    /// Those of the cases that begin with an event.
    public static func all() throws -> [Exhibit] {
        let tokens = try TokenMaker(Fixture.configuration())
        return try EngineScenario.all.map { scenario in
            let isCold = if case .cold = scenario.token { true } else { false }
            return Exhibit(
                name: scenario.name,
                events: try (1...(isCold ? visitors : 1)).map { try scenario.event(serial: $0, tokens) },
                answer: scenario.answer,
                isResponse: scenario.decision.hasPrefix("block") || scenario.decision.hasPrefix("first_party")
            )
        }
    }

    /// The event of `event-scan`.
    public static func scannedEvent() throws -> [UInt8] {
        try Fixture.event("page-3k", TokenMaker(Fixture.configuration()))
    }
}
