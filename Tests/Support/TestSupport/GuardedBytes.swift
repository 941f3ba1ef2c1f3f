// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Which end of the bytes lies flush against a page that cannot be touched.
public enum GuardedSide: CaseIterable, Sendable {
    case front
    case back
}

/// Memory with an unmapped page before and behind: a read or write past either end of what lies in it ends the process
/// there and then, whatever the optimiser made of the bounds checks.
// Safe: the pointer leaves this type only as a span that is lent for the length of `withBytes`.
@safe
public struct GuardedArea: ~Copyable {
    /// The most bytes that fit between the two pages.
    public let capacity: Int

    private let mapping: UnsafeMutableRawPointer
    private let mappedCount: Int
    private let pageSize: Int

    /// - Parameter capacity: bytes to make room for, rounded up to whole pages.
    public init(capacity: Int) {
        pageSize = sysconf(Int32(_SC_PAGESIZE))
        let pages = max((capacity + pageSize - 1) / pageSize, 1)
        self.capacity = pages * pageSize
        mappedCount = (pages + 2) * pageSize
        // Safe: a fresh anonymous mapping, checked for failure in the next line.
        let mapped = unsafe mmap(nil, mappedCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start = unsafe mapped, unsafe start != MAP_FAILED else { fatalError("no memory to map") }
        unsafe mapping = unsafe start
        // Safe: both pages lie inside the mapping: it has two pages more than the capacity.
        let front = unsafe mprotect(start, pageSize, PROT_NONE)
        let back = unsafe mprotect(start + (mappedCount - pageSize), pageSize, PROT_NONE)
        guard front == 0, back == 0 else { fatalError("no guard page") }
    }

    deinit {
        // Safe: the very mapping that `init` made; no span of it outlives `withBytes`.
        unsafe _ = munmap(mapping, mappedCount)
    }

    /// Copies `bytes` in, flush with one of the two guard pages, and lends them to `body`.
    public borrowing func withBytes<Result, Failure: Error>(
        _ bytes: [UInt8],
        _ side: GuardedSide,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withBytes(bytes.span, side, body)
    }

    /// As above, for bytes that are lent already.
    public borrowing func withBytes<Result, Failure: Error>(
        _ bytes: Span<UInt8>,
        _ side: GuardedSide,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(bytes.count <= capacity, "more bytes than the guarded area holds")
        let offset = pageSize + (side == .front ? 0 : capacity - bytes.count)
        // Safe: `offset ..< offset + bytes.count` lies between the guard pages, as checked above.
        let start = unsafe mapping + offset
        unsafe bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            unsafe start.copyMemory(from: base, byteCount: source.count)
        }
        let text = unsafe UnsafeBufferPointer(
            start: unsafe start.assumingMemoryBound(to: UInt8.self),
            count: bytes.count
        )
        // Safe: the memory stays mapped until `deinit`, and the area is borrowed for the length of this call.
        return try body(unsafe Span(_unsafeElements: text))
    }
}

/// Lends `body` a copy of `bytes` that lies flush against an unmapped page.
public func withGuardedBytes<Result, Failure: Error>(
    _ bytes: [UInt8],
    _ side: GuardedSide,
    _ body: (Span<UInt8>) throws(Failure) -> Result
) throws(Failure) -> Result {
    try GuardedArea(capacity: bytes.count).withBytes(bytes, side, body)
}
