// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Finds out whether an app is asking, and what it says of its token.
    mutating func readMobile() {
        guard let value = header("x-px-authorization"), !value.isEmpty else { return }
        mobile.isMobile = true
        mobile.token = versionedToken(value)
        if mobile.token == nil, isDigits(value) { mobile.errorCode = value }
        if let header = header("x-px-original-token"), let original = versionedToken(header) {
            var token = RiskToken()
            token.text = original
            mobile.originalToken = token
        }
    }

    /// Decodes the token from before an error. Its expiry and its score say nothing any more.
    mutating func verifyOriginalToken(_ engine: inout Engine) {
        guard mobile.errorCode != nil, let original = mobile.originalToken else { return }
        mobile.originalToken = readToken(original.text, &engine)
    }

    /// What stands behind `3:`; nil for any other version, and for nothing.
    private func versionedToken(_ value: ByteSlice) -> ByteSlice? {
        guard value.count > 2, text.bytes(of: value).hasPrefix("3:") else { return nil }
        return ByteSlice(from: value.start + 2, to: value.end)
    }

    private func isDigits(_ value: ByteSlice) -> Bool {
        for index in value.start..<value.end where !ASCII.isDigit(text[index]) {
            return false
        }
        return true
    }

    /// The members about the original token (protocol.md §2.5).
    mutating func writeOriginalToken() {
        guard let original = mobile.originalToken else { return }
        let isRead = mobile.errorCode != nil
        writeToken("original_token", original)
        guard isRead else { return }
        switch original.outcome {
        case .verified:
            output.key("px_decoded_original_token")
            output.string(original.payload, of: text)
        case .notValid:
            output.key("original_token_error")
            output.string("cookie_validation_failed")
        case .undecodable, .missing:
            output.key("original_token_error")
            output.string("cookie_decryption_failed")
        }
    }

    /// A token as an object: what is known of it, under the names of the hand-over.
    mutating func writeToken(_ name: StaticString, _ token: RiskToken) {
        output.key(name)
        output.beginObject()
        writeIfKnown("action", token.action)
        writeIfKnown("cpa", token.approval)
        writeIfKnown("hmac", token.signature)
        output.key("isValidated")
        output.bool(token.outcome == .verified)
        output.key("payloadString")
        output.string(token.payload, of: text)
        writeIfKnown("score", token.scoreValue)
        writeIfKnown("timestamp", token.expiryValue)
        output.key("tokenString")
        output.string(token.text, of: text)
        writeIfKnown("uuid", token.uuid)
        writeIfKnown("vid", token.vid)
        output.endObject()
    }
}
