// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CLogScan

/// Where a line is: in which file, and its number there, from 1.
package struct LinePosition: Comparable, Sendable {
    package var file: Int
    package var line: Int

    package static func < (left: LinePosition, right: LinePosition) -> Bool {
        (left.file, left.line) < (right.file, right.line)
    }
}

/// Whole lines, one after the other, at the beginning of the buffer that was given.
struct LogChunk: Sendable {
    /// In bytes.
    var count: Int
    /// Of the first line.
    var position: LinePosition
    /// In force where it begins.
    var layout: LineLayout
    /// Lines that were longer than the limit and are not in the buffer.
    var longLines: [LinePosition]
}

/// Cuts logs at line ends, one file after the other.
///
/// Where a cut is depends on how the bytes came, so nothing that is reported may depend on it.
struct LogSource {
    /// In bytes. An event with CloudFront's largest body, in base64, fits.
    static let lineLimit = 4 << 20

    private let paths: [String]
    private let fallback: LineLayout
    private let chunkSize: Int
    private var next = 0
    private var file: LogFile?
    private var layout: LineLayout
    private var line = 1
    /// The beginning of a line whose end is not read yet.
    private var carry: [UInt8] = []
    private var longLines: [LinePosition] = []

    private(set) var troubles: [ReplayCounts.FileTrouble] = []
    private var finishedBytes = 0

    /// - Parameters:
    ///   - fallback: the columns where no header names any.
    ///   - chunkSize: in bytes, from 1 to `lineLimit`. A longer line makes a longer chunk.
    init(_ paths: [String], fallback: LineLayout, chunkSize: Int) {
        precondition(chunkSize > 0 && chunkSize <= Self.lineLimit)
        self.paths = paths
        self.fallback = fallback
        self.chunkSize = chunkSize
        layout = fallback
    }

    /// Bytes read of all files, packed where they are packed.
    private(set) var position = 0

    /// Fills `room` with the next lines; nil at the end of the last file.
    mutating func chunk(into room: inout [UInt8]) -> LogChunk? {
        while true {
            if file == nil, !openNext() { return nil }
            var count = carry.count
            grow(&room, to: max(chunkSize, count))
            room.replaceSubrange(0..<count, with: carry)
            carry.removeAll(keepingCapacity: true)
            let isAtEnd = fill(&room, &count)
            position = finishedBytes + (file?.position ?? 0)
            let chunk = finish(count, room)
            if isAtEnd { closeFile() }
            if chunk.count > 0 || !chunk.longLines.isEmpty { return chunk }
        }
    }

    private func grow(_ room: inout [UInt8], to size: Int) {
        if room.count < size { room.append(contentsOf: repeatElement(0, count: size - room.count)) }
    }

    /// Reads until there is a whole line. What is behind the last one is carried over. Whether the file ended.
    private mutating func fill(_ room: inout [UInt8], _ count: inout Int) -> Bool {
        var target = max(chunkSize, count + 1)
        // Behind a line that was passed over, what was carried over may hold whole lines.
        var searched = 0
        while true {
            grow(&room, to: target)
            while count < target {
                let read = file?.read(into: &room, from: count, to: target) ?? 0
                if read == 0 {
                    if count > Self.lineLimit, Self.cut(room, searched, count) == 0 { count = skipped() }
                    return true
                }
                count += read
            }
            let cut = Self.cut(room, searched, count)
            if cut > 0 {
                carry.append(contentsOf: room[cut..<count])
                count = cut
                return false
            }
            searched = count
            if count > Self.lineLimit {
                count = skipped()
                return skipLine(&room)
            }
            target = min(count * 2, Self.lineLimit + 1)
        }
    }

    private static func cut(_ room: [UInt8], _ start: Int, _ end: Int) -> Int {
        let found = LogScan.cut(room.span.extracting(start..<end))
        return found == 0 ? 0 : start + Int(found)
    }

    /// Notes a line that is too long. Nothing of it stays.
    private mutating func skipped() -> Int {
        longLines.append(LinePosition(file: next - 1, line: line))
        return 0
    }

    /// Reads on to the end of a line that is too long. Whether the file ended with it.
    private mutating func skipLine(_ room: inout [UInt8]) -> Bool {
        while true {
            let count = file?.read(into: &room, from: 0, to: room.count) ?? 0
            guard count > 0 else { return true }
            guard let newline = room[..<count].firstIndex(of: 0x0A) else { continue }
            carry.append(contentsOf: room[(newline + 1)..<count])
            line += 1
            return false
        }
    }

    private mutating func finish(_ count: Int, _ room: [UInt8]) -> LogChunk {
        let chunk = LogChunk(
            count: count, position: LinePosition(file: next - 1, line: line), layout: layout, longLines: longLines)
        longLines.removeAll()
        let bytes = room.span.extracting(0..<count)
        let lines = LogScan.count(bytes)
        line += Int(lines.count)
        if Int(lines.header) < count {
            var end = Int(lines.header)
            while end < count, bytes[end] != 0x0A { end += 1 }
            layout = LineLayout(header: bytes.extracting(Int(lines.header)..<end)) ?? layout
        }
        return chunk
    }

    // MARK: - Files

    private mutating func openNext() -> Bool {
        while next < paths.count {
            next += 1
            layout = fallback
            line = 1
            guard let opened = LogFile(paths[next - 1]) else {
                troubles.append(ReplayCounts.FileTrouble(file: next - 1, text: "cannot be opened"))
                continue
            }
            file = opened
            return true
        }
        return false
    }

    private mutating func closeFile() {
        finishedBytes += file?.position ?? 0
        if let trouble = file?.trouble {
            troubles.append(ReplayCounts.FileTrouble(file: next - 1, text: trouble.rawValue))
        }
        file = nil
    }
}
