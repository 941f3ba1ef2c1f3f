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

    mutating func separate() {
        if needsComma { buffer.append(0x2C) }
        needsComma = true
    }

    // MARK: - Members

    /// A member's name. The literal is written as it is, so it must need no escaping; names of ours never do.
    package mutating func key(_ name: StaticString) {
        separate()
        buffer.append(quoting: name, isKey: true)
        needsComma = false
    }

    /// A member's name that is data.
    package mutating func key(_ name: Span<UInt8>) {
        separate()
        buffer.appendJSONString(name)
        buffer.append(0x3A)
        needsComma = false
    }

    /// A member's name that is a header's: ASCII letters in lower case.
    package mutating func lowercaseKey(_ name: Span<UInt8>) {
        lowercaseString(name)
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
        buffer.append(quoting: text, isKey: false)
    }

    /// A header name: ASCII letters in lower case.
    package mutating func lowercaseString(_ text: Span<UInt8>) {
        separate()
        let start = buffer.count
        buffer.appendJSONString(text)
        buffer.lowercase(from: start)
    }

    /// The bytes as padded base64.
    package mutating func base64(_ bytes: borrowing ByteBuffer) {
        separate()
        buffer.append(0x22)
        buffer.append(base64Encoding: bytes.span)
        buffer.append(0x22)
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

    /// A node of a document, without white space: what JavaScript's `JSON.stringify` makes of it (a number too
    /// large for a double becomes `null`), but that numbers keep their spelling.
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
            case .number where document.number(of: index, in: bytes)?.isFinite != true: null()
            case .number, .true, .false, .null:
                raw(bytes.bytes(of: document.raw(of: index)))
            }
            index += 1
        }
    }
}
