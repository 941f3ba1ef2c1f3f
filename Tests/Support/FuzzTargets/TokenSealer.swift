// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Makes risk tokens with the fixture's secret for the user agent `x` (protocol.md §3.1, §3.3). All have the same salt, as
/// what is inside is what matters.
struct TokenSealer: ~Copyable {
    private static let iterations = 500
    private static let salt: [UInt8] = Array(0..<16)

    private var keys = try? SecretKeys([Array("s".utf8)])
    private var cipher = try? TokenCipher()
    private var keyAndIV = InlineArray<48, UInt8>(repeating: 0)
    private var isReady = false

    /// Nil if OpenSSL fails.
    mutating func token(_ payload: [UInt8]) -> [UInt8]? {
        if !isReady {
            guard keys?.derive(secret: 0, salt: Self.salt.span, iterations: Self.iterations, into: &keyAndIV) == true
            else { return nil }
            isReady = true
        }
        var sealed = ByteBuffer(limit: TokenCipher.limit)
        guard cipher?.encrypt(Array(payload.prefix(4_000)).span, keyAndIV: keyAndIV, into: &sealed) != nil else {
            return nil
        }
        let body = base64(Self.salt) + Array(":\(Self.iterations):".utf8) + base64(bytes(of: sealed.span))
        let agent: [UInt8] = [0x78]
        var digest = InlineArray<32, UInt8>(repeating: 0)
        guard keys?.beginMAC(key: 0) == true, keys?.updateMAC(body.span) == true, keys?.updateMAC(agent.span) == true,
            keys?.finishMAC(into: &digest) == true
        else { return nil }
        var signature = ByteBuffer(limit: 64)
        signature.append(hexEncoding: digest.span)
        return bytes(of: signature.span) + [0x3A] + body
    }
}
