// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Percent escapes, read as JavaScript reads them (ECMA-262 §19.2.6) and written as RFC 3986 asks.
package enum Percent {
    /// The byte that the escape at `index` stands for, or nil if none begins there.
    package static func byte(in text: Span<UInt8>, at index: Int) -> UInt8? {
        guard index >= 0, index + 2 < text.count, text[index] == 0x25,
            let high = Hex.value(of: text[index + 1]), let low = Hex.value(of: text[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// The characters whose escapes `decodeURI` leaves alone: `; / ? : @ & = + $ , #`.
    package static func isReserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x23, 0x24, 0x26, 0x2B, 0x2C, 0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40: true
        default: false
        }
    }

    /// Letters, digits and `- . _ ~` (RFC 3986 §2.3).
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }

    /// How many bytes a character that begins with `lead` has in UTF-8; nil if none begins so.
    fileprivate static func width(of lead: UInt8) -> Int? {
        switch lead {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }
}

extension ByteBuffer {
    /// Appends `text` with its escapes decoded, except those of reserved characters: JavaScript's `decodeURI`.
    ///
    /// - Returns: false, with nothing appended, if an escape is malformed or the escaped bytes are no UTF-8.
    package mutating func append(decodingURI text: Span<UInt8>) -> Bool {
        append(percentDecoding: text, keepingReserved: true)
    }

    /// Appends `text` with all its escapes decoded: JavaScript's `decodeURIComponent`.
    ///
    /// - Returns: false, with nothing appended, if an escape is malformed or the escaped bytes are no UTF-8.
    package mutating func append(decodingURIComponent text: Span<UInt8>) -> Bool {
        append(percentDecoding: text, keepingReserved: false)
    }

    /// Appends `bytes` with everything escaped that is not unreserved, for use as a query value.
    package mutating func append(percentEncodingComponent bytes: Span<UInt8>) {
        var start = 0
        for index in bytes.indices where !Percent.isUnreserved(bytes[index]) {
            append(bytes.extracting(start..<index))
            append(percentEncoding: bytes[index])
            start = index + 1
        }
        append(bytes.extracting(start...))
    }

    /// Appends the escape of one byte, its digits in upper case.
    package mutating func append(percentEncoding byte: UInt8) {
        // Safe: three bytes are reserved.
        unsafe append(exactly: 3) {
            unsafe $0[0] = 0x25
            unsafe $0[1] = ASCII.uppercase(Hex.digit(byte >> 4))
            unsafe $0[2] = ASCII.uppercase(Hex.digit(byte))
        }
    }

    private mutating func append(percentDecoding text: Span<UInt8>, keepingReserved: Bool) -> Bool {
        let start = count
        var index = 0
        while index < text.count {
            let escape = text.firstIndex(of: 0x25, from: index) ?? text.count
            append(text.extracting(index..<escape))
            index = escape
            guard index < text.count else { break }
            guard let width = appendCharacter(escapedIn: text, at: index, keepingReserved: keepingReserved) else {
                truncate(to: start)
                return false
            }
            index += 3 * width
        }
        return true
    }

    /// Appends the character whose first escape is at `index`, and gives the number of its escapes; nil if malformed.
    private mutating func appendCharacter(
        escapedIn text: Span<UInt8>, at index: Int, keepingReserved: Bool
    ) -> Int? {
        guard let lead = Percent.byte(in: text, at: index), let width = Percent.width(of: lead) else { return nil }
        if width == 1 {
            if keepingReserved, Percent.isReserved(lead) {
                append(text.extracting(index..<index + 3))
            } else {
                append(lead)
            }
            return 1
        }
        var bytes = InlineArray<4, UInt8>(repeating: 0)
        for position in 0..<width {
            guard let byte = Percent.byte(in: text, at: index + 3 * position) else { return nil }
            bytes[position] = byte
        }
        let character = bytes.span.extracting(0..<width)
        let scalar = UTF8Text.scalar(in: character, at: 0)
        guard scalar.isWellFormed, scalar.width == width else { return nil }
        append(character)
        return width
    }
}
