// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A block of memory with one owner, who keeps track of which of its bytes were written.
///
/// The type is public for its `deinit` alone: an Embedded build does not see that of another module's package type, and
/// refuses to end such a value's life. All that can be done with it is internal.
@safe
public struct ByteStorage: ~Copyable {
    /// Null only if the capacity is 0.
    @usableFromInline let start: UnsafeMutablePointer<UInt8>?

    /// In bytes.
    @usableFromInline let capacity: Int

    /// - Parameter capacity: in bytes; nothing is allocated for 0.
    init(capacity: Int) {
        self.capacity = max(capacity, 0)
        // Safe: `deinit` is the only place that gives the block back.
        unsafe start = capacity > 0 ? UnsafeMutablePointer<UInt8>.allocate(capacity: capacity) : nil
    }

    deinit {
        // Safe: the block of `init`. Whoever lends its bytes out lends this value with them.
        unsafe start?.deallocate()
    }
}
