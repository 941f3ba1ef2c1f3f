// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

extension Span where Element == UInt8 {
    /// The first index at or after `start` of a byte that is not plain; the count if all are.
    @inline(__always)
    func endOfPlain(from start: Int, _ isPlain: (UInt8) -> Bool) -> Int {
        var index = start
        while index < count, isPlain(self[index]) {
            index += 1
        }
        return index
    }
}

extension UTF8Text {
    /// Reads what is at `index`, which must be inside `bytes`, as text that a page may hold: whatever is not
    /// well-formed, a surrogate in three bytes included, is one U+FFFD. The value alone may go into the page; the
    /// input's own bytes never do.
    package static func pageScalar(in bytes: Span<UInt8>, at index: Int) -> Scalar {
        var scalar = scalar(in: bytes, at: index)
        if surrogate(in: bytes, at: index) != nil { scalar.width = 3 }
        return scalar
    }
}
