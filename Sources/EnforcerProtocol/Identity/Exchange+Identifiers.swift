// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Reads the account from the site's own JWT: from the cookie, or where that is missing from the header. Its
    /// signature is the site's business and is not checked; a token that cannot be read gives nothing.
    mutating func readIdentifiers(_ configuration: borrowing CompiledConfiguration) {
        if let token = jwtCookie(configuration.jwtCookie) {
            readJWT(token, configuration.jwtCookie)
        } else if !configuration.jwtHeader.name.isEmpty, let token = header(configuration.jwtHeader.name.span) {
            readJWT(token, configuration.jwtHeader)
        }
    }

    private func jwtCookie(_ source: borrowing CompiledConfiguration.JWTSource) -> ByteSlice? {
        source.name.isEmpty ? nil : cookies.value(of: source.name.span, in: text.span)
    }

    private mutating func readJWT(_ token: ByteSlice, _ source: borrowing CompiledConfiguration.JWTSource) {
        let firstDot = text.index(of: 0x2E, in: token)
        let rest = ByteSlice(from: min(firstDot + 1, token.end), to: token.end)
        let encoded = ByteSlice(from: rest.start, to: text.index(of: 0x2E, in: rest))
        parts.removeAll()
        parts.append(base64Decoding: encoded, of: text)
        let payload = text.store(parts)
        guard document.reads(payload, of: text), document.kind(of: 0) == .object else { return }
        if !source.userIDPath.isEmpty, let node = node(at: source.userIDPath.span, in: payload) {
            identifiers.userID = scalar(node: node, base: payload)
        }
        guard source.additionalPaths.count > 0 else { return }
        var fields = JSONWriter(limit: Self.fieldsLimit)
        fields.beginObject()
        for index in 0..<source.additionalPaths.count {
            let path = source.additionalPaths[index]
            guard let node = node(at: path, in: payload),
                document.isTruthy(node, in: text.bytes(of: payload))
            else { continue }
            let name = path.extracting((path.lastIndex(of: 0x2E).map { $0 + 1 } ?? 0)..<path.count)
            fields.key(name)
            fields.value(document, node: node, in: text.bytes(of: payload))
        }
        fields.endObject()
        guard !fields.buffer.hasOverflowed else { return }
        identifiers.additionalFields = text.store(fields.buffer)
    }

    /// A token in a cookie or header has a few kilobytes.
    private static var fieldsLimit: Int { 1 << 17 }

    private func node(at path: Span<UInt8>, in base: ByteSlice) -> Int? {
        let node = document.value(atPath: path, in: text.bytes(of: base))
        return node.flatMap { document.kind(of: $0) == .null ? nil : $0 }
    }

    mutating func writeIdentifiers() {
        writeIfKnown("app_user_id", identifiers.userID)
        if let fields = identifiers.additionalFields {
            output.key("jwt_additional_fields")
            output.raw(fields, of: text)
        }
        writeIfKnown("cross_tab_session", context.crossTabSession)
    }
}
