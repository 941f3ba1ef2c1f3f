// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Where the inside of a JSON string stands, quotes left out, and whether it holds escapes.
package struct JSONText: BitwiseCopyable, Sendable {
    private var storage: ByteSlice

    package init(from start: Int, to end: Int, isEscaped: Bool) {
        storage = ByteSlice(from: start, to: end)
        // Buffers end at 1 GiB, so the top bit of a count is free to carry the flag.
        if isEscaped { storage.count |= 1 << 31 }
    }

    package static var empty: JSONText { JSONText(from: 0, to: 0, isEscaped: false) }

    package var isEscaped: Bool { storage.count >> 31 == 1 }

    /// The bytes as they stand in the text, escapes included.
    package var raw: ByteSlice { ByteSlice(offset: storage.offset, count: storage.count & 0x7FFF_FFFF) }

    /// Whether the string is `text`; escapes are read.
    package func equals(_ text: StaticString, in bytes: Span<UInt8>) -> Bool {
        let raw = bytes.bytes(of: raw)
        guard isEscaped else { return raw.equals(text) }
        var unescaper = JSONUnescaper()
        var matched = 0
        while let scalar = unescaper.next(in: raw) {
            // Every name that is asked for is ASCII, so a longer scalar ends the comparison.
            guard scalar < 0x80, matched < text.utf8CodeUnitCount,
                text.byte(at: matched) == UInt8(truncatingIfNeeded: scalar)
            else { return false }
            matched += 1
        }
        return matched == text.utf8CodeUnitCount
    }
}

/// Walks the inside of a JSON string scalar by scalar.
///
/// Expects what the tokenizer accepted; on anything else it still ends, and reads no byte twice. A lone surrogate
/// comes out as itself, an ill-formed UTF-8 sequence as U+FFFD.
package struct JSONUnescaper: BitwiseCopyable {
    private var index = 0

    package init() {}

    package mutating func next(in raw: Span<UInt8>) -> UInt32? {
        guard index < raw.count else { return nil }
        guard raw[index] == 0x5C else {
            if let surrogate = UTF8Text.surrogate(in: raw, at: index) {
                index += 3
                return surrogate
            }
            let scalar = UTF8Text.scalar(in: raw, at: index)
            index += scalar.width
            return scalar.value
        }
        guard index + 1 < raw.count else {
            index = raw.count
            return 0xFFFD
        }
        let escape = raw[index + 1]
        guard escape == 0x75 else {
            index += 2
            switch escape {
            case 0x62: return 0x08
            case 0x66: return 0x0C
            case 0x6E: return 0x0A
            case 0x72: return 0x0D
            case 0x74: return 0x09
            default: return UInt32(escape)
            }
        }
        let unit = Self.codeUnit(in: raw, at: index)
        index = min(index + 6, raw.count)
        if unit & 0xFC00 == 0xD800, index + 5 < raw.count, raw[index] == 0x5C, raw[index + 1] == 0x75 {
            let low = Self.codeUnit(in: raw, at: index)
            if low & 0xFC00 == 0xDC00 {
                index += 6
                return 0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF
            }
        }
        return unit
    }

    /// The four digits after the `\u` at `start`.
    private static func codeUnit(in raw: Span<UInt8>, at start: Int) -> UInt32 {
        guard start + 5 < raw.count else { return 0xFFFD }
        var value: UInt32 = 0
        for index in start + 2..<start + 6 {
            guard let digit = Hex.value(of: raw[index]) else { return 0xFFFD }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension ByteBuffer {
    /// Appends the text that the inside of a JSON string stands for.
    package mutating func append(jsonUnescaping raw: Span<UInt8>) {
        var unescaper = JSONUnescaper()
        while let scalar = unescaper.next(in: raw) {
            append(scalar: scalar)
        }
    }

    /// The text of a string that stands in this buffer, and whose document began at `base`: the very bytes where it
    /// has no escapes, otherwise an unescaped copy at the end of the buffer.
    package mutating func unescape(_ text: JSONText, base: Int = 0) -> ByteSlice {
        let raw = ByteSlice(from: base + text.raw.start, to: base + text.raw.end)
        guard text.isEscaped else { return raw }
        let start = count
        // The buffer is read and written at once here, so it is copied first and unescaped in place: an escape is
        // never shorter than what it stands for.
        append(copyOf: raw)
        guard !hasOverflowed else { return .empty }
        unescapeTail(from: start)
        return ByteSlice(from: start, to: count)
    }

    private mutating func unescapeTail(from start: Int) {
        let end = count
        var read = start
        var write = start
        while read < end {
            if self[read] != 0x5C {
                self[write] = self[read]
                read += 1
                write += 1
                continue
            }
            var unescaper = JSONUnescaper()
            // Twelve bytes are the longest that one scalar takes: two `\uXXXX`.
            var window = InlineArray<12, UInt8>(repeating: 0)
            let width = min(12, end - read)
            for offset in 0..<width {
                window[offset] = self[read + offset]
            }
            guard let scalar = unescaper.next(in: window.span.extracting(0..<width)) else { break }
            read += unescaper.consumed
            var encoded = UTF8Encoder(scalar)
            while let byte = encoded.next() {
                self[write] = byte
                write += 1
            }
        }
        truncate(to: write)
    }
}

extension JSONUnescaper {
    /// Bytes read so far.
    package var consumed: Int { index }
}
