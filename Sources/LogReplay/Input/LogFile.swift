// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import Glibc

/// The bytes of a log as they are read, unpacked if they are gzip. Memory does not depend on what is in it.
final class LogFile {
    /// What keeps the rest of a file from being read.
    enum Trouble: String, Sendable {
        case unreadable = "cannot be read to its end"
        case damaged = "is a damaged gzip file"
        case cut = "is a gzip file that ends too early"
    }

    private static let packedSize = 1 << 17

    private let descriptor: Int32
    private var inflater: Inflater?
    /// Read and not yet handed on or unpacked.
    private var packed = [UInt8](repeating: 0, count: packedSize)
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Whether a gzip member has begun and not ended.
    private var isInMember = false

    /// Bytes of the file that were read so far.
    private(set) var position = 0
    private(set) var trouble: Trouble?

    /// - Parameter path: of a file; `-` is standard input. Nil if it cannot be opened, or is a directory.
    init?(_ path: String) {
        let isStandardInput = path == "-"
        // Safe: the path ends in a zero byte and holds for the call.
        descriptor = isStandardInput ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, isStandardInput || Self.size(of: path) != nil else {
            if descriptor > 0 { close(descriptor) }
            return nil
        }
        // Two bytes are enough to know gzip by.
        while end < 2, !isAtEnd { fillPacked() }
        if end >= 2, packed[0] == 0x1F, packed[1] == 0x8B { inflater = Inflater() }
    }

    deinit {
        if descriptor > 0 { close(descriptor) }
    }

    /// In bytes; 0 where that cannot be known; nil for what is not there, or is a directory.
    static func size(of path: String) -> Int? {
        var status = stat()
        // Safe: both pointers hold for the call, and the path ends in a zero byte.
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return nil }
        return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }

    private func fillPacked() {
        if start == end { (start, end) = (0, 0) }
        let count = Self.read(descriptor, into: &packed, from: end, to: packed.count)
        if count < 0 { trouble = .unreadable }
        guard count > 0 else { return isAtEnd = true }
        end += count
        position += count
    }

    /// Reads once, again if a signal came between. Negative if it failed.
    private static func read(_ descriptor: Int32, into room: inout [UInt8], from start: Int, to end: Int) -> Int {
        while true {
            // Safe: `start` and `end` are in the array, as `rebasing` checks.
            let count = unsafe room.withUnsafeMutableBytes { bytes in
                let part = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end])
                return unsafe Glibc.read(descriptor, part.baseAddress, part.count)
            }
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Writes the next bytes to `room[start..<end]`, which is not empty.
    /// - Returns: how many; 0 at the end, or where there is trouble.
    func read(into room: inout [UInt8], from start: Int, to end: Int) -> Int {
        guard trouble == nil else { return 0 }
        if inflater != nil { return unpack(into: &room, from: start, to: end) }
        guard self.start < self.end else {
            guard !isAtEnd else { return 0 }
            let count = Self.read(descriptor, into: &room, from: start, to: end)
            if count < 0 { trouble = .unreadable }
            isAtEnd = count <= 0
            position += max(count, 0)
            return max(count, 0)
        }
        let count = min(end - start, self.end - self.start)
        room.replaceSubrange(start..<start + count, with: packed[self.start..<self.start + count])
        self.start += count
        return count
    }

    private func unpack(into room: inout [UInt8], from start: Int, to end: Int) -> Int {
        while true {
            if self.start == self.end, !isAtEnd { fillPacked() }
            if trouble != nil { return 0 }
            if self.start == self.end, !isInMember { return 0 }
            let result = inflater?.run(packed, from: self.start, to: self.end, into: &room, at: start, end: end)
            guard let result, result.code >= 0 else {
                trouble = .damaged
                return 0
            }
            isInMember = result.code == 0
            self.start += result.taken
            if result.written > 0 { return result.written }
            if result.taken == 0 {
                trouble = isAtEnd ? .cut : .damaged
                return 0
            }
        }
    }
}

/// zlib's state for one gzip file.
@safe private final class Inflater {
    private let state: OpaquePointer

    /// Nil without memory.
    init?() {
        // Safe: the pointer is this value's own until `deinit` gives it back.
        guard let state = unsafe enforcer_inflater_create() else { return nil }
        unsafe self.state = state
    }

    deinit {
        // Safe: it came from `create`, and nothing can use it any more.
        unsafe enforcer_inflater_destroy(state)
    }

    func run(
        _ bytes: [UInt8], from start: Int, to end: Int, into room: inout [UInt8], at place: Int, end placeEnd: Int
    ) -> enforcer_inflate_result {
        // Safe: `rebasing` checks both ranges, and nothing of the pointers is kept.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe room.withUnsafeMutableBufferPointer { room in
                let part = unsafe UnsafeBufferPointer(rebasing: bytes[start..<end])
                let target = unsafe UnsafeMutableBufferPointer(rebasing: room[place..<placeEnd])
                guard let from = part.baseAddress, let into = target.baseAddress else {
                    return enforcer_inflate_result(code: -1, taken: 0, written: 0)
                }
                return unsafe enforcer_inflater_run(state, into, target.count, from, part.count)
            }
        }
    }
}
