// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension JSONDocument {
    /// The value that a dotted path of names leads to from the root; nil if a name is missing.
    ///
    /// A path that meets a value with nothing inside ends there and gives that value, however much of the path is left:
    /// `user.name` of `{"user": "x"}` is `x` (protocol.md §9.3). Elements of lists go by their index.
    package func value(atPath path: Span<UInt8>, in bytes: Span<UInt8>) -> Int? {
        guard var node = root else { return nil }
        var start = 0
        while start <= path.count {
            let end = path.firstIndex(of: 0x2E, from: start) ?? path.count
            let name = path.extracting(start..<end)
            let child: Int?
            switch kind(of: node) {
            case .object: child = member(name, of: node, in: bytes)
            case .array: child = element(name, of: node)
            default: return node
            }
            guard let child else { return nil }
            node = child
            start = end + 1
        }
        return node
    }

    /// The element of the list `node` whose index, written the one usual way, is `name`.
    private func element(_ name: Span<UInt8>, of node: Int) -> Int? {
        guard !name.isEmpty, name.count < 10, name.count == 1 || name[0] != 0x30 else { return nil }
        var left = 0
        for index in name.indices {
            guard ASCII.isDigit(name[index]) else { return nil }
            left = left &* 10 &+ Int(name[index] &- 0x30)
        }
        var index = node + 1
        let end = end(of: node)
        while index < end, left > 0 {
            index = self.end(of: index)
            left -= 1
        }
        return index < end ? index : nil
    }
}
