// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation

/// Reads credentials out of a made-up request the way an exchange does.
struct ReadCredentials {
    var sentThrough = "body"
    var userField = "username"
    var passField = "password"
    var version = "both"
    var contentType: String? = "application/json"
    var body: [UInt8] = []
    var query = ""
    var headers: [String: String] = [:]

    /// The members of the details; nil if nothing is extracted.
    func details(textLimit: Int = 1 << 22) throws -> NSObject? {
        var text = ByteBuffer(limit: textLimit)
        text.append("what was there before")
        let container = CredentialsEntry.Container(Array(sentThrough.utf8).span)
        let entry = CredentialsEntry(
            method: Array("post".utf8),
            path: .exact(Array("/login".utf8)),
            container: container,
            userField: Array(userField.utf8),
            passField: Array(passField.utf8),
            version: CredentialsVersion(Array(version.utf8).span)
        )
        let found = found(entry, container, &text)
        guard let credentials = ExtractedCredentials(found, from: container, version: entry.version, in: &text) else {
            return nil
        }
        var writer = JSONWriter(limit: 1 << 22)
        writer.beginObject()
        writer.credentials(credentials, in: text)
        writer.endObject()
        return try BodySupport.json(writer)
    }

    private func found(
        _ entry: CredentialsEntry,
        _ container: CredentialsEntry.Container,
        _ text: inout ByteBuffer
    ) -> FoundCredentials {
        var source = ByteBuffer(limit: 1 << 22)
        source.append("something else")
        switch container {
        case .body:
            guard let contentType else { return FoundCredentials() }
            let type = source.store(Array(contentType.utf8).span)
            let body = source.store(body.span)
            var document = JSONDocument(maximumNodes: 1 << 20)
            return FoundCredentials(
                body: body,
                contentType: type,
                of: source,
                entry: entry,
                document: &document,
                into: &text
            )
        case .header:
            let user = headers[userField.lowercased()].map { text.store(Array($0.utf8).span) }
            let pass = headers[passField.lowercased()].map { text.store(Array($0.utf8).span) }
            return FoundCredentials(userHeader: user, passHeader: pass)
        case .queryParameter:
            let query = source.store(Array(query.utf8).span)
            return FoundCredentials(query: query, of: source, entry: entry, into: &text)
        case .custom: return FoundCredentials()
        }
    }
}
