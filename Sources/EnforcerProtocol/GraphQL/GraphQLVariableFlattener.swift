// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Names the leaves of a GraphQL operation's variables (protocol.md §10): `{"a":{"b":1},"c":[2,{}]}` has `a.b`, `c.0` and
/// `c.1`. Scalars, `null`, empty objects and empty lists are leaves. Values are never looked at.
struct GraphQLVariableFlattener: ~Copyable {
    private struct Level: BitwiseCopyable {
        /// The index of the node behind the container.
        var end: Int
        /// How long the path to the container is.
        var path: Int
        /// Of a list, the index of the next element; nil for an object.
        var element: Int64?
    }

    private var levels: [Level] = []
    private var path: ByteBuffer
    private var bytesLeft: Int
    private let byteLimit: Int

    /// - Parameter byteLimit: the most bytes of all names until `removeAll`, and so of one name.
    init(byteLimit: Int) {
        path = ByteBuffer(limit: byteLimit)
        bytesLeft = byteLimit
        self.byteLimit = byteLimit
    }

    mutating func removeAll() {
        bytesLeft = byteLimit
    }

    /// Appends the names to `names`, their bytes to `text`, and leaves out what is beyond a limit.
    /// - Returns: false if `node` is neither object nor list, so that there are no variables.
    mutating func flatten(
        _ node: Int,
        of document: borrowing JSONDocument,
        _ bytes: Span<UInt8>,
        limit: Int,
        _ names: inout [ByteSlice],
        _ text: inout ByteBuffer
    ) -> Bool {
        guard let first = Self.level(node, document, path: 0) else { return false }
        levels.removeAll(keepingCapacity: true)
        path.removeAll()
        levels.append(first)
        var index = node + 1
        while let level = levels.last {
            guard index < level.end else {
                levels.removeLast()
                continue
            }
            path.truncate(to: level.path)
            if levels.count > 1 { path.append(0x2E) }
            if let element = level.element {
                path.append(decimal: element)
                levels[levels.count - 1].element = element &+ 1
            } else {
                path.append(jsonUnescaping: bytes.bytes(of: document.raw(of: index)))
                index += 1
            }
            guard !path.hasOverflowed else { return true }
            if document.end(of: index) > index + 1, let inner = Self.level(index, document, path: path.count) {
                levels.append(inner)
                index += 1
                continue
            }
            guard path.count <= bytesLeft, names.count < limit else { return true }
            bytesLeft -= path.count
            names.append(text.store(path))
            index = document.end(of: index)
        }
        return true
    }

    private static func level(_ node: Int, _ document: borrowing JSONDocument, path: Int) -> Level? {
        switch document.kind(of: node) {
        case .object: Level(end: document.end(of: node), path: path)
        case .array: Level(end: document.end(of: node), path: path, element: 0)
        default: nil
        }
    }
}
