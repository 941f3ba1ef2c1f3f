// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Reads a CloudFront event that comes as a flat frame. A host that holds the event as objects already joins their texts,
// each behind its length, and spares both sides the JSON. The frame is Latin-1 text:
//
//     frame    = "F" flags text(clientIp) text(method) text(uri) text(querystring)
//                [text(data) text(encoding)] headers          what is in brackets: with bodyFlag
//                [text(status) text(statusDescription) headers]                   with responseFlag
//     headers  = *(number(values + 1) text(name) values*text(value)) %x00
//     text     = number(octets) octets
//     number   = %x00-7E / %x7F 4(%x00-7F)                    four groups of 7 bits, the highest first
//     flags    = %x40-47                                      the sum of "@" and the flags
//
//     F@ 07 1.2.3.4 03 GET 01 / 00  02 04 host 01 h  00
//        clientIp   method uri  query  a header of one value, and the end of the headers
//
// The tables filled are those that EventScanner fills. A frame says nothing of `config`, and its ranges hold no JSON.

package struct FrameReader: ~Copyable {
    private static let bodyFlag: UInt8 = 1
    private static let truncatedFlag: UInt8 = 2
    private static let responseFlag: UInt8 = 4
    private static let flagsBase: UInt8 = 0x40

    private var index = 0
    private let end: Int
    private let isASCII: Bool

    /// Something did not fit the grammar; nothing after it means anything.
    private var isMalformed = false

    private init(_ buffer: borrowing ByteBuffer) {
        end = buffer.count
        isASCII = buffer.span.isASCII
    }

    /// Fills `event` from the frame that is all of `buffer`. Texts beyond ASCII are appended as UTF-8.
    /// - Returns: whether it was a frame. If not, `event` is empty.
    package static func read(_ buffer: inout ByteBuffer, into event: inout CloudFrontEvent) -> Bool {
        var reader = FrameReader(buffer)
        reader.read(&buffer, into: &event)
        guard !reader.isMalformed, reader.index == reader.end else {
            event.reset()
            return false
        }
        return true
    }

    private mutating func read(_ buffer: inout ByteBuffer, into event: inout CloudFrontEvent) {
        guard byte(buffer) == 0x46 else { return isMalformed = true }
        let flags = byte(buffer) ^ Self.flagsBase
        guard flags <= Self.bodyFlag | Self.truncatedFlag | Self.responseFlag else { return isMalformed = true }
        event.request.clientIP = text(&buffer)
        event.request.method = text(&buffer)
        event.request.uri = text(&buffer)
        event.request.querystring = text(&buffer)
        if flags & Self.bodyFlag != 0 {
            event.request.body.isPresent = true
            event.request.body.isTruncated = flags & Self.truncatedFlag != 0
            event.request.body.data = text(&buffer)
            event.request.body.encoding = text(&buffer)
        }
        event.request.headersRange = headers(&buffer, into: &event.request.headers)
        event.request.range = ByteSlice(from: 0, to: index)
        guard flags & Self.responseFlag != 0 else { return }
        let start = index
        event.response.status = text(&buffer)
        event.response.statusDescription = text(&buffer)
        event.response.headersRange = headers(&buffer, into: &event.response.headers)
        event.response.range = ByteSlice(from: start, to: index)
    }

    private mutating func headers(_ buffer: inout ByteBuffer, into table: inout HeaderTable) -> ByteSlice {
        let start = index
        while !isMalformed {
            let values = number(buffer) - 1
            guard values >= 0 else { break }
            table.beginField(name: text(&buffer))
            var rest = values
            // A count may promise more than there is: the first value that is missing ends it.
            while rest > 0, !isMalformed {
                _ = table.append(value: text(&buffer))
                rest -= 1
            }
            table.endField(at: index)
        }
        return ByteSlice(from: start, to: index)
    }

    // MARK: - Pieces

    private mutating func byte(_ buffer: borrowing ByteBuffer) -> UInt8 {
        guard index < end else {
            isMalformed = true
            return 0
        }
        let byte = buffer[index]
        index += 1
        return byte
    }

    private mutating func number(_ buffer: borrowing ByteBuffer) -> Int {
        let first = byte(buffer)
        guard first >= 0x7F else { return Int(first) }
        guard first == 0x7F else {
            isMalformed = true
            return 0
        }
        var value = 0
        for _ in 0..<4 {
            let group = byte(buffer)
            if group > 0x7F { isMalformed = true }
            value = value << 7 | Int(group & 0x7F)
        }
        return value
    }

    private mutating func text(_ buffer: inout ByteBuffer) -> JSONText {
        let count = number(buffer)
        guard !isMalformed, count <= end - index else {
            isMalformed = true
            return .empty
        }
        var slice = ByteSlice(from: index, to: index + count)
        index += count
        if !isASCII { slice = buffer.decodeLatin1(slice) }
        return JSONText(from: slice.start, to: slice.end, isEscaped: false)
    }
}

extension ByteBuffer {
    /// The slice itself if it is ASCII, else a copy at the end of the buffer as UTF-8.
    fileprivate mutating func decodeLatin1(_ slice: ByteSlice) -> ByteSlice {
        guard !bytes(of: slice).isASCII else { return slice }
        let start = count
        for index in slice.start..<slice.end {
            append(scalar: UInt32(self[index]))
        }
        return ByteSlice(from: start, to: count)
    }
}
