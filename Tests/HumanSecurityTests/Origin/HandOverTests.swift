// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import TestSupport
import Testing

@Suite("Hand-overs that are not to be believed")
struct HandOverTests {
    private let fixture = OriginFixture(options: OriginFixture.deferred, risk: OriginFixture.pxhd)

    /// Runs HumanActivities on a header and expects that nothing comes of it.
    private func refused(
        _ header: String?,
        reason: String,
        clientIP: String? = nil,
        now: Int64 = EnforcerFixture.now
    ) async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let postEnforcer = try fixture.postEnforcer(transport, now: now)
        let enforcement = await postEnforcer.postEnforce(try fixture.response(header, clientIP: clientIP))
        #expect(enforcement.reason == reason)
        #expect(enforcement.outcome == .pass)
        #expect(enforcement.isUnchanged)
        #expect(transport.requests.isEmpty)
    }

    private func good() async throws -> String { try #require(try await fixture.handOver()) }

    @Test("None at all")
    func missing() async throws {
        try await refused(nil, reason: "hand_over_missing")
    }

    @Test("Not signed, or signed with another secret")
    func forged() async throws {
        let unsigned = #"{"action":"pass_request","pxhd":{"value":"evil","source":"risk"}}"#
        for header in ["", "{}", "not json", unsigned, unsigned.dropLast() + #","hmac":""}"#] {
            try await refused(String(header), reason: "hand_over_refused")
        }
        let other = OriginFixture(options: OriginFixture.deferred + #", "px_cookie_secret": "another""#)
        try await refused(try await other.handOver(), reason: "hand_over_refused")
    }

    @Test("Changed in any one byte")
    func changed() async throws {
        let header = Array(try await good().utf8)
        for index in stride(from: 0, to: header.count, by: max(header.count / 200, 1)) {
            var changed = header
            changed[index] = changed[index] == 0x61 ? 0x62 : 0x61
            try await refused(String(decoding: changed, as: UTF8.self), reason: "hand_over_refused")
        }
    }

    @Test("Cut off, or with something behind it")
    func truncated() async throws {
        let header = try await good()
        for length in stride(from: 1, to: header.count, by: max(header.count / 60, 1)) {
            try await refused(String(header.prefix(length)), reason: "hand_over_refused")
        }
        try await refused(header + " ", reason: "hand_over_refused")
        try await refused(header + #","pxhd":1}"#, reason: "hand_over_refused")
    }

    @Test("Larger than any that we write")
    func oversized() async throws {
        let padding = String(repeating: "x", count: 30_000)
        try await refused(
            #"{"a":"\#(padding)","hmac":"\#(String(repeating: "0", count: 64))"}"#, reason: "hand_over_refused")
    }

    @Test("Too old, or from a clock far ahead", arguments: [600_000, -600_000] as [Int64])
    func expired(_ age: Int64) async throws {
        try await refused(try await good(), reason: "hand_over_expired", now: EnforcerFixture.now + age)
    }

    @Test("Of another visitor")
    func otherVisitor() async throws {
        try await refused(try await good(), reason: "hand_over_expired", clientIP: "198.51.100.66")
    }

    @Test("Replayed: the cookie is the visitor's own, but nothing is reported twice")
    func replayed() async throws {
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let postEnforcer = try fixture.postEnforcer(transport)
        let event = try fixture.response(try await good())
        let first = await postEnforcer.postEnforce(event)
        let second = await postEnforcer.postEnforce(event)
        #expect(first.result == second.result)
        #expect(transport.requests(.activities).count == 1)
    }

    @Test("A good one is believed, with any of several secrets")
    func rotated() async throws {
        let header = try await good()
        let both = OriginFixture(options: OriginFixture.deferred + #", "px_cookie_secret": ["new", "cookie-secret"]"#)
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let enforcement = await (try both.postEnforcer(transport)).postEnforce(try both.response(header))
        #expect(enforcement.reason == "s2s")
        #expect(transport.requests(.activities).count == 1)
    }

    @Test("No bytes in the header trap", arguments: 0..<30)
    func seeded(_ seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var header = Array(try await good().utf8)
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            header[Int.random(in: header.indices, using: &random)] = UInt8.random(in: 0x20...0x7E, using: &random)
        }
        try await refused(String(decoding: header, as: UTF8.self), reason: "hand_over_refused")
    }
}
