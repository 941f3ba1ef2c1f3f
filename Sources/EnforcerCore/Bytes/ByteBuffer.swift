// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A byte buffer with a limit.
///
/// It owns one block and keeps it over `removeAll()` unless it grew huge, so a warm exchange allocates nothing. An append that would pass
/// the limit changes nothing and sets `hasOverflowed`; writers go on and look at the flag once, at the end.
package struct ByteBuffer: ~Copyable {
    private var storage: [UInt8]

    /// The most bytes this buffer ever holds.
    package let limit: Int

    /// Whether an append was refused since the last `removeAll()`.
    package private(set) var hasOverflowed = false

    /// - Parameters:
    ///   - limit: in bytes; at most 1 GiB, so that offsets always fit a `ByteSlice`.
    ///   - reserving: bytes to allocate now.
    package init(limit: Int, reserving capacity: Int = 0) {
        self.limit = min(max(limit, 0), 1 << 30)
        storage = []
        storage.reserveCapacity(min(max(capacity, 0), self.limit))
    }

    package var count: Int { storage.count }

    /// All bytes written so far.
    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { storage.span }
    }

    /// The bytes of a slice of this buffer; empty if it is none.
    @_lifetime(borrow self)
    package borrowing func bytes(of slice: ByteSlice) -> Span<UInt8> {
        storage.span.bytes(of: slice)
    }

    package subscript(index: Int) -> UInt8 {
        get { index >= 0 && index < storage.count ? storage[index] : 0 }
        set { if index >= 0, index < storage.count { storage[index] = newValue } }
    }

    package mutating func removeAll() {
        storage.removeAll(keepingCapacity: storage.capacity <= Self.keptCapacity)
        hasOverflowed = false
    }

    /// Gives all bytes away and is empty then.
    package mutating func takeAll() -> [UInt8] {
        let bytes = storage
        storage = []
        return bytes
    }

    /// Drops everything from `count` on.
    package mutating func truncate(to count: Int) {
        guard count >= 0, count < storage.count else { return }
        storage.removeSubrange(count...)
    }

    /// What one huge request needed is given back, in bytes; all that usual ones need is kept.
    private static var keptCapacity: Int { 256 << 10 }

    /// Room for `additional` bytes, or the overflow flag.
    private mutating func admits(_ additional: Int) -> Bool {
        guard !hasOverflowed, additional <= limit - storage.count else {
            hasOverflowed = true
            return false
        }
        return true
    }

    package mutating func append(_ byte: UInt8) {
        if admits(1) { storage.append(byte) }
    }

    package mutating func append(_ bytes: Span<UInt8>) {
        guard admits(bytes.count) else { return }
        // Safe: the pointer is used inside the closure only, and a span cannot alias the array that grows: it would
        // have to borrow it.
        unsafe bytes.withUnsafeBufferPointer { unsafe storage.append(contentsOf: $0) }
    }

    package mutating func append(_ text: StaticString) {
        guard text.hasPointerRepresentation, admits(text.utf8CodeUnitCount) else { return }
        // Safe: a literal's bytes live as long as the program.
        unsafe storage.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a copy of bytes that this buffer already holds.
    package mutating func append(copyOf slice: ByteSlice) {
        guard slice.end <= storage.count, admits(Int(slice.count)) else { return }
        var index = slice.start
        while index < slice.end {
            storage.append(storage[index])
            index += 1
        }
    }

    /// Appends `value` in decimal digits.
    package mutating func append(decimal value: Int64) {
        if value < 0 { append(0x2D) }
        var rest = value.magnitude
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var used = 0
        repeat {
            digits[used] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            used += 1
        } while rest > 0
        while used > 0 {
            used -= 1
            append(digits[used])
        }
    }

    /// Runs `body`, then gives the slice of what it appended.
    package mutating func slice(_ body: (inout ByteBuffer) -> Void) -> ByteSlice {
        let start = count
        body(&self)
        return ByteSlice(from: start, to: count)
    }

    /// Appends the bytes and gives where they are now.
    package mutating func store(_ bytes: Span<UInt8>) -> ByteSlice {
        let start = count
        append(bytes)
        return ByteSlice(from: start, to: count)
    }
}
