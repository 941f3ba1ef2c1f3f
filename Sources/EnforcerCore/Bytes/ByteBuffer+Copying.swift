// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Appending from one buffer to another.
//
// A span of a stored property keeps the whole of `self` borrowed, so `a.append(b.bytes(of: slice))` does not compile where
// `a` and `b` are properties of one value. Passed as a buffer and a slice, the two accesses stay apart.

extension ByteBuffer {
    package mutating func append(_ slice: ByteSlice, of other: borrowing ByteBuffer) {
        append(other.bytes(of: slice))
    }

    package mutating func append(wellFormed slice: ByteSlice, of other: borrowing ByteBuffer) {
        append(wellFormed: other.bytes(of: slice))
    }

    package mutating func append(base64Decoding slice: ByteSlice, of other: borrowing ByteBuffer) {
        append(base64Decoding: other.bytes(of: slice))
    }

    package mutating func append(_ slice: ByteSlice, of other: borrowing ByteBuffer, utf16Limit limit: Int) {
        append(other.bytes(of: slice), utf16Limit: limit)
    }

    package mutating func store(_ slice: ByteSlice, of other: borrowing ByteBuffer) -> ByteSlice {
        store(other.bytes(of: slice))
    }

    /// Appends all of `other` and gives where it is now.
    package mutating func store(_ other: borrowing ByteBuffer) -> ByteSlice {
        store(other.span)
    }
}

extension JSONWriter {
    package mutating func key(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) {
        key(buffer.bytes(of: slice))
    }

    /// A header's name.
    package mutating func lowercaseKey(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) {
        lowercaseKey(buffer.bytes(of: slice))
    }

    package mutating func string(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) {
        string(buffer.bytes(of: slice))
    }

    package mutating func string(_ text: borrowing ByteBuffer) {
        string(text.span)
    }

    package mutating func lowercaseString(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) {
        lowercaseString(buffer.bytes(of: slice))
    }

    package mutating func raw(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) {
        raw(buffer.bytes(of: slice))
    }
}

extension JSONDocument {
    /// Reads a piece of a buffer; gives whether it is JSON.
    package mutating func reads(_ slice: ByteSlice, of buffer: borrowing ByteBuffer) -> Bool {
        (try? parse(buffer.bytes(of: slice))) != nil
    }
}

extension EventScanner {
    package mutating func advance(over buffer: borrowing ByteBuffer) throws(JSONError) {
        try advance(over: buffer.span)
    }
}

extension CookieTable {
    package mutating func parse(header: ByteSlice, of buffer: borrowing ByteBuffer) {
        parse(header: header, in: buffer.span)
    }
}
