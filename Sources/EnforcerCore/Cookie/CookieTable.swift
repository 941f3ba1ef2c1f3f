// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The cookies of a request, merged (protocol.md §2.2): of equal names the last value counts, and names keep the order
/// in which they first came.
///
/// A few names are compared one by one, which costs least. From `linearCount` on they are found through a crit-bit tree: an inner node names the first bit in which the names below it differ. A
/// search looks at no more nodes than the name has bits (nine a byte), whatever the other names are, so a header costs
/// time in proportion to its length, and no choice of names makes it slower. A hash table would need a secret seed for
/// that promise, and the engine has no randomness of its own.
///
/// At most `capacity` different names are kept; further new ones are ignored. The slices point into a buffer of the
/// caller's, which every call gets.
package struct CookieTable: ~Copyable {
    package typealias Pair = CookieWalker.Pair

    /// More than a browser or CloudFront (20,480 bytes of headers) ever sends with names of use to anyone.
    package static var capacity: Int { 1024 }

    /// So many names are looked through without a tree.
    private static var linearCount: Int { 16 }

    private var pairs: [Pair] = []
    private var nodes: [Node] = []
    private var root = Reference.none

    /// Whether a name was ignored because the table was full.
    package private(set) var isTruncated = false

    package init() {}

    package var count: Int { pairs.count }

    /// The cookie at `index`, in order of first appearance.
    package subscript(index: Int) -> Pair {
        index >= 0 && index < pairs.count ? pairs[index] : Pair(name: .empty, value: .empty)
    }

    /// Forgets all cookies and keeps the memory.
    package mutating func removeAll() {
        pairs.removeAll(keepingCapacity: true)
        nodes.removeAll(keepingCapacity: true)
        root = .none
        isTruncated = false
    }

    /// Lays the cookies of a header over those that are there.
    ///
    /// - Parameters:
    ///   - header: where the header value is in `buffer`.
    ///   - buffer: the same as for the headers before it, grown at most.
    package mutating func parse(header: ByteSlice, in buffer: Span<UInt8>) {
        var walker = CookieWalker(buffer.bytes(of: header))
        while var pair = walker.next() {
            // Cannot overflow: both lie inside `buffer`, or the walker would have had nothing to walk over.
            pair.name.offset &+= header.offset
            pair.value.offset &+= header.offset
            insert(pair, in: buffer)
        }
    }

    /// The value of the cookie `name`.
    package func value(of name: Span<UInt8>, in buffer: Span<UInt8>) -> ByteSlice? {
        guard pairs.count > Self.linearCount else { return linearIndex(of: name, in: buffer).map { pairs[$0].value } }
        guard let index = candidate(for: name), buffer.bytes(of: pairs[index].name).equals(name) else { return nil }
        return pairs[index].value
    }

    /// The value of the cookie `name`.
    package func value(of name: StaticString, in buffer: Span<UInt8>) -> ByteSlice? {
        guard pairs.count > Self.linearCount else {
            for pair in pairs where Int(pair.name.count) == name.utf8CodeUnitCount {
                if buffer.bytes(of: pair.name).equals(name) { return pair.value }
            }
            return nil
        }
        guard let index = candidate(for: name), buffer.bytes(of: pairs[index].name).equals(name) else { return nil }
        return pairs[index].value
    }

    // MARK: - The tree

    /// A node, a cookie or nothing, in one word.
    private struct Reference: BitwiseCopyable {
        private var raw: UInt16

        static var none: Reference { Reference(raw: 0xFFFF) }
        static func pair(_ index: Int) -> Reference { Reference(raw: UInt16(truncatingIfNeeded: index) | 0x8000) }
        static func node(_ index: Int) -> Reference { Reference(raw: UInt16(truncatingIfNeeded: index)) }

        /// The index of a node; nil for a cookie and for nothing.
        var node: Int? { raw & 0x8000 == 0 ? Int(raw) : nil }

        /// The index of a cookie; past the end of the table for nothing.
        var pair: Int { Int(raw & 0x7FFF) }
    }

    private struct Node: BitwiseCopyable {
        /// Where the names below first differ: in the `bit` of the symbol at `position`.
        var position: UInt32
        var bit: UInt16
        /// One of the cookies below.
        var pair: UInt16
        var zero: Reference
        var one: Reference

        func isBefore(position other: Int, bit otherBit: UInt16) -> Bool {
            Int(position) < other || Int(position) == other && bit > otherBit
        }
    }

    /// What stands at `position`: nine bits, so that the end of a name differs from a NUL in it.
    private static func symbol(_ name: Span<UInt8>, _ position: Int) -> UInt16 {
        position < name.count ? 0x100 | UInt16(name[position]) : 0
    }

    /// The only cookie that can have this name, or one that shares as much of its beginning as any.
    private func candidate(for name: Span<UInt8>) -> Int? {
        var reference = root
        while let index = reference.node {
            let node = nodes[index]
            // Below, all agree on more than this name has. Going on would let long names make short ones slow.
            if Int(node.position) > name.count { return Int(node.pair) }
            reference = Self.symbol(name, Int(node.position)) & node.bit == 0 ? node.zero : node.one
        }
        return reference.pair < pairs.count ? reference.pair : nil
    }

    private func candidate(for name: StaticString) -> Int? {
        var reference = root
        while let index = reference.node {
            let node = nodes[index]
            let position = Int(node.position)
            if position > name.utf8CodeUnitCount { return Int(node.pair) }
            let symbol = position < name.utf8CodeUnitCount ? 0x100 | UInt16(name.byte(at: position)) : 0
            reference = symbol & node.bit == 0 ? node.zero : node.one
        }
        return reference.pair < pairs.count ? reference.pair : nil
    }

    /// The index of the cookie `name`, found by comparing with all.
    @inline(__always)
    private func linearIndex(of name: Span<UInt8>, in buffer: Span<UInt8>) -> Int? {
        for index in pairs.indices where Int(pairs[index].name.count) == name.count {
            if buffer.bytes(of: pairs[index].name).equals(name) { return index }
        }
        return nil
    }

    private mutating func insert(_ pair: Pair, in buffer: Span<UInt8>) {
        guard pairs.count >= Self.linearCount else {
            if let index = linearIndex(of: buffer.bytes(of: pair.name), in: buffer) {
                pairs[index].value = pair.value
            } else {
                pairs.append(pair)
            }
            return
        }
        if nodes.isEmpty { plant(in: buffer) }
        let name = buffer.bytes(of: pair.name)
        guard let nearest = candidate(for: name) else { return }
        let position = name.commonPrefix(with: buffer.bytes(of: pairs[nearest].name))
        if position == name.count, position == Int(pairs[nearest].name.count) {
            pairs[nearest].value = pair.value
            return
        }
        guard pairs.count < Self.capacity else {
            isTruncated = true
            return
        }
        pairs.append(pair)
        grow(by: pairs.count - 1, from: nearest, at: position, in: buffer)
    }

    /// Makes the tree of the cookies that were only compared so far.
    private mutating func plant(in buffer: Span<UInt8>) {
        root = .pair(0)
        for index in 1..<pairs.count {
            let name = buffer.bytes(of: pairs[index].name)
            guard let nearest = candidate(for: name) else { continue }
            let position = name.commonPrefix(with: buffer.bytes(of: pairs[nearest].name))
            grow(by: index, from: nearest, at: position, in: buffer)
        }
    }

    /// Puts the cookie `index` into the tree, whose name first differs from that of the cookie `nearest` at `position`.
    private mutating func grow(by index: Int, from nearest: Int, at position: Int, in buffer: Span<UInt8>) {
        let name = buffer.bytes(of: pairs[index].name)
        let symbol = Self.symbol(name, position)
        let difference = symbol ^ Self.symbol(buffer.bytes(of: pairs[nearest].name), position)
        let bit: UInt16 = 0x8000 >> UInt16(difference.leadingZeroBitCount)
        let new = Reference.pair(index)
        let displaced = put(.node(nodes.count), above: name, position: position, bit: bit)
        nodes.append(
            Node(
                position: UInt32(truncatingIfNeeded: position), bit: bit, pair: UInt16(truncatingIfNeeded: index),
                zero: symbol & bit != 0 ? displaced : new, one: symbol & bit != 0 ? new : displaced
            )
        )
    }

    /// Puts `reference` on the way to `name` where that way passes the given bit, and gives what was there.
    private mutating func put(
        _ reference: Reference, above name: Span<UInt8>, position: Int, bit: UInt16
    ) -> Reference {
        var parent: (index: Int, isOne: Bool)?
        var current = root
        while let index = current.node, nodes[index].isBefore(position: position, bit: bit) {
            let isOne = Self.symbol(name, Int(nodes[index].position)) & nodes[index].bit != 0
            parent = (index, isOne)
            current = isOne ? nodes[index].one : nodes[index].zero
        }
        guard let parent else {
            root = reference
            return current
        }
        if parent.isOne {
            nodes[parent.index].one = reference
        } else {
            nodes[parent.index].zero = reference
        }
        return current
    }
}
