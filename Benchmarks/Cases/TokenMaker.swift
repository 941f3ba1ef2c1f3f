// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Makes risk tokens (protocol.md §3.1, §3.3 to §3.5), the same ones each time.
struct TokenMaker {
    /// As the vendor's tokens have it.
    static let iterations = 1_000

    /// Far off, so that enforcers that read a clock take the tokens, too: the year 2100.
    static let expiry: Int64 = 4_102_444_800_000

    private let secret: [UInt8]

    init(_ configuration: CompiledConfiguration) throws {
        guard let secret = configuration.cookieSecrets.first else { throw SetUpError("no secret is configured") }
        self.secret = secret
    }

    /// The token number `serial`, signed for a user agent. Each has its own salt, as real ones do.
    func token(_ serial: Int, score: Int, userAgent: [UInt8]) throws -> [UInt8] {
        let salt = Self.salt(serial)
        var keys = try SecretKeys([secret])
        var cipher = try TokenCipher()
        var keyAndIV = InlineArray<48, UInt8>(repeating: 0)
        var sealed = ByteBuffer(limit: TokenCipher.limit)
        guard keys.derive(secret: 0, salt: salt.span, iterations: Self.iterations, into: &keyAndIV),
            cipher.encrypt(Self.payload(serial, score: score).span, keyAndIV: keyAndIV, into: &sealed) != nil
        else { throw SetUpError("no token could be sealed") }

        var body = ByteBuffer(limit: 4 * TokenCipher.limit)
        body.append(base64Encoding: salt.span)
        body.append(":")
        body.append(decimal: Int64(Self.iterations))
        body.append(":")
        body.append(base64Encoding: sealed.span)
        var digest = InlineArray<32, UInt8>(repeating: 0)
        guard keys.beginMAC(key: 0), keys.updateMAC(body.span), keys.updateMAC(userAgent.span),
            keys.finishMAC(into: &digest)
        else { throw SetUpError("no token could be signed") }
        var token = ByteBuffer(limit: body.count + 65)
        token.append(hexEncoding: digest.span)
        token.append(":")
        token.append(body.span)
        return token.takeAll()
    }

    private static func payload(_ serial: Int, score: Int) -> [UInt8] {
        let number = String(serial, radix: 16)
        let tail = String(repeating: "0", count: max(12 - number.count, 0)) + number
        let uuid = "5f0c2d1e-5c1e-11f0-9a3b-\(tail)"
        let vid = "0a9d2b34-5c1e-11f0-8b1e-7d3f5a6c9e21"
        return Array(#"{"u":"\#(uuid)","v":"\#(vid)","t":\#(expiry),"s":\#(score),"a":"c"}"#.utf8)
    }

    /// 64 bytes, as real tokens have.
    private static func salt(_ serial: Int) -> [UInt8] {
        var state = UInt64(truncatingIfNeeded: serial) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        return (0..<64).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}
