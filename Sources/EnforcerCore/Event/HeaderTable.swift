// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The header fields of a request or response, as slices into the buffer that holds the event.
package struct HeaderTable: Sendable {
    /// One header field: a member of CloudFront's `headers` object.
    package struct Field: BitwiseCopyable, Sendable {
        /// The member's name; CloudFront writes it in lower case.
        package var name: ByteSlice

        /// The member as it stands in the event, from the quote before its name to the end of its value.
        package var raw: ByteSlice

        var firstLine: UInt32
        var lineCount: UInt32
    }

    /// Fields, and values of fields, beyond this number are not seen, so that memory stays bounded. CloudFront's 32 KiB of
    /// headers (lambda-edge.md §2.3) cannot hold as many: the shortest line has four bytes.
    package static let capacity = 8192

    package private(set) var fields: [Field] = []

    /// All values, those of one field side by side.
    private var lines: [JSONText] = []
    private var names: [JSONText] = []

    /// Whether the field that is being read is the last of `fields`; it is not if there was no room for it.
    private var isFieldOpen = false

    package init() {}

    package mutating func removeAll() {
        fields.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        isFieldOpen = false
    }

    // MARK: - Reading

    /// How many values the field has: one for each header line.
    package func valueCount(of field: Field) -> Int { Int(field.lineCount) }

    package func value(_ index: Int, of field: Field) -> ByteSlice {
        guard index >= 0, index < Int(field.lineCount) else { return .empty }
        return lines[Int(field.firstLine) + index].raw
    }

    /// The first value of the header `name`, or nil. Case does not matter.
    package func first(_ name: StaticString, in bytes: Span<UInt8>) -> ByteSlice? {
        for field in fields where bytes.bytes(of: field.name).equalsIgnoringASCIICase(name) {
            if field.lineCount > 0 { return value(0, of: field) }
        }
        return nil
    }

    /// As above, for a name that comes from configuration.
    package func first(_ name: Span<UInt8>, in bytes: Span<UInt8>) -> ByteSlice? {
        for field in fields where bytes.bytes(of: field.name).equalsIgnoringASCIICase(name) {
            if field.lineCount > 0 { return value(0, of: field) }
        }
        return nil
    }

    // MARK: - Filling

    mutating func beginField(name: JSONText) {
        isFieldOpen = fields.count < Self.capacity
        guard isFieldOpen else { return }
        names.append(name)
        fields.append(
            Field(
                name: name.raw,
                raw: ByteSlice(from: name.raw.start - 1, to: name.raw.end + 1),
                firstLine: UInt32(truncatingIfNeeded: lines.count),
                lineCount: 0
            )
        )
    }

    /// Appends a value to the field that is being read, if there is room. Says whether it did.
    mutating func append(value: JSONText) -> Bool {
        guard isFieldOpen, lines.count < Self.capacity else { return false }
        lines.append(value)
        fields[fields.count - 1].lineCount += 1
        return true
    }

    /// Takes back the value appended last, of the field that is being read.
    mutating func removeLastValue() {
        guard isFieldOpen, fields[fields.count - 1].lineCount > 0 else { return }
        lines.removeLast()
        fields[fields.count - 1].lineCount -= 1
    }

    mutating func endField(at offset: Int) {
        guard isFieldOpen else { return }
        isFieldOpen = false
        let start = fields[fields.count - 1].raw.start
        fields[fields.count - 1].raw = ByteSlice(from: start, to: offset)
    }

    /// Adds a header whose texts stand in the buffer as they are, one value for each line.
    package mutating func append(name: ByteSlice, values: [ByteSlice]) {
        beginField(name: JSONText(from: name.start, to: name.end, isEscaped: false))
        for value in values where !append(value: JSONText(from: value.start, to: value.end, isEscaped: false)) {
            break
        }
        endField(at: name.end)
    }

    /// Unescapes what needs it, into the tail of `buffer`.
    mutating func unescape(in buffer: inout ByteBuffer) {
        for index in fields.indices where names[index].isEscaped {
            fields[index].name = buffer.unescape(names[index])
        }
        for index in lines.indices where lines[index].isEscaped {
            let slice = buffer.unescape(lines[index])
            lines[index] = JSONText(from: slice.start, to: slice.end, isEscaped: false)
        }
    }
}
