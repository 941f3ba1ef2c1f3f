// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// The operations of a GraphQL request (protocol.md §10), kept to be reported and to tell whether one is sensitive.
///
/// Owns all its working memory and keeps it, so that a warm `read` allocates nothing.
package struct GraphQLOperations: ~Copyable {
    /// Operations that are kept. Those beyond it are still looked at for being sensitive.
    package static var operationLimit: Int { 1024 }

    /// Named operations in one text. A text with more counts as one with a repeated name; so comparing each with each
    /// stays cheap.
    package static var nameLimit: Int { 256 }

    /// Names of variables in all operations, and their bytes. A nested name repeats what is around it, so their bytes
    /// are not bounded by the body. What is beyond is left out; names of variables decide nothing.
    package static var variableLimit: Int { 16_384 }
    package static var variableByteLimit: Int { 256 << 10 }

    package private(set) var operations: [GraphQLOperation] = []
    package private(set) var variableNames: [ByteSlice] = []

    /// Whether any operation is, kept or not: then the request is (protocol.md §4).
    package private(set) var isSensitive = false

    private var matches: [GraphQLOperationScanner.Match] = []
    private var flattener = GraphQLVariableFlattener(byteLimit: variableByteLimit)

    package init() {}

    package mutating func removeAll() {
        operations.removeAll(keepingCapacity: true)
        variableNames.removeAll(keepingCapacity: true)
        matches.removeAll(keepingCapacity: true)
        isSensitive = false
    }

    /// Reads the operations of a body, replacing what was read before. A body that is no JSON has none, and neither has a
    /// batch with an element that is `null`.
    /// - Parameters:
    ///   - body: a slice of `source`: the whole body, not base64 any more.
    ///   - sensitiveKinds: `px_sensitive_graphql_operation_types`.
    ///   - sensitiveNames: `px_sensitive_graphql_operation_names`.
    ///   - document: working space; wants room for a node in every second byte of a body.
    ///   - text: gets all names; slices of what is read are of this buffer.
    package mutating func read(
        _ body: ByteSlice,
        of source: borrowing ByteBuffer,
        sensitiveKinds: borrowing ByteStringList,
        sensitiveNames: borrowing ByteStringList,
        document: inout JSONDocument,
        into text: inout ByteBuffer
    ) {
        removeAll()
        flattener.removeAll()
        let bytes = source.bytes(of: body)
        guard (try? document.parse(bytes)) != nil, let root = document.root else { return }
        guard document.kind(of: root) == .array else {
            readElement(root, document, bytes, sensitiveKinds, sensitiveNames, &text)
            return
        }
        let end = document.end(of: root)
        var element = root + 1
        while element < end {
            if document.kind(of: element) == .null { return }
            element = document.end(of: element)
        }
        element = root + 1
        while element < end {
            readElement(element, document, bytes, sensitiveKinds, sensitiveNames, &text)
            element = document.end(of: element)
        }
    }

    private mutating func readElement(
        _ node: Int,
        _ document: borrowing JSONDocument,
        _ bytes: Span<UInt8>,
        _ sensitiveKinds: borrowing ByteStringList,
        _ sensitiveNames: borrowing ByteStringList,
        _ text: inout ByteBuffer
    ) {
        guard let query = document.value("query", of: node, in: bytes), document.kind(of: query) == .string else {
            return
        }
        // The query is unescaped at the end of the buffer and dropped again; only the name stays, moved to its front.
        let start = text.count
        text.append(jsonUnescaping: bytes.bytes(of: document.raw(of: query)))
        let queryText = ByteSlice(from: start, to: text.count)
        guard !text.hasOverflowed, !queryText.isEmpty, findMatches(in: text.bytes(of: queryText)) else {
            text.truncate(to: start)
            return
        }
        var operation = GraphQLOperation(kind: .query, isSensitive: false)
        let given = Self.operationName(of: node, document, bytes, into: &text)
        if let given {
            operation.name = given
        } else if matches.count == 1 {
            operation.name = JSONScalar(slice: ByteSlice(matches[0].name, inside: queryText), isText: true)
        }
        guard let kind = kind(of: operation.name, in: text, query: queryText) else {
            text.truncate(to: start)
            return
        }
        operation.kind = kind
        let nameSlice = text.moveForward(operation.name?.slice ?? .empty, to: start)
        operation.name?.slice = nameSlice
        operation.isSensitive = Self.isSensitive(operation, in: text, sensitiveKinds, sensitiveNames)
        if operation.isSensitive { isSensitive = true }
        guard operations.count < Self.operationLimit else {
            text.truncate(to: start)
            return
        }
        if let variables = document.value("variables", of: node, in: bytes) {
            let first = variableNames.count
            if flattener.flatten(variables, of: document, bytes, limit: Self.variableLimit, &variableNames, &text) {
                operation.variables = GraphQLOperation.Range(start: first, end: variableNames.count)
            }
        }
        operations.append(operation)
    }

    /// Collects the named operations of a query; false if a name is there twice.
    private mutating func findMatches(in query: Span<UInt8>) -> Bool {
        matches.removeAll(keepingCapacity: true)
        var scanner = GraphQLOperationScanner()
        while let match = scanner.next(in: query) {
            let name = query.bytes(of: match.name)
            for other in matches where query.bytes(of: other.name).equals(name) {
                return false
            }
            guard matches.count < Self.nameLimit else { return false }
            matches.append(match)
        }
        return true
    }

    /// The member `operationName` if it is truthy, copied to the end of `text`.
    private static func operationName(
        of node: Int,
        _ document: borrowing JSONDocument,
        _ bytes: Span<UInt8>,
        into text: inout ByteBuffer
    ) -> JSONScalar? {
        guard let name = document.value("operationName", of: node, in: bytes), document.isTruthy(name, in: bytes) else {
            return nil
        }
        let raw = bytes.bytes(of: document.raw(of: name))
        let isText = document.kind(of: name) == .string
        let slice = text.slice { isText ? $0.append(jsonUnescaping: raw) : $0.append(wellFormed: raw) }
        return JSONScalar(slice: slice, isText: isText)
    }

    private func kind(
        of name: JSONScalar?,
        in text: borrowing ByteBuffer,
        query: ByteSlice
    ) -> GraphQLOperation.Kind? {
        let queryBytes = text.bytes(of: query)
        if let name {
            let nameBytes = text.bytes(of: name.slice)
            for match in matches where queryBytes.bytes(of: match.name).equals(nameBytes) {
                return match.kind
            }
        }
        return GraphQLOperationScanner.beginsWithBrace(queryBytes) ? .query : nil
    }

    private static func isSensitive(
        _ operation: GraphQLOperation,
        in text: borrowing ByteBuffer,
        _ kinds: borrowing ByteStringList,
        _ names: borrowing ByteStringList
    ) -> Bool {
        for index in 0..<kinds.count where kinds[index].equals(operation.kind.name) {
            return true
        }
        guard let name = operation.name, name.isText else { return false }
        return names.contains(text.bytes(of: name.slice))
    }

    // MARK: - Writing

    /// Writes the member `graphql_operations`; nothing if there is no operation.
    /// - Parameter text: the buffer that `read` wrote to.
    package func write(
        to writer: inout JSONWriter,
        named name: StaticString = "graphql_operations",
        in text: borrowing ByteBuffer
    ) {
        guard !operations.isEmpty else { return }
        writer.key(name)
        writer.beginArray()
        for operation in operations {
            writer.beginObject()
            if let name = operation.name {
                writer.key("name")
                writer.scalar(name, in: text)
            }
            writer.key("type")
            writer.string(operation.kind.name)
            if let variables = operation.variables {
                writer.key("variables")
                writer.beginArray()
                for index in variables.start..<variables.end {
                    writer.string(variableNames[index], of: text)
                }
                writer.endArray()
            }
            if operation.isSensitive {
                writer.key("sensitive")
                writer.bool(true)
            }
            writer.endObject()
        }
        writer.endArray()
    }
}

extension ByteSlice {
    /// A slice of the bytes of `outer` as a slice of what `outer` is one of.
    fileprivate init(_ slice: ByteSlice, inside outer: ByteSlice) {
        self.init(from: outer.start + slice.start, to: outer.start + slice.end)
    }
}

extension ByteBuffer {
    /// Moves `slice`, which ends the buffer's use, to `start` before it, and drops what is behind.
    fileprivate mutating func moveForward(_ slice: ByteSlice, to start: Int) -> ByteSlice {
        for index in 0..<Int(slice.count) {
            self[start + index] = self[slice.start + index]
        }
        truncate(to: start + Int(slice.count))
        return ByteSlice(from: start, to: start + Int(slice.count))
    }
}
