// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

/// What a reader made of a frame, as texts.
private struct ReadFrame: Equatable {
    var isFrame: Bool
    var hasRequest: Bool
    var texts: [String]
    var headers: [String]
    var responseHeaders: [String]

    init(_ frame: [UInt8]) {
        var buffer = ByteBuffer(limit: 1 << 20)
        buffer.append(frame.span)
        var event = CloudFrontEvent()
        isFrame = FrameReader.read(&buffer, into: &event)
        hasRequest = event.hasRequest
        let request = event.request
        texts = [
            request.clientIP, request.method, request.uri, request.querystring, request.body.data,
            request.body.encoding,
            event.response.status, event.response.statusDescription,
        ].map { Self.text($0.raw, buffer) }
        texts.append("\(request.body.isPresent) \(request.body.isTruncated)")
        headers = Self.lines(request.headers, buffer)
        responseHeaders = Self.lines(event.response.headers, buffer)
    }

    private static func text(_ slice: ByteSlice, _ buffer: borrowing ByteBuffer) -> String {
        let bytes = buffer.bytes(of: slice)
        return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }

    private static func lines(_ table: HeaderTable, _ buffer: borrowing ByteBuffer) -> [String] {
        var lines: [String] = []
        for field in table.fields {
            var line = text(field.name, buffer)
            for index in 0..<table.valueCount(of: field) {
                line += "|" + text(table.value(index, of: field), buffer)
            }
            lines.append(line)
        }
        return lines
    }
}

/// Puts a frame together from Latin-1 texts.
private func frame(flags: UInt8 = 0, _ pieces: [Piece]) -> [UInt8] {
    [0x46, 0x40 + flags] + pieces.flatMap(\.bytes)
}

private enum Piece {
    case text(String)
    /// A header with its values.
    case header(String, [String])
    case end

    var bytes: [UInt8] {
        switch self {
        case .text(let text): Self.number(text.unicodeScalars.count) + Self.latin1(text)
        case .header(let name, let values):
            Self.number(values.count + 1) + ([name] + values).flatMap { Piece.text($0).bytes }
        case .end: [0]
        }
    }

    static func latin1(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    static func number(_ value: Int) -> [UInt8] {
        guard value >= 0x7F else { return [UInt8(value)] }
        return [0x7F] + [21, 14, 7, 0].map { UInt8(value >> $0 & 0x7F) }
    }
}

@Suite("Flat frames")
struct FrameReaderTests {
    /// Computed: the leak checker does not see the pointers of a stored one, which carry the enumeration's tag.
    private static var request: [Piece] {
        [
            .text("203.0.113.9"), .text("GET"), .text("/a"), .text("b=1"),
            .header("host", ["shop.example"]), .header("cookie", ["a=1", "b=2"]), .header("empty", []), .end,
        ]
    }

    @Test("A request is read into the tables that a JSON event fills")
    func request() {
        let read = ReadFrame(frame(Self.request))
        #expect(read.isFrame && read.hasRequest)
        #expect(read.texts == ["203.0.113.9", "GET", "/a", "b=1", "", "", "", "", "false false"])
        #expect(read.headers == ["host|shop.example", "cookie|a=1|b=2", "empty"])
    }

    @Test("Body and response come where the flags say so")
    func bodyAndResponse() {
        let pieces: [Piece] = [
            .text("::1"), .text("POST"), .text("/"), .text(""), .text("eA=="), .text("base64"), .end,
            .text("200"), .text("OK"), .header("via", ["x"]), .end,
        ]
        let read = ReadFrame(frame(flags: 7, pieces))
        #expect(read.isFrame)
        #expect(read.texts == ["::1", "POST", "/", "", "eA==", "base64", "200", "OK", "true true"])
        #expect(read.responseHeaders == ["via|x"])
    }

    @Test("A text may be longer than one octet can say", arguments: [126, 127, 128, 16_383, 16_384, 300_000])
    func longTexts(_ count: Int) {
        let long = String(repeating: "x", count: count)
        let read = ReadFrame(frame([.text(long), .text("GET"), .text("/"), .text(""), .header("a", [long]), .end]))
        #expect(read.isFrame)
        #expect(read.texts[0] == long)
        #expect(read.headers == ["a|" + long])
    }

    @Test("Latin-1 becomes UTF-8, and only in the texts that have it")
    func latin1() {
        let read = ReadFrame(
            frame([.text("é"), .text("GET"), .text("/\u{FF}"), .text(""), .header("ä", ["\u{80}plain", "b"]), .end])
        )
        #expect(read.isFrame)
        #expect(read.texts[0] == "é" && read.texts[1] == "GET" && read.texts[2] == "/ÿ")
        #expect(read.headers == ["ä|\u{80}plain|b"])
    }

    @Test("Every frame that is cut short, or goes on, is none, and leaves no request behind")
    func cuts() {
        let whole = frame(Self.request)
        for count in 0..<whole.count {
            let read = ReadFrame(Array(whole[..<count]))
            #expect(!read.isFrame && !read.hasRequest, "\(count) bytes")
        }
        #expect(!ReadFrame(whole + [0]).isFrame)
    }

    @Test("A count that promises more than there is ends the frame")
    func promises() {
        let head = frame([.text("a"), .text("b"), .text("c"), .text("d")])
        for number in [[0x7F, 0x7F, 0x7F, 0x7F, 0x7F], [0x7F, 0, 0, 0, 0x80], [0x80], [0xFF]] as [[UInt8]] {
            #expect(!ReadFrame(head + number).isFrame)
            #expect(!ReadFrame(head + number + [1, 0x61]).isFrame)
            #expect(!ReadFrame(frame([]) + number).isFrame)
        }
    }

    @Test("Bytes that are no frame are refused, whatever they are", arguments: UInt64(0)..<8)
    func mutations(_ seed: UInt64) {
        var mutator = ByteMutator(seed: seed)
        let whole = frame(flags: 5, Self.request.dropLast() + [.end, .text("200"), .text("OK"), .end])
        var frames = 0
        for _ in 0..<5_000 {
            let read = ReadFrame(mutator.mutate(whole, donor: whole))
            #expect(read.isFrame == read.hasRequest)
            if read.isFrame { frames += 1 }
        }
        #expect(frames > 0)
    }
}
