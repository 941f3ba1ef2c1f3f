// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Pieces that payloads have many of, and pieces that are written more than once.

extension JSONWriter {
    /// Writes headers as a list, `{"name": …, "value": …}` for each value; ASCII letters of names in lower case.
    ///
    /// - Parameter names: the headers to leave out.
    package mutating func headers(
        _ headers: borrowing HeaderTable, without names: borrowing ByteStringList, of text: borrowing ByteBuffer
    ) {
        beginArray()
        for field in headers.fields {
            let name = text.bytes(of: field.name)
            guard !names.containsIgnoringASCIICase(name) else { continue }
            for index in 0..<headers.valueCount(of: field) {
                separate()
                if index == 0, !field.escaped.isEmpty,
                    buffer.append(header: name, text.bytes(of: field.escaped), .json)
                {
                    continue
                }
                let isPlain = headers.isPlain && field.escaped.isEmpty
                header(name, text.bytes(of: headers.value(index, of: field)), isPlain ? .plain : .unknown)
            }
        }
        endArray()
    }

    private mutating func header(_ name: Span<UInt8>, _ value: Span<UInt8>, _ kind: ByteBuffer.HeaderText) {
        guard !buffer.append(header: name, value, kind) else { return }
        buffer.append("{\"name\":")
        let start = buffer.count
        buffer.appendJSONString(name)
        buffer.lowercase(from: start)
        buffer.append(",\"value\":")
        buffer.appendJSONString(value)
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
