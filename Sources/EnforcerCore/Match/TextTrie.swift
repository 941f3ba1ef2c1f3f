// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Texts by their beginnings, so that one walk along a text meets all those that it begins with.
///
/// Where texts go on alike they share a label: "/api/users" and "/api/orders" are a node "/api/" with the children
/// "users" and "orders".
struct TextTrie: Sendable {
    private struct Node: BitwiseCopyable {
        static let none = UInt32.max

        /// Its label, what follows on the parent's labels, in `bytes`.
        var start: UInt32 = 0
        var end: UInt32 = 0
        var firstChild: UInt32 = 0
        var childCount: UInt16 = 0
        /// The first byte of the label.
        var lead: UInt8 = 0
        /// The lowest number of a text that ends here.
        var number = none
    }

    /// The root first. The children of a node are neighbours, in the order of their first bytes.
    private var nodes: [Node] = []
    private var bytes: [UInt8] = []

    init() {}

    /// - Parameter numbers: for each text the number that it is found by; not negative.
    init(_ texts: ByteStringList, numbers: [Int]) {
        guard texts.count > 0 else { return }
        var order: [Int] = []
        order.reserveCapacity(texts.count)
        for index in 0..<texts.count { order.append(index) }
        order.sort { texts[$0].precedes(texts[$1]) }
        var groups: [Group] = []
        add(Group(start: 0, end: order.count, depth: 0), lead: 0, to: &groups)
        var node = 0
        while node < nodes.count {
            let group = groups[node]
            let depth = label(node, with: texts[order[group.start]], texts[order[group.end - 1]], from: group.depth)
            var index = group.start
            while index < group.end, texts[order[index]].count == depth {
                nodes[node].number = min(nodes[node].number, UInt32(clamping: numbers[order[index]]))
                index += 1
            }
            nodes[node].firstChild = UInt32(truncatingIfNeeded: nodes.count)
            while index < group.end {
                let start = index
                let lead = texts[order[index]][depth]
                while index < group.end, texts[order[index]][depth] == lead { index += 1 }
                add(Group(start: start, end: index, depth: depth), lead: lead, to: &groups)
                nodes[node].childCount += 1
            }
            node += 1
        }
    }

    var isEmpty: Bool { nodes.isEmpty }

    /// The lowest number of a text that `text` begins with, or with `wholly` that it is.
    func first(of text: Span<UInt8>, wholly: Bool) -> Int? {
        let nodes = nodes.span
        let bytes = bytes.span
        var best = Node.none
        var index = 0
        var rest = text
        while index < nodes.count {
            let node = nodes[index]
            guard rest.hasPrefix(bytes.extracting(Int(node.start)..<Int(node.end))) else { break }
            rest = rest.extracting(Int(node.end &- node.start)..<rest.count)
            if !wholly || rest.isEmpty { best = min(best, node.number) }
            guard !rest.isEmpty, node.childCount > 0 else { break }
            index = Self.child(of: node, for: rest[0], in: nodes)
        }
        return best == Node.none ? nil : Int(best)
    }

    /// The child whose label begins with `lead`; if there is none, what is no index.
    private static func child(of node: Node, for lead: UInt8, in nodes: Span<Node>) -> Int {
        var low = Int(node.firstChild)
        var high = low &+ Int(node.childCount)
        while low &+ 1 < high {
            let middle = (low &+ high) / 2
            if nodes[middle].lead <= lead { low = middle } else { high = middle }
        }
        return nodes[low].lead == lead ? low : nodes.count
    }

    // MARK: - Building

    /// Neighbours in order that have the first `depth` bytes in common: a node and everything below it.
    private struct Group: BitwiseCopyable {
        var start: Int
        var end: Int
        var depth: Int
    }

    private mutating func add(_ group: Group, lead: UInt8, to groups: inout [Group]) {
        nodes.append(Node(lead: lead))
        groups.append(group)
    }

    /// Gives a node what the first and the last text of its group, and so all of them, have in common from `start`.
    /// Gives where that ends.
    private mutating func label(
        _ node: Int, with first: Span<UInt8>, _ last: Span<UInt8>, from start: Int
    ) -> Int {
        let offset = bytes.count
        var end = start
        while end < first.count, end < last.count, first[end] == last[end] {
            bytes.append(first[end])
            end += 1
        }
        nodes[node].start = UInt32(truncatingIfNeeded: offset)
        nodes[node].end = UInt32(truncatingIfNeeded: bytes.count)
        return end
    }
}

extension Span where Element == UInt8 {
    /// Whether this text comes before the other in the order of bytes.
    fileprivate func precedes(_ other: Span<UInt8>) -> Bool {
        var index = 0
        while index < count, index < other.count {
            if self[index] != other[index] { return self[index] < other[index] }
            index += 1
        }
        return count < other.count
    }
}
