// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// The header fields of a request or response, as slices into the buffer that holds the event.
package struct HeaderTable: Sendable {
    /// One header field: a member of CloudFront's `headers` object.
    package struct Field: BitwiseCopyable, Sendable {
        /// The member's name; CloudFront writes it in lower case.
        package var name: ByteSlice

        /// The member as it stands in the event, from the quote before its name to the end of its value.
        package var raw: ByteSlice

        /// The first value, if there is one. Nearly no field has more.
        @usableFromInline var first = JSONText.empty
        /// The first value as it stands in the event, if that has escapes and `first` none any more.
        var escaped = ByteSlice.empty
        /// Where the others are in `lines`.
        @usableFromInline var otherLines: UInt32
        @usableFromInline var lineCount: UInt16 = 0
        var isNameEscaped: Bool

        /// Whether that is its name; case does not matter. Most names have another length, which costs less to see than a
        /// span to make.
        @inlinable
        @inline(__always)
        package func isNamed(_ name: StaticString, in bytes: Span<UInt8>) -> Bool {
            Int(self.name.count) == name.utf8CodeUnitCount
                && bytes.bytes(of: self.name).equalsIgnoringASCIICase(name)
        }

        /// As above, for a name that comes from configuration.
        @inlinable
        @inline(__always)
        package func isNamed(_ name: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
            Int(self.name.count) == name.count && bytes.bytes(of: self.name).equalsIgnoringASCIICase(name)
        }
    }

    /// Fields, and values of fields, beyond this number are not seen, so that memory stays bounded. CloudFront's 32 KiB of
    /// headers (lambda-edge.md §2.3) cannot hold as many: the shortest line has four bytes.
    package static let capacity = 8192

    package private(set) var fields: [Field] = []

    /// The values that are not the first of their field, those of one field side by side.
    @usableFromInline var lines: [JSONText] = []

    /// How many values all fields have together.
    private var valueCount = 0

    /// Whether a name or a value has to be unescaped.
    private var hasEscapes = false

    /// Whether all names and values are known to be ASCII without controls, quotes or backslashes, but for the first values
    /// that have escapes.
    private(set) var isPlain = true

    /// A bit for each length that one of the names has; those beyond 63 share a bit with shorter ones.
    private var nameLengths: UInt64 = 0

    /// Whether the field that is being read is the last of `fields`; it is not if there was no room for it.
    private var isFieldOpen = false

    package init() {}

    package mutating func removeAll() {
        // Emptying an empty array is not for nothing.
        if !fields.isEmpty { fields.removeAll(keepingCapacity: true) }
        if !lines.isEmpty { lines.removeAll(keepingCapacity: true) }
        valueCount = 0
        hasEscapes = false
        isPlain = true
        nameLengths = 0
        isFieldOpen = false
    }

    // MARK: - Reading

    private static func bit(ofLength length: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: length) }

    /// How many values the field has: one for each header line.
    @inlinable
    package func valueCount(of field: Field) -> Int { Int(field.lineCount) }

    @inlinable
    package func value(_ index: Int, of field: Field) -> ByteSlice {
        guard index >= 0, index < Int(field.lineCount) else { return .empty }
        return index == 0 ? field.first.raw : lines[Int(field.otherLines) + index - 1].raw
    }

    /// The first value of the header `name`, or nil. Case does not matter.
    package func first(_ name: StaticString, in bytes: Span<UInt8>) -> ByteSlice? {
        guard nameLengths & Self.bit(ofLength: name.utf8CodeUnitCount) != 0 else { return nil }
        for field in fields where field.isNamed(name, in: bytes) && field.lineCount > 0 { return field.first.raw }
        return nil
    }

    /// As above, for a name that comes from configuration.
    package func first(_ name: Span<UInt8>, in bytes: Span<UInt8>) -> ByteSlice? {
        guard nameLengths & Self.bit(ofLength: name.count) != 0 else { return nil }
        for field in fields where field.isNamed(name, in: bytes) && field.lineCount > 0 { return field.first.raw }
        return nil
    }

    // MARK: - Filling

    mutating func beginField(name: JSONText) {
        isFieldOpen = fields.count < Self.capacity
        guard isFieldOpen else { return }
        isPlain = false
        if name.isEscaped { hasEscapes = true }
        nameLengths |= Self.bit(ofLength: Int(name.raw.count))
        fields.append(
            Field(
                name: name.raw,
                raw: ByteSlice(from: name.raw.start - 1, to: name.raw.end + 1),
                otherLines: UInt32(truncatingIfNeeded: lines.count),
                isNameEscaped: name.isEscaped
            )
        )
    }

    /// Appends a value to the field that is being read, if there is room. Says whether it did.
    mutating func append(value: JSONText) -> Bool {
        guard isFieldOpen, valueCount < Self.capacity else { return false }
        let last = fields.count - 1
        if fields[last].lineCount == 0 {
            fields[last].first = value
        } else {
            lines.append(value)
        }
        fields[last].lineCount += 1
        valueCount += 1
        if value.isEscaped { hasEscapes = true }
        return true
    }

    /// Takes back the value appended last, of the field that is being read.
    mutating func removeLastValue() {
        guard isFieldOpen, fields[fields.count - 1].lineCount > 0 else { return }
        fields[fields.count - 1].lineCount -= 1
        valueCount -= 1
        if fields[fields.count - 1].lineCount > 0 { lines.removeLast() }
    }

    /// Reads fields as CloudFront writes them, from the quote at `offset` on, and gives where the last one ends:
    ///
    ///     "host":[{"key":"Host","value":"shop.example"}],"accept":[{"key":"Accept","value":"*/*"}]
    ///
    /// It stops in front of a field that is not there whole, or has any other form, and leaves it to the tokenizer.
    mutating func readFields(at offset: Int, in bytes: Span<UInt8>) -> Int {
        guard offset >= 0, offset < bytes.count else { return offset }
        var end = offset
        var start = offset
        var isMore = true
        var isASCII = true
        while isMore {
            let room = min(Self.capacity - max(valueCount, fields.count), Self.batch)
            guard room > 0 else { return end }
            // Safe: the address is that of `count` bytes, and there are as many headers as said. Only those are looked at
            // that were written; that many fit on the stack.
            unsafe withUnsafeTemporaryAllocation(of: enforcer_header.self, capacity: Self.batch) { headers in
                let count = unsafe bytes.withUnsafeBufferPointer { bytes in
                    guard let text = bytes.baseAddress, let first = headers.baseAddress else { return 0 }
                    return unsafe enforcer_headers_read(text, bytes.count, start, first, room, &isMore, &isASCII)
                }
                guard count > 0 else { return }
                unsafe append(UnsafeBufferPointer(rebasing: headers[..<count]))
                if !isASCII { isPlain = false }
                end = unsafe Int(headers[count - 1].value_end) + 3
                start = end + 1
            }
        }
        return end
    }

    /// So many are read at once: what fits in the kilobyte that a temporary allocation may have on the stack.
    private static var batch: Int { 48 }

    @inline(__always)
    private mutating func append(_ headers: UnsafeBufferPointer<enforcer_header>) {
        let line = UInt32(truncatingIfNeeded: lines.count)
        var hasEscapes = false
        var isPlain = true
        var lengths: UInt64 = 0
        fields.append(addingCapacity: headers.count) { fields in
            for index in 0..<headers.count {
                // Safe: the index is one of the buffer's.
                let header = unsafe headers[index]
                // Cannot overflow: the shim gives indices in rising order, and none of texts beyond 1 GiB.
                fields.append(
                    Field(
                        name: ByteSlice(offset: header.start &+ 1, count: header.name_end &- header.start &- 1),
                        raw: ByteSlice(offset: header.start, count: header.value_end &+ 3 &- header.start),
                        first: JSONText(
                            ByteSlice(offset: header.value_start, count: header.value_end &- header.value_start),
                            isEscaped: header.is_value_escaped),
                        otherLines: line,
                        lineCount: 1,
                        isNameEscaped: header.is_name_escaped
                    )
                )
                if header.is_value_escaped { hasEscapes = true }
                if header.is_name_escaped {
                    hasEscapes = true
                    isPlain = false
                }
                lengths |= Self.bit(ofLength: Int(header.name_end &- header.start &- 1))
            }
        }
        valueCount += headers.count
        nameLengths |= lengths
        if hasEscapes { self.hasEscapes = true }
        if !isPlain { self.isPlain = false }
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
        guard hasEscapes else { return }
        for index in fields.indices {
            let field = fields[index]
            if field.isNameEscaped {
                fields[index].name = buffer.unescape(JSONText(field.name, isEscaped: true))
                nameLengths |= Self.bit(ofLength: Int(fields[index].name.count))
                fields[index].isNameEscaped = false
            }
            if field.first.isEscaped {
                fields[index].escaped = field.first.raw
                fields[index].first = JSONText(buffer.unescape(field.first))
            }
        }
        for index in lines.indices where lines[index].isEscaped {
            lines[index] = JSONText(buffer.unescape(lines[index]))
        }
        hasEscapes = false
    }
}
