// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

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
