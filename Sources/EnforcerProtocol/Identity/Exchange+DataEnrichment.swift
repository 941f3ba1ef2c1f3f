// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Reads the `_pxde` cookie: `<hmac hex>:<base64 JSON>`, exactly these two parts. What it says is kept whether the
    /// HMAC is right or not, with the finding beside it.
    mutating func readDataEnrichment(_ engine: inout Engine) {
        guard let cookie = cookies.value(of: WireName.dataEnrichmentCookie, in: text.span) else { return }
        let colon = text.index(of: 0x3A, in: cookie)
        let signature = ByteSlice(from: cookie.start, to: colon)
        let payload = ByteSlice(from: min(colon + 1, cookie.end), to: cookie.end)
        guard !signature.isEmpty, !payload.isEmpty, text.index(of: 0x3A, in: payload) == payload.end else { return }
        enrichment.isVerified = isSignedByAnySecret(payload, signature: signature, &engine)
        parts.removeAll()
        parts.append(base64Decoding: payload, of: text)
        let decoded = text.store(parts)
        if document.reads(decoded, of: text) { enrichment.json = rewrite(node: 0, base: decoded) }
        trace.note(.dataEnrichment, enrichment.isVerified ? "verified" : "not_verified")
    }

    /// Whether `signature` is the lower-case hexadecimal HMAC of `content` with one of the secrets.
    mutating func isSignedByAnySecret(_ content: ByteSlice, signature: ByteSlice, _ engine: inout Engine) -> Bool {
        for secret in 0..<(engine.secrets?.count ?? 0) {
            guard engine.secrets?.beginMAC(key: secret) == true,
                engine.secrets?.updateMAC(text.bytes(of: content)) == true,
                let digest = engine.finishedMAC()
            else { return false }
            scratch.removeAll()
            scratch.append(hexEncoding: digest.span)
            if ConstantTime.equal(scratch.span, text.bytes(of: signature)) { return true }
        }
        return false
    }
}
