// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Makes risk tokens as HUMAN's backend does (protocol.md §3.1, §3.3 to §3.5).
///
/// The enforcer only ever reads tokens; this is the one place that writes them.
public struct RiskTokenIssuer: Sendable {
    /// Within the enforcer's default bounds of 500 to 5,000.
    static let iterations = 1_000

    private let secret: [UInt8]

    /// - Parameter secret: `px_cookie_secret`.
    public init(secret: String) {
        self.secret = Array(secret.utf8)
    }

    /// A token in V3 text form, signed for a user agent.
    /// - Returns: nil if the secret is empty or OpenSSL fails.
    public func token(for claim: RiskTokenClaim, userAgent: String) -> String? {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return token(sealing: claim.payload.text, salt: salt, userAgent: userAgent)
    }

    /// `<hmac hex>:<salt base64>:<iterations>:<ciphertext base64>`
    func token(sealing payload: [UInt8], salt: [UInt8], userAgent: String) -> String? {
        guard var keys = try? SecretKeys([secret]), var cipher = try? TokenCipher() else { return nil }
        var keyAndIV = InlineArray<48, UInt8>(repeating: 0)
        defer { clear(&keyAndIV) }
        guard keys.derive(secret: 0, salt: salt.span, iterations: Self.iterations, into: &keyAndIV) else { return nil }
        var sealed = ByteBuffer(limit: TokenCipher.limit)
        guard cipher.encrypt(payload.span, keyAndIV: keyAndIV, into: &sealed) != nil else { return nil }

        var body = ByteBuffer(limit: 4 * TokenCipher.limit)
        body.append(base64Encoding: salt.span)
        body.append(":")
        body.append(decimal: Int64(Self.iterations))
        body.append(":")
        body.append(base64Encoding: sealed.span)

        // A token without the field `x` is signed for the user agent.
        let agent = Array(userAgent.utf8)
        var digest = InlineArray<32, UInt8>(repeating: 0)
        guard keys.beginMAC(key: 0), keys.updateMAC(body.span), keys.updateMAC(agent.span),
            keys.finishMAC(into: &digest)
        else { return nil }

        var token = ByteBuffer(limit: body.count + 65)
        token.append(hexEncoding: digest.span)
        token.append(":")
        token.append(body.span)
        return String(decoding: Self.copy(token.span), as: UTF8.self)
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.indices.map { bytes[$0] }
    }
}
