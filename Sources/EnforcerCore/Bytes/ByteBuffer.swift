// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// A byte buffer with a limit.
///
/// It owns one block and keeps it over `removeAll()` unless it grew huge, so a warm exchange allocates nothing. An append that would pass
/// the limit changes nothing and sets `hasOverflowed`; writers go on and look at the flag once, at the end.
// Safe, wherever a pointer is used below: the first `count` bytes of the block were written, `count <= room`, and
// `room` is at most the block's capacity. `reserve` makes sure that what is about to be written lies before `room`.
// Spans are lent for as long as the buffer is borrowed, and it does not change meanwhile.
package struct ByteBuffer: ~Copyable {
    @usableFromInline var storage: ByteStorage

    /// How many bytes may be in the buffer before `makeRoom` has to be asked; less than `count` once it has overflowed.
    @usableFromInline var room: Int

    /// Bytes written so far.
    package private(set) var count = 0

    /// The most bytes this buffer ever holds.
    package let limit: Int

    /// Whether an append was refused since the last `removeAll()`.
    package private(set) var hasOverflowed = false

    /// - Parameters:
    ///   - limit: in bytes; at most 1 GiB, so that offsets always fit a `ByteSlice`.
    ///   - reserving: bytes to allocate now.
    package init(limit: Int, reserving capacity: Int = 0) {
        self.limit = min(max(limit, 0), 1 << 30)
        storage = ByteStorage(capacity: min(max(capacity, 0), self.limit))
        room = storage.capacity
    }

    /// All bytes written so far.
    @inlinable
    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            let written = unsafe UnsafeBufferPointer(start: UnsafePointer(storage.start), count: count)
            return unsafe _overrideLifetime(unsafe Span(_unsafeElements: written), borrowing: self)
        }
    }

    /// The bytes of a slice of this buffer; empty if it is none.
    @inlinable
    @_lifetime(borrow self)
    package borrowing func bytes(of slice: ByteSlice) -> Span<UInt8> {
        span.bytes(of: slice)
    }

    package subscript(index: Int) -> UInt8 {
        get {
            guard index >= 0, index < count, let start = unsafe storage.start else { return 0 }
            return unsafe start[index]
        }
        set {
            guard index >= 0, index < count, let start = unsafe storage.start else { return }
            unsafe start[index] = newValue
        }
    }

    package mutating func removeAll() {
        count = 0
        hasOverflowed = false
        if storage.capacity > Self.keptCapacity { storage = ByteStorage(capacity: 0) }
        room = storage.capacity
    }

    /// Gives all bytes away and is empty then.
    package mutating func takeAll() -> [UInt8] {
        let bytes = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
        count = 0
        return bytes
    }

    /// Drops everything from `count` on.
    package mutating func truncate(to count: Int) {
        guard count >= 0, count < self.count else { return }
        self.count = count
    }

    /// What one huge request needed is given back, in bytes; all that usual ones need is kept.
    private static var keptCapacity: Int { 256 << 10 }

    // MARK: - Room

    /// Room for `additional` bytes, or the overflow flag.
    @inline(__always)
    private mutating func reserve(_ additional: Int) -> Bool {
        // Neither number is beyond 2^62: both are sizes of something in memory, or a few times that.
        count &+ additional <= room ? true : makeRoom(for: additional)
    }

    /// Whether an append of that many bytes would be within the limit.
    func canHold(_ additional: Int) -> Bool {
        !hasOverflowed && additional <= limit - count
    }

    @inline(never)
    private mutating func makeRoom(for additional: Int) -> Bool {
        guard !hasOverflowed, additional <= limit - count else {
            hasOverflowed = true
            room = -1
            return false
        }
        let capacity = min(max(count + additional, 2 * storage.capacity, 64), limit)
        let larger = ByteStorage(capacity: capacity)
        if let old = unsafe storage.start, let new = unsafe larger.start {
            unsafe new.update(from: old, count: count)
        }
        storage = larger
        room = capacity
        return true
    }

    /// Appends up to `size` bytes: those that `write` puts at the address it is given, and whose number it gives back.
    /// - Returns: false, and `write` was not called, if there is no room for all `size`.
    @discardableResult
    @inline(__always)
    @unsafe
    mutating func append(upTo size: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) -> Bool {
        guard reserve(size), let start = unsafe storage.start else { return false }
        count &+= unsafe min(write(start + count), size)
        return true
    }

    /// As above, for exactly `size` bytes.
    @discardableResult
    @inline(__always)
    @unsafe
    mutating func append(exactly size: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Void) -> Bool {
        guard reserve(size), let start = unsafe storage.start else { return false }
        unsafe write(start + count)
        count &+= size
        return true
    }

    /// Lends the bytes from `start` on, to be changed.
    @inline(__always)
    @unsafe
    mutating func withBytes(from start: Int, _ change: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        guard start >= 0, start < count, let first = unsafe storage.start else { return }
        unsafe change(first + start, count &- start)
    }

    // MARK: - Appending

    package mutating func append(_ byte: UInt8) {
        unsafe append(exactly: 1) { unsafe $0.pointee = byte }
    }

    package mutating func append(_ bytes: Span<UInt8>) {
        // Safe: the pointer is used inside the closure only, and a span cannot alias the block that grows: it would
        // have to borrow this buffer.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let source = bytes.baseAddress, bytes.count > 0 else { return }
            unsafe append(exactly: bytes.count) { unsafe enforcer_copy($0, source, bytes.count) }
        }
    }

    package mutating func append(_ text: StaticString) {
        guard text.hasPointerRepresentation else { return }
        // Safe: a literal's bytes live as long as the program.
        unsafe append(exactly: text.utf8CodeUnitCount) {
            unsafe enforcer_copy($0, text.utf8Start, text.utf8CodeUnitCount)
        }
    }

    /// Appends a copy of bytes that this buffer already holds.
    package mutating func append(copyOf slice: ByteSlice) {
        guard slice.end <= count, !slice.isEmpty, reserve(Int(slice.count)), let start = unsafe storage.start else {
            return
        }
        // Safe: the copy begins where the slice ends, or later.
        unsafe enforcer_copy(start + count, start + slice.start, Int(slice.count))
        count &+= Int(slice.count)
    }

    /// Appends `value` in decimal digits.
    package mutating func append(decimal value: Int64) {
        var rest = value.magnitude
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if value < 0 {
            first -= 1
            digits[first] = 0x2D
        }
        append(digits.span.extracting(first..<20))
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
