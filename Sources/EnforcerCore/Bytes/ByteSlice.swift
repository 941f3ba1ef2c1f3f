// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A range of bytes inside a buffer that somebody else owns.
///
/// Eight bytes, so that tables of slices stay small and a slice travels in one register. `UInt32` is enough: every
/// buffer of the engine is limited to far less than 4 GiB.
@usableFromInline
package struct ByteSlice: BitwiseCopyable, Sendable, Equatable {
    @usableFromInline package var offset: UInt32
    @usableFromInline package var count: UInt32

    @inlinable
    package init(offset: UInt32, count: UInt32) {
        self.offset = offset
        self.count = count
    }

    /// A slice from `Int` bounds. Bounds that no buffer of ours can have give the empty slice rather than a trap.
    @inlinable
    package init(from start: Int, to end: Int) {
        guard start >= 0, end >= start, end <= Int(UInt32.max) else {
            self.init(offset: 0, count: 0)
            return
        }
        self.init(offset: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: end - start))
    }

    @inlinable
    package static var empty: ByteSlice { ByteSlice(offset: 0, count: 0) }

    @inlinable
    package var isEmpty: Bool { count == 0 }

    @inlinable
    package var start: Int { Int(offset) }

    @inlinable
    package var end: Int { Int(offset) + Int(count) }
}

extension Span where Element == UInt8 {
    /// The bytes of `slice`; empty if the slice does not lie inside this span.
    @inlinable
    @_lifetime(copy self)
    package func bytes(of slice: ByteSlice) -> Span<UInt8> {
        slice.end <= count ? extracting(slice.start..<slice.end) : extracting(0..<0)
    }
}
