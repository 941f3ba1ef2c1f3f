// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A block of memory with one owner, who keeps track of which of its bytes were written.
///
/// Its address is kept as a number. A pointer may by its type not go from one thread to another; this value may, and takes
/// the whole block with it.
///
/// The type is public for its `deinit` alone: an Embedded build does not see that of another module's package type, and
/// refuses to end such a value's life. All that can be done with it is internal.
@safe
public struct ByteStorage: ~Copyable, Sendable {
    @usableFromInline let address: UInt

    /// In bytes.
    @usableFromInline let capacity: Int

    /// - Parameter capacity: in bytes; nothing is allocated for 0.
    init(capacity: Int) {
        self.capacity = max(capacity, 0)
        address = capacity > 0 ? UInt(bitPattern: UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)) : 0
    }

    deinit {
        // Safe: the block of `init`. Whoever lends its bytes out lends this value with them.
        unsafe start?.deallocate()
    }

    /// The first byte; nil only if the capacity is 0.
    @inlinable
    var start: UnsafeMutablePointer<UInt8>? {
        // Safe: the address is that of the block, or 0.
        unsafe UnsafeMutablePointer(bitPattern: address)
    }
}
