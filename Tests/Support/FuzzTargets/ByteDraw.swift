// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Choices that are made by the bytes of an input, one after the other; when they are used up, always the first.
struct ByteDraw {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    mutating func number(below limit: Int) -> Int {
        Int(bytes.popFirst() ?? 0) % limit
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }

    /// Up to 63 bytes of the input as they are.
    mutating func piece() -> [UInt8] {
        let count = number(below: 64)
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    /// One of `elements`, or what the input has.
    mutating func pickOrPiece(_ elements: [String]) -> [UInt8] {
        let index = number(below: elements.count + 3)
        return index < elements.count ? Array(elements[index].utf8) : piece()
    }
}
