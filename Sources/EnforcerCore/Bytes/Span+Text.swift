// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Comparing and searching text that is only bytes. `String` stays out of the engine: it allocates, and its `==` wants
// the Unicode tables that an Embedded build would have to carry.

extension Span where Element == UInt8 {
    /// Byte-for-byte equality.
    package func equals(_ other: Span<UInt8>) -> Bool {
        count == other.count && agrees(with: other, count: count)
    }

    /// Whether no byte is above 0x7F.
    package var isASCII: Bool {
        var seen: UInt64 = 0
        var index = 0
        unsafe withUnsafeBytes {
            while index + 8 <= $0.count {
                // Safe: eight bytes from `index` on are in the buffer.
                unsafe seen |= $0.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index += 8
            }
        }
        while index < count {
            seen |= UInt64(self[index])
            index += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// Byte-for-byte equality with a literal.
    package func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && agrees(with: text)
    }

    /// Equality in which ASCII letters compare without regard to case (RFC 9110 §5.1: header field names).
    package func equalsIgnoringASCIICase(_ other: Span<UInt8>) -> Bool {
        equalsButForCase(other)
    }

    /// As above, with a literal.
    package func equalsIgnoringASCIICase(_ text: StaticString) -> Bool {
        equalsButForCase(text)
    }

    package func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
        agrees(with: prefix, count: prefix.count)
    }

    package func hasPrefix(_ text: StaticString) -> Bool {
        agrees(with: text)
    }

    package func hasSuffix(_ text: StaticString) -> Bool {
        let start = count - text.utf8CodeUnitCount
        return start >= 0 && extracting(start..<count).equals(text)
    }

    /// The first index of `byte` at or after `start`, or nil.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        let index = firstIndex(of: byte, from: max(start, 0), orEnd: count)
        return index < count ? index : nil
    }

    /// The last index of `byte`, or nil.
    package func lastIndex(of byte: UInt8) -> Int? {
        var index = count
        while index > 0 {
            index -= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    /// This text without ASCII white space at either end.
    @_lifetime(copy self)
    package func trimmed() -> Span<UInt8> {
        var start = 0
        var end = count
        while start < end, ASCII.isWhitespace(self[start]) { start += 1 }
        while end > start, ASCII.isWhitespace(self[end - 1]) { end -= 1 }
        return extracting(start..<end)
    }
}

extension StaticString {
    /// The byte at `index`, or 0 past the end.
    package func byte(at index: Int) -> UInt8 {
        guard index >= 0, index < utf8CodeUnitCount, hasPointerRepresentation else { return 0 }
        // Safe: `index` was checked against the literal's length, and a literal lives as long as the program.
        return unsafe utf8Start[index]
    }
}
