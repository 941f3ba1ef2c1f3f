// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@testable import LocalEdge

/// Tokens that somebody made without the secret, or took from elsewhere. Each must lead to the Risk API.
@Suite("Attacks on risk tokens")
struct TokenAttackTests {
    private static let agent = "Mozilla/5.0 (X11; Linux x86_64) Test"
    private static let salt = Array("a salt of sixteen".utf8)

    private static func payload(_ more: String = "") -> [UInt8] {
        Array(#"{"t":\#(EnforcerFixture.now + 60_000),"s":0,"u":"u-1","v":"v-1","a":"c"\#(more)}"#.utf8)
    }

    private static func token(_ payload: [UInt8] = payload(), secret: String = "cookie-secret") throws -> String {
        let issuer = RiskTokenIssuer(secret: secret)
        return try #require(issuer.token(sealing: payload, salt: salt, userAgent: agent))
    }

    private static func event(_ token: String, agent: String = agent, header: String = "cookie") -> TestEvent {
        var event = TestEvent()
        event.headers[1].1 = [agent]
        event.headers.append((header, [header == "cookie" ? "_px3=\(token)" : "3:\(token)"]))
        return event
    }

    private static func enforcer(_ options: String = "") throws -> HumanSecurityEnforcer {
        try EnforcerFixture.enforcer(ScriptedTransport(risk: EnforcerFixture.low), options)
    }

    @Test("A token is not believed that is cut anywhere", arguments: [true, false])
    func cut(isRemembered: Bool) async throws {
        let token = try Self.token()
        let enforcer = try Self.enforcer()
        if isRemembered { #expect(await enforcer.enforce(Self.event(token).json).reason == "cookie") }
        // Without its padding, base64 still says the same.
        let end = token.reversed().prefix { $0 == "=" }.count
        for count in 0..<token.count - end {
            let reason = await enforcer.enforce(Self.event(String(token.prefix(count))).json).reason
            #expect(reason == "s2s", "the first \(count) characters")
        }
        for count in 1..<token.count {
            let reason = await enforcer.enforce(Self.event(String(token.dropFirst(count))).json).reason
            #expect(reason == "s2s", "without the first \(count) characters")
        }
    }

    @Test("The ciphertext's end cannot be moved to the user agent, which is signed behind it")
    func movedBoundary() async throws {
        let token = try Self.token(Self.payload(#","pad":"0123456789abcdef0123456789abcdef""#))
        let enforcer = try Self.enforcer()
        #expect(await enforcer.enforce(Self.event(token).json).reason == "cookie")
        for count in 1..<80 {
            let forged = Self.event(String(token.dropLast(count)), agent: token.suffix(count) + Self.agent)
            let reason = await enforcer.enforce(forged.json).reason
            #expect(reason == "s2s", "\(count) characters moved")
        }
    }

    @Test("What a field of the visitor's says cannot stand in for another that is signed")
    func signedFields() async throws {
        let enforcer = try Self.enforcer(#""px_ip_headers": ["x-ip"]"#)
        let token = try Self.token()
        #expect(await enforcer.enforce(Self.event(token).json).reason == "cookie")
        #expect(await enforcer.enforce(Self.event(token, agent: "").json).reason == "s2s")
        #expect(await enforcer.enforce(Self.event(token, agent: Self.agent + " ").json).reason == "s2s")
        // A mobile token is signed without the user agent.
        #expect(await enforcer.enforce(Self.event(token, header: "x-px-authorization").json).reason == "s2s")
        // One that is signed for addresses, too, is not signed for this visitor's.
        let bound = try Self.token(Self.payload(#","x":"st""#))
        #expect(await enforcer.enforce(Self.event(bound).json).reason == "s2s")
    }

    @Test("Another site's secret makes no token for this one", arguments: ["cookie-secres", "", "Cookie-secret", "s"])
    func otherSecret(_ secret: String) async throws {
        let enforcer = try Self.enforcer()
        let token = RiskTokenIssuer(secret: secret).token(
            sealing: Self.payload(), salt: Self.salt, userAgent: Self.agent)
        let event = Self.event(token ?? ":\(Self.salt):1000:")
        #expect(await enforcer.enforce(event.json).reason == "s2s")
    }

    @Test("A token is not good for a moment longer than it says, however often it was seen before")
    func replay() async throws {
        let enforcer = try Self.enforcer()
        let expired = Array(#"{"t":\#(EnforcerFixture.now - 1),"s":0,"u":"u-1","v":"v-1","a":"c"}"#.utf8)
        let token = try Self.token(expired)
        for _ in 0..<3 { #expect(await enforcer.enforce(Self.event(token).json).reason == "s2s") }
    }

    @Test("A token that asks for a million iterations gets none of them", .timeLimit(.minutes(1)))
    func iterations() async throws {
        let enforcer = try Self.enforcer()
        let parts = try Self.token().split(separator: ":")
        for count in [
            "5001", "100000000", "4294967295", "9223372036854775807", "1e9", "-1", "0", "99999999999999999999",
        ] {
            let token = "\(parts[0]):\(parts[1]):\(count):\(parts[3])"
            for _ in 0..<50 { #expect(await enforcer.enforce(Self.event(token).json).reason == "s2s", "\(count)") }
        }
    }

    @Test("Ten thousand made-up tokens neither push the site's visitor out wrongly nor stay")
    func flood() async throws {
        let enforcer = try Self.enforcer(#""px_token_memory_size": 16"#)
        let token = try Self.token()
        for number in 0..<10_000 {
            let made = "\(String(repeating: "a", count: 60))\(1_000 + number % 9_000):c2FsdA==:1000:YWJj"
            let reason = await enforcer.enforce(Self.event(made).json).reason
            if reason != "s2s" { Issue.record("number \(number): \(reason)") }
        }
        #expect(await enforcer.enforce(Self.event(token).json).reason == "cookie")
    }
}
