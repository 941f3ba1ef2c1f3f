// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// Walks over the pairs of a cookie header (protocol.md §2.2).
///
///     header = piece *( ";" piece )
///     piece  = trimmed: name "=" value
///
/// `a=1; b ; =2; c="x=y"` gives `a`, `1` and `c`, `"x=y"`. The name ends at the first `=`; a piece without `=`, or with
/// nothing on one side of it, is no pair. Nothing is decoded and no quote removed.
package struct CookieWalker: ~Escapable {
    package struct Pair: BitwiseCopyable, Sendable, Equatable {
        package var name: ByteSlice
        package var value: ByteSlice
    }

    private let header: Span<UInt8>
    private var index = 0

    @_lifetime(copy header)
    package init(_ header: Span<UInt8>) {
        self.header = header
    }

    /// The next pair, as slices of the header; nil at the end.
    package mutating func next() -> Pair? {
        while index < header.count {
            let piece = header.cookie(from: index)
            index = piece.end + 1
            // There is no white space between the first and the last byte of a trimmed text but what belongs to it.
            let trimmed = header.trimmedAsJavaScript(piece.start..<piece.end)
            guard piece.equals > trimmed.lowerBound, piece.equals + 1 < trimmed.upperBound else { continue }
            return Pair(
                name: ByteSlice(from: trimmed.lowerBound, to: piece.equals),
                value: ByteSlice(from: piece.equals + 1, to: trimmed.upperBound)
            )
        }
        return nil
    }
}

extension Span where Element == UInt8 {
    /// The piece of a cookie header that begins at `start`, which is inside this span.
    @inline(__always)
    fileprivate func cookie(from start: Int) -> (start: Int, equals: Int, end: Int) {
        guard start >= 0, start < count else { return (count, count, count) }
        return unsafe withUnsafeBufferPointer {
            guard let address = $0.baseAddress else { return (start, start, start) }
            // Safe: the address is that of `count` bytes, of which `start` names one.
            let piece = unsafe enforcer_cookie_read(address, $0.count, start)
            return (piece.start, piece.equals, piece.end)
        }
    }

    /// `range` without what JavaScript's `trim` takes off: ASCII white space and that of Unicode, U+FEFF included.
    fileprivate func trimmedAsJavaScript(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        // As nearly always: one blank in front, if any, and text on both sides.
        if start < end, self[start] == 0x20 { start += 1 }
        if start < end, isText(at: start), isText(at: end - 1) { return start..<end }
        while start < end, let width = whiteSpaceWidth(from: start, to: end) { start += width }
        while start < end {
            if ASCII.isWhitespace(self[end - 1]) {
                end -= 1
            } else if end - start >= 2, whiteSpaceWidth(from: end - 2, to: end) == 2 {
                end -= 2
            } else if end - start >= 3, whiteSpaceWidth(from: end - 3, to: end) == 3 {
                end -= 3
            } else {
                break
            }
        }
        return start..<end
    }

    /// Whether there is a byte that belongs to no white space.
    @inline(__always)
    private func isText(at index: Int) -> Bool {
        self[index] > 0x20 && self[index] < 0x80
    }

    /// How many bytes the white space character at `start` has; nil if there is none that ends by `end`.
    private func whiteSpaceWidth(from start: Int, to end: Int) -> Int? {
        let first = self[start]
        if first < 0x80 { return ASCII.isWhitespace(first) ? 1 : nil }
        if end - start >= 2, first == 0xC2, self[start + 1] == 0xA0 { return 2 }
        guard end - start >= 3 else { return nil }
        switch (first, self[start + 1], self[start + 2]) {
        case (0xE1, 0x9A, 0x80),  // U+1680
            (0xE2, 0x80, 0x80...0x8A),  // U+2000 to U+200A
            (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),  // U+2028, U+2029, U+202F
            (0xE2, 0x81, 0x9F),  // U+205F
            (0xE3, 0x80, 0x80),  // U+3000
            (0xEF, 0xBB, 0xBF):  // U+FEFF
            return 3
        default: return nil
        }
    }
}
