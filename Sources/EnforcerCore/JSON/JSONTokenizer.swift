// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The one reader of JSON grammar (RFC 8259). It is fed a buffer that grows, remembers where it was, and tells a sink
// what it met, with offsets into that buffer. Where the buffer was cut never shows in what the sink hears.
//
//     value   = object / array / string / number / "true" / "false" / "null"
//     feed 1:  {"a":[1,"x        → beginObject(0) key(a) beginArray(5) number(1)
//     feed 2:  \n"]}             → string(x\n, escaped) endArray(13) endObject(14)
//
// Bytes above 0x7F are taken as they are inside strings; whether they are well-formed UTF-8 is for whoever writes them.

/// What a tokenizer tells.
package protocol JSONSink {
    /// An object opens at `offset`.
    mutating func beginObject(at offset: Int) throws(JSONError)
    /// The object closes; `offset` is just past its brace.
    mutating func endObject(at offset: Int) throws(JSONError)
    mutating func beginArray(at offset: Int) throws(JSONError)
    mutating func endArray(at offset: Int) throws(JSONError)
    /// A member's name. `bytes` is everything fed so far.
    mutating func key(_ text: JSONText, in bytes: Span<UInt8>) throws(JSONError)
    mutating func string(_ text: JSONText, in bytes: Span<UInt8>) throws(JSONError)
    mutating func number(_ slice: ByteSlice, in bytes: Span<UInt8>) throws(JSONError)
    mutating func literal(_ literal: JSONLiteral, at slice: ByteSlice) throws(JSONError)
    /// An object's next member begins with the quote at `offset`. A sink that knows what form members mostly have may read
    /// some here, far quicker than it is told of them: as many as are there whole and need no more checks. It gives where
    /// it stopped, right behind a member's value; `offset` if it read none, and then nothing may have changed.
    mutating func members(at offset: Int, in bytes: Span<UInt8>) -> Int
}

extension JSONSink {
    @inline(__always)
    package mutating func members(at offset: Int, in bytes: Span<UInt8>) -> Int { offset }
}

package enum JSONLiteral: UInt8, BitwiseCopyable, Sendable {
    case `true`
    case `false`
    case null

    fileprivate var text: StaticString {
        switch self {
        case .true: "true"
        case .false: "false"
        case .null: "null"
        }
    }
}

