// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

// Writing JSON strings. Nearly all text needs no escape, so it is copied in runs; only what ends a run is looked at.

extension ByteBuffer {
    /// Appends `text` as a JSON string. Ill-formed UTF-8 becomes U+FFFD, a lone surrogate its escape.
    package mutating func appendJSONString(_ text: Span<UInt8>) {
        let copied = append(quoteAndPlainTextOf: text)
        if copied < text.count { append(jsonEscaping: text, from: copied) }
    }

    /// Appends the first quote and what of `text` can follow it as it is; the last quote, too, if that is all. Gives how
    /// many bytes of `text` that was: all if there is no room, which is less than what any text comes to.
    private mutating func append(quoteAndPlainTextOf text: Span<UInt8>) -> Int {
        var copied = text.count
        // Safe: room for the text and two quotes is reserved, and no more is written.
        _ = unsafe text.withUnsafeBufferPointer { text in
            unsafe append(upTo: text.count + 2) {
                unsafe $0[0] = 0x22
                unsafe copied = enforcer_json_copy($0 + 1, text.baseAddress, text.count)
                guard copied == text.count else { return copied + 1 }
                unsafe $0[copied + 1] = 0x22
                return copied + 2
            }
        }
        return copied
    }

    /// Appends what is in `text` from `start` on, and the last quote.
    private mutating func append(jsonEscaping text: Span<UInt8>, from start: Int) {
        var index = start
        while index < text.count {
            if text[index] >= 0x80 {
                let end = text.endOfWellFormedText(from: index)
                append(text.extracting(index..<end))
                index = end
                guard index < text.count else { break }
            }
            if text[index] >= 0x80 || text[index] < 0x20 {
                index += appendEscaped(text, at: index)
            }
            index += append(escapingQuotesOf: text, from: index)
        }
        append(0x22)
    }

    /// Appends text from `start` on, quotes and backslashes escaped, and gives how much of it; it ends in front of what
    /// needs another escape, or sooner.
    private mutating func append(escapingQuotesOf text: Span<UInt8>, from start: Int) -> Int {
        guard start < text.count else { return 0 }
        let rest = text.extracting(start...)
        // In pieces, so that room for the worst that may become of them is no lavish demand.
        let size = min(rest.count, 512)
        let room = 2 * size + Int(ENFORCER_JSON_ESCAPE_EXTRA_SIZE)
        guard canHold(room) else {
            if rest[0] == 0x22 || rest[0] == 0x5C { return appendEscaped(rest, at: 0) }
            return append(plainTextOf: rest, from: 0)
        }
        var read = 0
        // Safe: as much room is reserved as the shim may write, and it does not alias the text.
        _ = unsafe rest.withUnsafeBufferPointer { rest in
            guard let address = rest.baseAddress else { return false }
            return unsafe append(upTo: room) { unsafe enforcer_json_escape($0, address, size, &read) }
        }
        return read
    }

    /// Appends the ASCII text from `start` on that needs no escape, and gives its count.
    private mutating func append(plainTextOf text: Span<UInt8>, from start: Int) -> Int {
        let end = text.end(of: .jsonASCII, from: start)
        if end > start { append(text.extracting(start..<end)) }
        return end - start
    }

    /// Appends a JSON string whose inside is `raw`, escapes read and written anew.
    package mutating func appendJSONString(unescaping raw: Span<UInt8>) {
        guard raw.firstIndex(of: 0x5C) != nil else { return appendJSONString(raw) }
        append(0x22)
        var unescaper = JSONUnescaper()
        while true {
            unescaper.skip(append(plainTextOf: raw, from: unescaper.consumed))
            guard let scalar = unescaper.next(in: raw) else { break }
            appendJSON(scalar: scalar)
        }
        append(0x22)
    }

    /// Writes what stands at `index` and cannot stand bare; gives how many bytes of `text` that was.
    private mutating func appendEscaped(_ text: Span<UInt8>, at index: Int) -> Int {
        if text[index] < 0x80 {
            appendJSON(scalar: UInt32(text[index]))
            return 1
        }
        if let surrogate = UTF8Text.surrogate(in: text, at: index) {
            appendJSON(scalar: surrogate)
            return 3
        }
        append(scalar: 0xFFFD)
        return UTF8Text.scalar(in: text, at: index).width
    }

    private mutating func appendJSON(scalar: UInt32) {
        switch scalar {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0..<0x20, 0xD800..<0xE000:
            append("\\u")
            append(hexEncoding: UInt16(truncatingIfNeeded: scalar))
        default: append(scalar: scalar)
        }
    }

    /// Appends a literal that needs no escape in quotes, and a colon behind it if it is a key.
    mutating func append(quoting text: StaticString, isKey: Bool) {
        guard text.hasPointerRepresentation else { return }
        let size = text.utf8CodeUnitCount
        // Safe: room for the text, two quotes and the colon is reserved. A literal's bytes live as long as the program.
        unsafe append(exactly: size + (isKey ? 3 : 2)) {
            unsafe $0[0] = 0x22
            unsafe enforcer_copy($0 + 1, text.utf8Start, size)
            unsafe $0[size + 1] = 0x22
            if isKey { unsafe $0[size + 2] = 0x3A }
        }
    }

    /// What is known of a header's value.
    enum HeaderText {
        case unknown
        /// ASCII that needs no escape.
        case plain
        /// What stands between the quotes of a JSON string.
        case json
    }

    /// Appends a header line as an object if both texts can stand in it as they are, and says whether it did.
    ///
    @inline(__always)
    mutating func append(header name: Span<UInt8>, _ value: Span<UInt8>, _ kind: HeaderText) -> Bool {
        let room = name.count &+ value.count &+ Int(ENFORCER_JSON_HEADER_EXTRA_SIZE)
        guard canHold(room) else { return false }
        var size = 0
        // Safe: as much room is reserved as the shim may write, and the texts do not alias it: they would have to borrow
        // this buffer.
        _ = unsafe name.withUnsafeBufferPointer { name in
            unsafe value.withUnsafeBufferPointer { value in
                unsafe append(upTo: room) {
                    unsafe size = enforcer_json_header_write(
                        $0, name.baseAddress, name.count, value.baseAddress, value.count, kind == .json,
                        kind == .plain)
                    return size
                }
            }
        }
        return size > 0
    }

    /// Puts the ASCII letters from `start` on into lower case.
    mutating func lowercase(from start: Int) {
        // Safe: the pointer and the count are those of bytes that were written.
        unsafe withBytes(from: start) { unsafe enforcer_lowercase($0, $1) }
    }
}

extension Span where Element == UInt8 {
    /// The first index at or after `start` at which there is ASCII or ill-formed UTF-8.
    fileprivate func endOfWellFormedText(from start: Int) -> Int {
        var index = start
        while index < count, self[index] >= 0x80 {
            let scalar = UTF8Text.scalar(in: self, at: index)
            guard scalar.isWellFormed else { break }
            index += scalar.width
        }
        return index
    }
}
