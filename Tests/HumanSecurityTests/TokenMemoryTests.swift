// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Synchronization
import Testing

@Suite("Remembered tokens")
struct TokenMemoryTests {
    /// A clock that a test sets.
    private final class Clock: Sendable {
        private let time = Mutex(EnforcerFixture.now)
        var now: Int64 { time.withLock { $0 } }
        func set(_ now: Int64) { time.withLock { $0 = now } }
    }

    private static func enforcer(_ clock: Clock, _ options: String = "") throws -> HumanSecurityEnforcer {
        try HumanSecurityEnforcer.initialize(
            EnforcerFixture.configuration(options),
            transport: ScriptedTransport(risk: EnforcerFixture.low),
            environment: EnforcerEnvironment(now: { clock.now }, random: { (1, 2) })
        )
    }

    @Test("A remembered token does not outlive its expiry")
    func expiry() async throws {
        let clock = Clock()
        let enforcer = try Self.enforcer(clock)
        let event = HookFixture.event().json
        for _ in 0..<3 {
            #expect(await enforcer.enforce(event).reason == "cookie")
        }
        clock.set(EnforcerFixture.now + 60_000)
        #expect(await enforcer.enforce(event).reason == "cookie")
        clock.set(EnforcerFixture.now + 60_001)
        #expect(await enforcer.enforce(event).reason == "s2s")
        clock.set(EnforcerFixture.now)
        #expect(await enforcer.enforce(event).reason == "cookie")
    }

    @Test("It is good for the fields that it was signed for, and for no other")
    func signedFields() async throws {
        let enforcer = try Self.enforcer(Clock())
        var event = HookFixture.event()
        #expect(await enforcer.enforce(event.json).reason == "cookie")
        event.headers[1].1 = ["Mozilla/5.0 (X11; Linux x86_64) Tesu"]
        #expect(await enforcer.enforce(event.json).reason == "s2s")
        var mobile = HookFixture.event()
        let token = mobile.headers.removeLast().1[0].dropFirst("_px3=".count)
        mobile.headers.append(("x-px-authorization", ["3:" + token]))
        #expect(await enforcer.enforce(mobile.json).reason == "s2s")
        #expect(await enforcer.enforce(HookFixture.event().json).reason == "cookie")
    }

    @Test("A token that was changed in any one byte is not taken for the one that is remembered")
    func changed() async throws {
        let enforcer = try Self.enforcer(Clock())
        var event = HookFixture.event()
        #expect(await enforcer.enforce(event.json).reason == "cookie")
        let cookie = Array(event.headers.removeLast().1[0].utf8)
        for index in stride(from: 5, to: cookie.count, by: 7) where cookie[index] != 0x3A {
            var changed = cookie
            changed[index] = changed[index] == 0x62 ? 0x63 : 0x62
            var forged = event
            forged.headers.append(("cookie", [String(decoding: changed, as: UTF8.self)]))
            // The last characters of base64 may stand for bits that nobody reads; all others matter.
            let outcome = await enforcer.enforce(forged.json).reason
            #expect(outcome == "s2s", "\(index)")
        }
    }

    @Test("Many more tokens than it holds push each other out and are still judged right", arguments: [0, 1, 8])
    func bounded(_ size: Int) async throws {
        let enforcer = try Self.enforcer(
            Clock(), #""px_token_memory_size": \#(size), "px_risk_cookie_min_iterations": 1"#)
        for round in 0..<2 {
            for score in 0..<40 {
                let more = #","n":\#(score)"#
                let enforcement = await enforcer.enforce(HookFixture.event(score: score * 3, more: more).json)
                #expect(enforcement.reason == (score * 3 >= 100 ? "cookie_high_score" : "cookie"), "\(round)")
                #expect(enforcement.score == Double(score * 3))
            }
        }
    }
}