package struct JSONTokenizer: BitwiseCopyable {
    /// Objects and arrays inside each other. One bit each is kept.
    package static let maximumDepth = 1024

    private enum State: UInt8, BitwiseCopyable {
        case value
        case firstElement
        case firstKey
        case key
        case colon
        case afterValue
        case done
        case string
        case stringEscape
        case stringUnicode
        case numberSign
        case numberZero
        case numberInteger
        case numberPoint
        case numberFraction
        case numberExponent
        case numberExponentSign
        case numberExponentDigits
        case literal
    }

    /// How many bytes of the buffer have been read.
    package private(set) var position = 0

    private var state = State.value
    private var tokenStart = 0
    private var isKey = false
    private var isEscaped = false
    /// Digits still due of a `\uXXXX`, or characters already seen of a literal.
    private var counter = 0
    private var literal = JSONLiteral.null
    private var depth = 0
    /// One bit for each open container: 1 for an object.
    private var containers = InlineArray<16, UInt64>(repeating: 0)

    package init() {}

    /// Reads on to the end of `bytes`, which begins with what was there at the call before.
    package mutating func advance(over bytes: Span<UInt8>, sink: inout some JSONSink) throws(JSONError) {
        var index = position
        while index < bytes.count {
            switch state {
            case .string:
                index = bytes.end(of: .jsonText, from: index)
                guard index < bytes.count else { break }
                switch bytes[index] {
                case 0x22:
                    try endString(at: index, in: bytes, sink: &sink)
                case 0x5C:
                    isEscaped = true
                    state = .stringEscape
                default: throw JSONError(.malformed, at: index)
                }
                index += 1
            case .stringEscape:
                switch bytes[index] {
                case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: state = .string
                case 0x75:
                    counter = 4
                    state = .stringUnicode
                default: throw JSONError(.malformed, at: index)
                }
                index += 1
            case .stringUnicode:
                guard Hex.value(of: bytes[index]) != nil else { throw JSONError(.malformed, at: index) }
                counter -= 1
                if counter == 0 { state = .string }
                index += 1
            case .numberSign, .numberZero, .numberInteger, .numberPoint, .numberFraction, .numberExponent,
                .numberExponentSign, .numberExponentDigits:
                if let next = Self.numberState(after: state, on: bytes[index]) {
                    state = next
                    index += 1
                } else {
                    // The byte is not the number's; it is looked at again as what comes after a value.
                    try endNumber(at: index, in: bytes, sink: &sink)
                }
            case .literal:
                guard bytes[index] == literal.text.byte(at: counter) else { throw JSONError(.malformed, at: index) }
                counter += 1
                index += 1
                if counter == literal.text.utf8CodeUnitCount {
                    try sink.literal(literal, at: ByteSlice(from: tokenStart, to: index))
                    endValue()
                }
            case .value, .firstElement, .firstKey, .key, .colon, .afterValue, .done:
                let byte = bytes[index]
                if byte == 0x22, state == .key || state == .firstKey {
                    let end = sink.members(at: index, in: bytes)
                    if end > index {
                        state = .afterValue
                        index = end
                        continue
                    }
                }
                if !Self.isWhitespace(byte) { try structure(byte, at: index, sink: &sink) }
                index += 1
            }
        }
        position = index
    }

    /// Says that nothing more comes. Throws `incomplete` if a value is still open.
    package mutating func finish(_ bytes: Span<UInt8>, sink: inout some JSONSink) throws(JSONError) {
        switch state {
        case .numberZero, .numberInteger, .numberFraction, .numberExponentDigits:
            try endNumber(at: bytes.count, in: bytes, sink: &sink)
        default: break
        }
        guard state == .done else { throw JSONError(.incomplete, at: bytes.count) }
    }

    // MARK: - Structure

    private mutating func structure(_ byte: UInt8, at index: Int, sink: inout some JSONSink) throws(JSONError) {
        switch (state, byte) {
        case (.firstElement, 0x5D):
            try close(isObject: false, at: index, sink: &sink)
        case (.firstKey, 0x7D):
            try close(isObject: true, at: index, sink: &sink)
        case (.value, _), (.firstElement, _):
            try beginValue(byte, at: index, sink: &sink)
        case (.firstKey, 0x22), (.key, 0x22):
            beginString(at: index, isKey: true)
        case (.colon, 0x3A):
            state = .value
        case (.afterValue, 0x2C):
            state = isInObject ? .key : .value
        case (.afterValue, 0x7D):
            try close(isObject: true, at: index, sink: &sink)
        case (.afterValue, 0x5D):
            try close(isObject: false, at: index, sink: &sink)
        default: throw JSONError(.malformed, at: index)
        }
    }

    private mutating func beginValue(_ byte: UInt8, at index: Int, sink: inout some JSONSink) throws(JSONError) {
        tokenStart = index
        switch byte {
        case 0x7B:
            try open(isObject: true, at: index)
            try sink.beginObject(at: index)
            state = .firstKey
        case 0x5B:
            try open(isObject: false, at: index)
            try sink.beginArray(at: index)
            state = .firstElement
        case 0x22: beginString(at: index, isKey: false)
        case 0x2D: state = .numberSign
        case 0x30: state = .numberZero
        case 0x31...0x39: state = .numberInteger
        case 0x74: beginLiteral(.true)
        case 0x66: beginLiteral(.false)
        case 0x6E: beginLiteral(.null)
        default: throw JSONError(.malformed, at: index)
        }
    }

    private mutating func beginLiteral(_ literal: JSONLiteral) {
        self.literal = literal
        counter = 1
        state = .literal
    }

    private mutating func endValue() {
        state = depth == 0 ? .done : .afterValue
    }

    private var isInObject: Bool {
        guard depth > 0 else { return false }
        return containers[(depth - 1) >> 6] >> UInt64((depth - 1) & 63) & 1 == 1
    }

    private mutating func open(isObject: Bool, at index: Int) throws(JSONError) {
        guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, at: index) }
        let bit = UInt64(1) << UInt64(depth & 63)
        if isObject {
            containers[depth >> 6] |= bit
        } else {
            containers[depth >> 6] &= ~bit
        }
        depth += 1
    }

    private mutating func close(isObject: Bool, at index: Int, sink: inout some JSONSink) throws(JSONError) {
        guard depth > 0, isInObject == isObject else { throw JSONError(.malformed, at: index) }
        depth -= 1
        if isObject {
            try sink.endObject(at: index + 1)
        } else {
            try sink.endArray(at: index + 1)
        }
        endValue()
    }

    // MARK: - Strings

    private mutating func beginString(at index: Int, isKey: Bool) {
        tokenStart = index + 1
        self.isKey = isKey
        isEscaped = false
        state = .string
    }

    private mutating func endString(
        at index: Int,
        in bytes: Span<UInt8>,
        sink: inout some JSONSink
    ) throws(JSONError) {
        let text = JSONText(from: tokenStart, to: index, isEscaped: isEscaped)
        if isKey {
            try sink.key(text, in: bytes)
            state = .colon
        } else {
            try sink.string(text, in: bytes)
            endValue()
        }
    }

    // MARK: - Numbers

    private mutating func endNumber(
        at index: Int,
        in bytes: Span<UInt8>,
        sink: inout some JSONSink
    ) throws(JSONError) {
        switch state {
        case .numberZero, .numberInteger, .numberFraction, .numberExponentDigits:
            try sink.number(ByteSlice(from: tokenStart, to: index), in: bytes)
            endValue()
        default: throw JSONError(.malformed, at: index)
        }
    }

    private static func numberState(after state: State, on byte: UInt8) -> State? {
        let isDigit = ASCII.isDigit(byte)
        switch state {
        case .numberSign:
            return byte == 0x30 ? .numberZero : isDigit ? .numberInteger : nil
        case .numberZero, .numberInteger:
            if byte == 0x2E { return .numberPoint }
            if byte | 0x20 == 0x65 { return .numberExponent }
            return isDigit && state == .numberInteger ? .numberInteger : nil
        case .numberPoint, .numberFraction:
            if isDigit { return .numberFraction }
            return byte | 0x20 == 0x65 && state == .numberFraction ? .numberExponent : nil
        case .numberExponent:
            if byte == 0x2B || byte == 0x2D { return .numberExponentSign }
            return isDigit ? .numberExponentDigits : nil
        case .numberExponentSign, .numberExponentDigits:
            return isDigit ? .numberExponentDigits : nil
        default: return nil
        }
    }

    /// JSON's white space: fewer bytes than ASCII's.
    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
