// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// A whole JSON text as one flat list of nodes, in the order of the text. Values are decoded only when asked for.
//
//     {"a":[1,"x"],"b":null}
//     0 object → 7    1 key a   2 array → 5   3 number 1   4 string x   5 key b   6 null   (7 = end)
//
// `end` of a node is the index just past it and everything inside it, so the next sibling is found in one step.

package struct JSONNode: BitwiseCopyable, Sendable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case object
        case array
        case key
        case string
        case number
        case `true`
        case `false`
        case null
    }

    package var kind: Kind

    /// Of strings and keys the inside of the quotes; of everything else the whole value.
    package var text: JSONText

    /// The index just past this node and its children.
    package var end: UInt32
}

package struct JSONDocument: Sendable {
    package private(set) var nodes: [JSONNode] = []

    /// Indices of the containers that are still open. Kept, so that a second parse allocates nothing.
    private var open: [UInt32] = []

    package let maximumNodes: Int

    package init(maximumNodes: Int = 16_384) {
        self.maximumNodes = maximumNodes
    }

    /// Reads `bytes`, replacing what was read before. After an error the document is empty.
    package mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) {
        nodes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        var tokenizer = JSONTokenizer()
        do {
            try tokenizer.advance(over: bytes, sink: &self)
            try tokenizer.finish(bytes, sink: &self)
        } catch {
            nodes.removeAll(keepingCapacity: true)
            throw error
        }
    }

    /// The outermost value; nil only if nothing was read.
    package var root: Int? { nodes.isEmpty ? nil : 0 }

    package func kind(of node: Int) -> JSONNode.Kind {
        node >= 0 && node < nodes.count ? nodes[node].kind : .null
    }

    /// The index after `node` and all it holds.
    package func end(of node: Int) -> Int {
        node >= 0 && node < nodes.count ? Int(nodes[node].end) : nodes.count
    }

    /// The value of the member `name` of the object `node`: of equal names the last one, as JavaScript takes it.
    package func member(_ name: StaticString, of node: Int, in bytes: Span<UInt8>) -> Int? {
        lastMember(of: node) { $0.equals(name, in: bytes) }
    }

    /// As above, for a name that is data.
    package func member(_ name: Span<UInt8>, of node: Int, in bytes: Span<UInt8>) -> Int? {
        lastMember(of: node) { $0.equals(name, in: bytes) }
    }

    private func lastMember(of node: Int, where isNamed: (JSONText) -> Bool) -> Int? {
        guard kind(of: node) == .object else { return nil }
        var found: Int?
        var index = node + 1
        let end = end(of: node)
        while index + 1 < end {
            if isNamed(nodes[index].text) { found = index + 1 }
            index = self.end(of: index + 1)
        }
        return found
    }

    /// As `member`, but a value that is `null` counts as missing.
    package func value(_ name: StaticString, of node: Int, in bytes: Span<UInt8>) -> Int? {
        guard let found = member(name, of: node, in: bytes), kind(of: found) != .null else { return nil }
        return found
    }

    /// The number that `node` is, or nil if it is none.
    package func number(of node: Int, in bytes: Span<UInt8>) -> Double? {
        guard kind(of: node) == .number else { return nil }
        return JSONNumber.value(of: bytes.bytes(of: nodes[node].text.raw))
    }

    /// The inside of a string or key, escapes and all; empty for other nodes.
    package func text(of node: Int) -> JSONText {
        switch kind(of: node) {
        case .string, .key: nodes[node].text
        default: .empty
        }
    }

    /// Where the node stands in the text; of strings without the quotes.
    package func raw(of node: Int) -> ByteSlice {
        node >= 0 && node < nodes.count ? nodes[node].text.raw : .empty
    }

    /// JavaScript's notion of true: not `null`, `false`, 0, or empty text.
    package func isTruthy(_ node: Int, in bytes: Span<UInt8>) -> Bool {
        switch kind(of: node) {
        case .null, .false: false
        case .number: number(of: node, in: bytes) != 0
        case .string: !raw(of: node).isEmpty
        default: true
        }
    }
}

extension JSONDocument: JSONSink {
    private mutating func append(_ kind: JSONNode.Kind, _ text: JSONText, at offset: Int) throws(JSONError) {
        guard nodes.count < maximumNodes else { throw JSONError(.tooLarge, at: offset) }
        nodes.append(JSONNode(kind: kind, text: text, end: UInt32(truncatingIfNeeded: nodes.count + 1)))
    }

    private mutating func begin(_ kind: JSONNode.Kind, at offset: Int) throws(JSONError) {
        try append(kind, JSONText(from: offset, to: offset, isEscaped: false), at: offset)
        open.append(UInt32(truncatingIfNeeded: nodes.count - 1))
    }

    private mutating func endContainer(at offset: Int) {
        guard let node = open.popLast() else { return }
        let start = nodes[Int(node)].text.raw.start
        nodes[Int(node)].text = JSONText(from: start, to: offset, isEscaped: false)
        nodes[Int(node)].end = UInt32(truncatingIfNeeded: nodes.count)
    }

    package mutating func beginObject(at offset: Int) throws(JSONError) { try begin(.object, at: offset) }
    package mutating func beginArray(at offset: Int) throws(JSONError) { try begin(.array, at: offset) }
    package mutating func endObject(at offset: Int) { endContainer(at: offset) }
    package mutating func endArray(at offset: Int) { endContainer(at: offset) }

    package mutating func key(_ text: JSONText, in bytes: Span<UInt8>) throws(JSONError) {
        try append(.key, text, at: text.raw.start)
    }

    package mutating func string(_ text: JSONText, in bytes: Span<UInt8>) throws(JSONError) {
        try append(.string, text, at: text.raw.start)
    }

    package mutating func number(_ slice: ByteSlice, in bytes: Span<UInt8>) throws(JSONError) {
        try append(.number, JSONText(from: slice.start, to: slice.end, isEscaped: false), at: slice.start)
    }

    package mutating func literal(_ literal: JSONLiteral, at slice: ByteSlice) throws(JSONError) {
        let kind: JSONNode.Kind =
            switch literal {
            case .true: .true
            case .false: .false
            case .null: .null
            }
        try append(kind, JSONText(from: slice.start, to: slice.end, isEscaped: false), at: slice.start)
    }
}
