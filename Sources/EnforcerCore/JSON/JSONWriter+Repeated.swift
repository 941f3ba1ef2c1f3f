// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Pieces that payloads have many of, and pieces that are written more than once.

extension JSONWriter {
    /// `{"name": …, "value": …}` of a header line; ASCII letters of the name in lower case.
    package mutating func header(name: ByteSlice, value: ByteSlice, of text: borrowing ByteBuffer) {
        separate()
        buffer.append("{\"name\":")
        let start = buffer.count
        buffer.appendJSONString(text.bytes(of: name))
        buffer.lowercase(from: start)
        buffer.append(",\"value\":")
        buffer.appendJSONString(text.bytes(of: value))
        buffer.append(0x7D)
    }

    /// Writes a value once more that this writer wrote before.
    package mutating func value(again slice: ByteSlice) {
        separate()
        buffer.append(copyOf: slice)
    }

    /// Writes members once more that this writer wrote before, one after the other.
    package mutating func members(again slice: ByteSlice) {
        guard !slice.isEmpty else { return }
        value(again: slice)
    }
}
