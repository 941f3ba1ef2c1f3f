// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Byte strings in one block.
///
/// Built once from the configuration and then only read: two allocations however many strings there are, and no
/// pointer to follow from one to the next.
package struct ByteStringList: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// A bit for each length from 0 to 62 that one of the strings has, and one for all beyond.
    @usableFromInline var lengths: UInt64 = 0

    package init() {}

    /// The words of a literal, which blanks part.
    init(words text: StaticString) {
        var word: [UInt8] = []
        for index in 0..<text.utf8CodeUnitCount {
            let byte = text.byte(at: index)
            if byte == 0x20 {
                append(word.span)
                word.removeAll()
            } else {
                word.append(byte)
            }
        }
        append(word.span)
    }

    package var count: Int { ends.count }

    package mutating func append(_ string: Span<UInt8>) {
        for index in string.indices {
            bytes.append(string[index])
        }
        ends.append(bytes.count)
        lengths |= Self.bit(ofLength: string.count)
    }

    package mutating func append(_ string: StaticString) {
        for index in 0..<string.utf8CodeUnitCount {
            bytes.append(string.byte(at: index))
        }
        ends.append(bytes.count)
        lengths |= Self.bit(ofLength: string.utf8CodeUnitCount)
    }

    @inlinable
    static func bit(ofLength length: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: min(length, 63)) }

    /// False if none of the strings has that length, which is quick to see.
    @inlinable
    @inline(__always)
    package func mayContain(length: Int) -> Bool { lengths & Self.bit(ofLength: length) != 0 }

    /// The string at `index`; empty if there is none.
    package subscript(index: Int) -> Span<UInt8> {
        @_lifetime(borrow self)
        get {
            guard index >= 0, index < ends.count else { return bytes.span.extracting(0..<0) }
            return bytes.span.extracting((index == 0 ? 0 : ends[index - 1])..<ends[index])
        }
    }

    /// Whether one of the strings equals `string`, byte for byte.
    package func contains(_ string: Span<UInt8>) -> Bool {
        firstIndex(of: string) != nil
    }

    /// The first of the strings that equals `string`, byte for byte.
    package func firstIndex(of string: Span<UInt8>) -> Int? {
        guard mayContain(length: string.count) else { return nil }
        for index in 0..<count where self[index].equals(string) {
            return index
        }
        return nil
    }

    /// Whether one of the strings equals `string`; ASCII letters compare without regard to case.
    package func containsIgnoringASCIICase(_ string: Span<UInt8>) -> Bool {
        guard mayContain(length: string.count) else { return false }
        for index in 0..<count where self[index].equalsIgnoringASCIICase(string) {
            return true
        }
        return false
    }
}
