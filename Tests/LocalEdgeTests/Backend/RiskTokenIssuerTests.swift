// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct RiskTokenIssuerTests {
    private static let claim = RiskTokenClaim(expiry: 1_763_830_000_000, score: 7, uuid: "u-1", vid: "v-1", action: "c")
    private let issuer = RiskTokenIssuer(secret: "test-secret")

    @Test("a token says what it was made of, to whoever has the secret and the user agent")
    func roundTrip() throws {
        let token = try #require(issuer.token(for: Self.claim, userAgent: "Test/1.0"))
        let payload = try TokenReader.open(token, secret: "test-secret", userAgent: "Test/1.0")
        #expect(payload == ["t": 1_763_830_000_000, "s": 7, "u": "u-1", "v": "v-1", "a": "c"])
        #expect(try TokenReader.open(token, secret: "other-secret", userAgent: "Test/1.0") == nil)
        #expect(try TokenReader.open(token, secret: "test-secret", userAgent: "Test/2.0") == nil)
    }

    @Test("numbers in the payload are whole numbers")
    func numbers() {
        let text = String(decoding: Self.claim.payload.text, as: UTF8.self)
        #expect(text == #"{"a":"c","s":7,"t":1763830000000,"u":"u-1","v":"v-1"}"#)
    }

    @Test("a token is as known tools make it")
    func known() {
        // Made with `openssl kdf PBKDF2`, `openssl enc -aes-256-cbc` and `openssl mac HMAC`.
        let token = issuer.token(sealing: Array("{}".utf8), salt: Array("salt-salt-salt-1".utf8), userAgent: "Test/1.0")
        let expected =
            "975e4c6f1b4b8ab46715c8db5bb8091ce25b626f103cfe969ad89b883270c4ba"
            + ":c2FsdC1zYWx0LXNhbHQtMQ==:1000:V53sb7Ley8UHquKLSdtXpg=="
        #expect(token == expected)
    }

    @Test("two tokens of the same claim differ, and both fit a cookie")
    func salt() throws {
        let one = try #require(issuer.token(for: Self.claim, userAgent: "Test/1.0"))
        let two = try #require(issuer.token(for: Self.claim, userAgent: "Test/1.0"))
        #expect(one != two)
        #expect(one.utf8.count <= 2_048)
        #expect(one.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") })
    }

    @Test("without a secret there is no token")
    func noSecret() {
        #expect(RiskTokenIssuer(secret: "").token(for: Self.claim, userAgent: "") == nil)
    }
}
