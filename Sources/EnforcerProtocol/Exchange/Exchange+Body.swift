// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Decodes the body into `scratch`, behind what is there. Nil without one, and for one that CloudFront cut off:
    /// half a body says nothing that can be relied upon [D17].
    mutating func decodeBody() -> ByteSlice? {
        let body = event.request.body
        guard body.isPresent, !body.isTruncated else { return nil }
        let start = scratch.count
        if text.bytes(of: body.encoding.raw).equals("text") {
            scratch.append(body.data.raw, of: text)
        } else {
            scratch.append(base64Decoding: body.data.raw, of: text)
        }
        return ByteSlice(from: start, to: scratch.count)
    }

    // MARK: - GraphQL

    /// Reads GraphQL operations (protocol.md §10).
    mutating func readOperations(_ configuration: borrowing CompiledConfiguration) {
        guard configuration.isGraphQLEnabled, text.bytes(of: context.method).equals("POST"),
            let element = firstMatch(in: configuration.graphQLRoutes)
        else { return }
        scratch.removeAll()
        guard let body = decodeBody() else {
            trace.note(.graphQL, "no_body", .graphQLRoutes, element: element)
            return
        }
        graphQL.read(
            body,
            of: scratch,
            sensitiveKinds: configuration.sensitiveOperationTypes,
            sensitiveNames: configuration.sensitiveOperationNames,
            document: &bodyDocument,
            into: &text
        )
        trace.note(.graphQL, graphQL.isSensitive ? "sensitive" : "read", .graphQLRoutes, element: element)
    }

    // MARK: - Credentials

    /// Reads login credentials (protocol.md §9). Whether a customer's function has to give them.
    mutating func readCredentials(_ configuration: borrowing CompiledConfiguration) -> Bool {
        for index in configuration.credentialsEntries.indices
        where isFor(configuration.credentialsEntries[index]) {
            // Only the first endpoint that fits is looked at.
            credentialsIndex = index
            if configuration.credentialsEntries[index].container == .custom { return true }
            extract(configuration.credentialsEntries[index])
            noteCredentials()
            return false
        }
        return false
    }

    private mutating func noteCredentials() {
        let outcome: StaticString = credentials == nil ? "nothing_found" : "extracted"
        trace.note(.credentials, outcome, .loginCredentials, element: credentialsIndex)
    }

    /// Takes `{user, pass}` from the customer's function (protocol.md §9.2).
    mutating func takeCredentials(_ configuration: borrowing CompiledConfiguration) {
        if let base = answeredObject() {
            let version = configuration.credentialsEntries[credentialsIndex].version
            let found = FoundCredentials(user: answered("user", base), pass: answered("pass", base))
            credentials = ExtractedCredentials(
                found,
                from: .custom,
                version: version,
                in: &text
            )
        }
        noteCredentials()
    }

    /// A member of the answer that is text or truthy.
    private mutating func answered(_ name: StaticString, _ base: ByteSlice) -> JSONScalar? {
        guard let node = document.value(name, of: 0, in: text.bytes(of: base)),
            document.kind(of: node) == .string || document.isTruthy(node, in: text.bytes(of: base))
        else { return nil }
        return scalar(node: node, base: base)
    }

    private mutating func isFor(_ entry: borrowing CredentialsEntry) -> Bool {
        guard text.bytes(of: context.method).equals(entry.method.span) else { return false }
        switch entry.path {
        case .exact(let path): return text.bytes(of: context.path).equals(path.span)
        case .pattern(let pattern):
            return Self.isFound(pattern, in: context.path, of: text, using: &patternWorkspace)
        }
    }

    private static func isFound(
        _ pattern: borrowing Pattern,
        in path: ByteSlice,
        of text: borrowing ByteBuffer,
        using workspace: inout PatternWorkspace
    ) -> Bool {
        pattern.isFound(in: text.bytes(of: path), using: &workspace)
    }

    private mutating func extract(_ entry: borrowing CredentialsEntry) {
        let found: FoundCredentials?
        scratch.removeAll()
        switch entry.container {
        case .body:
            let contentType = scratch.store(header("content-type") ?? .empty, of: text)
            guard let body = decodeBody() else { return }
            found = FoundCredentials(
                body: body,
                contentType: contentType,
                of: scratch,
                entry: entry,
                document: &bodyDocument,
                into: &text
            )
        case .header:
            found = FoundCredentials(
                userHeader: header(entry.userField.span),
                passHeader: header(entry.passField.span)
            )
        case .queryParameter:
            let query = scratch.store(event.request.querystring.raw, of: text)
            found = FoundCredentials(query: query, of: scratch, entry: entry, into: &text)
        case .custom: found = nil
        }
        guard let found else { return }
        credentials = ExtractedCredentials(found, from: entry.container, version: entry.version, in: &text)
    }

    /// `graphql_operations`, `user`, `pass`, `ci_version` and `sso_step`, as far as known.
    mutating func writeBodyDetails() {
        if !restored.graphQL.isEmpty {
            output.key("graphql_operations")
            output.raw(restored.graphQL, of: text)
        } else {
            graphQL.write(to: &output, in: text)
        }
        if let credentials { output.credentials(credentials, in: text) }
    }
}
