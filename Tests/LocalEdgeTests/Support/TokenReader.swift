// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import LocalEdge
import Testing

/// Reads risk tokens; shares nothing with the issuer but the crypto layer.
enum TokenReader {
    /// The payload of a token, or nil if its HMAC is wrong.
    static func open(_ token: String, secret: String, userAgent: String) throws -> JSONValue? {
        let parts = token.split(separator: ":", omittingEmptySubsequences: false)
        try #require(parts.count == 4)
        var keys = try SecretKeys([Array(secret.utf8)])
        var cipher = try TokenCipher()
        let signed = Array((parts.dropFirst().joined(separator: ":") + userAgent).utf8)
        var digest = InlineArray<32, UInt8>(repeating: 0)
        _ = keys.beginMAC(key: 0) && keys.updateMAC(signed.span) && keys.finishMAC(into: &digest)
        let hex = digest.indices.map { String(digest[$0] >> 4, radix: 16) + String(digest[$0] & 15, radix: 16) }
        guard hex.joined() == parts[0] else { return nil }

        var salt = ByteBuffer(limit: 100)
        salt.append(base64Decoding: Array(parts[1].utf8).span)
        var ciphertext = ByteBuffer(limit: 2_048)
        ciphertext.append(base64Decoding: Array(parts[3].utf8).span)
        var keyAndIV = InlineArray<48, UInt8>(repeating: 0)
        let iterations = try #require(Int(parts[2]))
        try #require(keys.derive(secret: 0, salt: salt.span, iterations: iterations, into: &keyAndIV))
        var plain = ByteBuffer(limit: 2_048)
        guard cipher.decrypt(ciphertext.span, keyAndIV: keyAndIV, into: &plain) != nil else { return nil }
        let text = plain.span.indices.map { plain[$0] }
        return JSONValue(text)
    }
}
