// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation

/// What is read from a GraphQL body.
struct ReadOperations {
    var sensitiveKinds: [String] = []
    var sensitiveNames: [String] = []
    var textLimit = 1 << 23

    struct Result {
        /// The value of `graphql_operations`; nil if the member is not written.
        var operations: [NSDictionary]?
        var isSensitive: Bool
        /// Bytes that stay in the text.
        var bytes: Int
    }

    func read(_ body: [UInt8]) throws -> Result {
        var operations = GraphQLOperations()
        // What an earlier request left is not to show.
        var text = ByteBuffer(limit: textLimit)
        try read(Array(#"{"query":"mutation Old{a}","variables":{"old":{"b":1}}}"#.utf8), &operations, &text)
        let before = text.count
        try read(body, &operations, &text)
        var writer = JSONWriter(limit: 1 << 23)
        writer.beginObject()
        operations.write(to: &writer, in: text)
        writer.endObject()
        let object = try BodySupport.json(writer) as? [String: [NSDictionary]]
        return Result(
            operations: object?["graphql_operations"],
            isSensitive: operations.isSensitive,
            bytes: text.count - before
        )
    }

    func read(_ body: String) throws -> Result {
        try read(Array(body.utf8))
    }

    private func read(_ body: [UInt8], _ operations: inout GraphQLOperations, _ text: inout ByteBuffer) throws {
        var source = ByteBuffer(limit: 1 << 22)
        source.append("in front")
        let slice = source.store(body.span)
        source.append("behind")
        var document = JSONDocument(maximumNodes: 1 << 20)
        operations.read(
            slice,
            of: source,
            sensitiveKinds: BodySupport.list(sensitiveKinds),
            sensitiveNames: BodySupport.list(sensitiveNames),
            document: &document,
            into: &text
        )
    }
}
