// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes JSON into a bounded buffer.
///
/// Commas are its business; braces and keys are the caller's. What does not fit is dropped and shows in
/// `buffer.hasOverflowed`, so a writer is checked once, at the end.
package struct JSONWriter: ~Copyable {
    package var buffer: ByteBuffer
    private var needsComma = false

    package init(limit: Int, reserving capacity: Int = 0) {
        buffer = ByteBuffer(limit: limit, reserving: capacity)
    }

    package mutating func removeAll() {
        buffer.removeAll()
        needsComma = false
    }

    /// Starts a new document behind what is in the buffer; gives where it begins.
    package mutating func startDocument() -> Int {
        needsComma = false
        return buffer.count
    }

    // MARK: - Containers

    package mutating func beginObject() {
        open(0x7B)
    }

    package mutating func endObject() {
        close(0x7D)
    }

    package mutating func beginArray() {
        open(0x5B)
    }

    package mutating func endArray() {
        close(0x5D)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        buffer.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        buffer.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { buffer.append(0x2C) }
        needsComma = true
    }

    // MARK: - Members

    /// A member's name. The literal is written as it is, so it must need no escaping; names of ours never do.
    package mutating func key(_ name: StaticString) {
        separate()
        buffer.append(0x22)
        buffer.append(name)
        buffer.append(0x22)
        buffer.append(0x3A)
        needsComma = false
    }

    /// A member's name that is data.
    package mutating func key(_ name: Span<UInt8>) {
        separate()
        buffer.appendJSONString(name)
        buffer.append(0x3A)
        needsComma = false
    }

    // MARK: - Values

    package mutating func string(_ text: Span<UInt8>) {
        separate()
        buffer.appendJSONString(text)
    }

    /// A literal that needs no escaping.
    package mutating func string(_ text: StaticString) {
        separate()
        buffer.append(0x22)
        buffer.append(text)
        buffer.append(0x22)
    }

    /// A header name: ASCII letters in lower case.
    package mutating func lowercaseString(_ text: Span<UInt8>) {
        separate()
        let start = buffer.count
        buffer.appendJSONString(text)
        for index in start..<buffer.count {
            buffer[index] = ASCII.lowercase(buffer[index])
        }
    }

    package mutating func number(_ value: Int64) {
        separate()
        buffer.append(decimal: value)
    }

    package mutating func bool(_ value: Bool) {
        separate()
        buffer.append(value ? "true" : "false")
    }

    package mutating func null() {
        separate()
        buffer.append("null")
    }

    /// A value that is JSON already.
    package mutating func raw(_ text: Span<UInt8>) {
        separate()
        buffer.append(text)
    }

    /// A node of a document, without white space: what JavaScript's `JSON.stringify` makes of it, but that numbers keep
    /// their spelling.
    package mutating func value(_ document: borrowing JSONDocument, node: Int, in bytes: Span<UInt8>) {
        let end = document.end(of: node)
        var index = node
        // Containers whose end is still to be written. A document is no deeper than its tokenizer allowed.
        var ends = InlineArray<1024, UInt32>(repeating: 0)
        var kinds = InlineArray<16, UInt64>(repeating: 0)
        var depth = 0
        while true {
            while depth > 0, Int(ends[depth - 1]) == index {
                depth -= 1
                let isObject = kinds[depth >> 6] >> UInt64(depth & 63) & 1 == 1
                if isObject { endObject() } else { endArray() }
            }
            guard index < end else { return }
            let kind = document.kind(of: index)
            switch kind {
            case .object, .array:
                guard depth < 1024 else { return }
                ends[depth] = UInt32(truncatingIfNeeded: document.end(of: index))
                let bit = UInt64(1) << UInt64(depth & 63)
                if kind == .object {
                    kinds[depth >> 6] |= bit
                    beginObject()
                } else {
                    kinds[depth >> 6] &= ~bit
                    beginArray()
                }
                depth += 1
            case .key:
                separate()
                buffer.appendJSONString(unescaping: bytes.bytes(of: document.raw(of: index)))
                buffer.append(0x3A)
                needsComma = false
            case .string:
                separate()
                buffer.appendJSONString(unescaping: bytes.bytes(of: document.raw(of: index)))
            case .number, .true, .false, .null:
                raw(bytes.bytes(of: document.raw(of: index)))
            }
            index += 1
        }
    }
}

extension ByteBuffer {
    /// Appends `text` as a JSON string. Ill-formed UTF-8 becomes U+FFFD, a lone surrogate its escape.
    package mutating func appendJSONString(_ text: Span<UInt8>) {
        append(0x22)
        var plain = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte >= 0x20, byte < 0x80, byte != 0x22, byte != 0x5C {
                index += 1
                continue
            }
            if byte >= 0x80 {
                let scalar = UTF8Text.scalar(in: text, at: index)
                if scalar.isWellFormed {
                    index += scalar.width
                    continue
                }
            }
            append(text.extracting(plain..<index))
            index += appendEscaped(text, at: index)
            plain = index
        }
        append(text.extracting(plain..<text.count))
        append(0x22)
    }

    /// Appends a JSON string whose inside is `raw`, escapes read and written anew.
    package mutating func appendJSONString(unescaping raw: Span<UInt8>) {
        guard raw.firstIndex(of: 0x5C) != nil else { return appendJSONString(raw) }
        append(0x22)
        var unescaper = JSONUnescaper()
        while let scalar = unescaper.next(in: raw) {
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
}
