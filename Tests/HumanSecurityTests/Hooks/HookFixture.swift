// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Synchronization

@testable import LocalEdge

/// What the tests of hooks share.
enum HookFixture {
    struct Failure: Error {}

    static func enforcement(
        _ hooks: HumanSecurityHooks,
        _ options: String = "",
        event: TestEvent = TestEvent(),
        transport: ScriptedTransport = ScriptedTransport(risk: EnforcerFixture.low)
    ) async throws -> Enforcement {
        let enforcer = try HumanSecurityEnforcer.initialize(
            EnforcerFixture.configuration(options),
            hooks: hooks,
            transport: transport,
            environment: EnforcerFixture.environment
        )
        var enforcement = await enforcer.decide(event.json, tracing: true)
        await enforcer.deliver(enforcement.reports)
        enforcement.reports = []
        return enforcement
    }

    /// A request with a good token of the score given, and perhaps more in its payload.
    static func event(score: Int = 0, more: String = "", age: Int64 = 0, uri: String = "/") -> TestEvent {
        let payload =
            #"{"t":\#(EnforcerFixture.now + 60_000 - age),"s":\#(score),"u":"u-1","v":"v-1","a":"c"\#(more)}"#
        let salt = Array("a salt of sixteen".utf8)
        let agent = "Mozilla/5.0 (X11; Linux x86_64) Test"
        let token = RiskTokenIssuer(secret: "cookie-secret").token(
            sealing: Array(payload.utf8), salt: salt, userAgent: agent)
        var event = TestEvent()
        event.uri = uri
        event.headers.append(("cookie", ["_px3=\(token ?? "")"]))
        return event
    }

    static func details(_ transport: ScriptedTransport, _ kind: OutgoingRequest.Kind) throws -> VectorValue? {
        let body = try transport.requests(kind).first.map { try VectorValue.parse($0.body) }
        return kind == .risk ? body?["additional"] : body?["details"]
    }
}

/// Counts calls of a hook.
final class CallCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}
