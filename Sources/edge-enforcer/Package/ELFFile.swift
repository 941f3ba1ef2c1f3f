// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What an executable or a shared object asks of the system that loads it (System V ABI, chapters 4 and 5; LSB on symbol
/// versions). Only what Lambda@Edge runs is read: 64 bits, x86-64, little-endian.
struct ELFFile: Equatable {
    /// Names of shared libraries: `libc.so.6`.
    private(set) var libraries: [String] = []

    /// Versions of their symbols: `GLIBC_2.34`.
    private(set) var versions: [String] = []

    /// Far more versions than a program asks for; a damaged table can name the same few for hours.
    private static let versionLimit = 4096

    /// Nil if the bytes are no such file, break off, or ask for more than any program does.
    init?(_ bytes: [UInt8]) {
        let file = Reader(bytes: bytes)
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]),
            let type = file.half(16), type == 2 || type == 3, file.half(18) == 62,
            let headers = file.quad(32), let size = file.half(54), let count = file.half(56), size >= 56
        else { return nil }
        var segments: [Segment] = []
        for index in 0..<Int(count) {
            let at = headers + index * Int(size)
            guard let kind = file.word(at), let offset = file.quad(at + 8), let address = file.quad(at + 16),
                let length = file.quad(at + 32)
            else { return nil }
            segments.append(Segment(kind: kind, offset: offset, address: address, size: length))
        }
        // A program without that segment is linked statically, and asks for nothing.
        guard let dynamic = segments.first(where: { $0.kind == 2 }) else { return }

        var entries: [(tag: Int, value: Int)] = []
        for index in 0..<min(dynamic.size / 16, 4096) {
            guard let tag = file.quad(dynamic.offset + 16 * index),
                let value = file.quad(dynamic.offset + 16 * index + 8)
            else { return nil }
            if tag == 0 { break }
            entries.append((tag, value))
        }
        func offset(of tag: Int) -> Int? {
            guard let address = entries.first(where: { $0.tag == tag })?.value,
                let segment = segments.first(where: {
                    $0.kind == 1 && address >= $0.address && address - $0.address < $0.size
                })
            else { return nil }
            let (offset, overflows) = segment.offset.addingReportingOverflow(address - segment.address)
            return overflows ? nil : offset
        }
        guard let names = offset(of: 5) else { return nil }
        for entry in entries where entry.tag == 1 {
            guard let name = file.text(names, entry.value) else { return nil }
            libraries.append(name)
        }
        guard let needs = entries.first(where: { $0.tag == 0x6FFF_FFFF })?.value else { return }
        guard var need = offset(of: 0x6FFF_FFFE) else { return nil }
        for _ in 0..<min(needs, 4096) {
            guard let count = file.half(need + 2), let first = file.word(need + 8), let next = file.word(need + 12)
            else {
                return nil
            }
            var version = need + Int(first)
            for _ in 0..<Int(count) {
                guard let name = file.word(version + 8), let following = file.word(version + 12),
                    let text = file.text(names, Int(name)), versions.count < Self.versionLimit
                else { return nil }
                versions.append(text)
                version += Int(following)
            }
            need += Int(next)
        }
    }

    private struct Segment {
        var kind: UInt32
        var offset: Int
        var address: Int
        var size: Int
    }

    /// Numbers and texts at offsets that a file names: nil for whatever is not inside it.
    private struct Reader {
        let bytes: [UInt8]

        func half(_ offset: Int) -> UInt16? { number(offset, 2).map { UInt16(truncatingIfNeeded: $0) } }
        func word(_ offset: Int) -> UInt32? { number(offset, 4).map { UInt32(truncatingIfNeeded: $0) } }

        /// Nil for what no offset of a file can be.
        func quad(_ offset: Int) -> Int? {
            guard let value = number(offset, 8), value < 1 << 40 else { return nil }
            return Int(value)
        }

        func text(_ table: Int, _ index: Int) -> String? {
            let (start, overflows) = table.addingReportingOverflow(index)
            guard !overflows, start >= 0, start < bytes.count,
                let end = bytes[start...].prefix(256).firstIndex(of: 0)
            else { return nil }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }

        private func number(_ offset: Int, _ size: Int) -> UInt64? {
            guard offset >= 0, offset < bytes.count, bytes.count - offset >= size else { return nil }
            var value: UInt64 = 0
            for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
            return value
        }
    }
}
