// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@testable import LambdaHost

@Suite("Reader of answers")
struct AnswerReaderTests {
    /// An answer as it comes over the connection, and what is to be made of it.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String

        /// Nil for a failure with `code`.
        var body: String?
        var status = 200
        var code: TransportError.Code?
        var isReusable = false

        /// The connection ends after the text.
        var isClosed = false

        var testDescription: String { name }
    }

    private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static let cases: [Case] = [
        // What is right.
        Case(name: "length", text: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", body: "abc", isReusable: true),
        Case(
            name: "no body", text: "HTTP/1.1 202 Accepted\r\ncontent-length:0\r\n\r\n", body: "", status: 202,
            isReusable: true),
        Case(name: "no phrase", text: "HTTP/1.1 204\r\n\r\n", body: "", status: 204, isReusable: true),
        Case(
            name: "not modified", text: "HTTP/1.1 304 \r\nContent-Length: 7\r\n\r\n", body: "", status: 304,
            isReusable: true),
        Case(name: "lines without CR", text: "HTTP/1.1 200 OK\nContent-Length: 1\n\nx", body: "x", isReusable: true),
        Case(
            name: "chunks", text: chunked + "1\r\na\r\n0002;x=\"y\"\r\nbc\r\nA \r\n0123456789\r\n0\r\n\r\n",
            body: "abc0123456789", isReusable: true),
        Case(name: "no chunk", text: chunked + "0\r\n\r\n", body: "", isReusable: true),
        Case(
            name: "trailers", text: chunked + "1\r\na\r\n0\r\nX: 1\r\nContent-Length: 9\r\n\r\n", body: "a",
            isReusable: true),
        Case(
            name: "interim answers",
            text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\nContent-Length: 5\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
            body: "x", isReusable: true),
        Case(
            name: "the same length twice",
            text: "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\nContent-Length: 1\r\n\r\nx",
            body: "x", isReusable: true),
        // Where the connection cannot be kept.
        Case(name: "close", text: "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 1\r\n\r\nx", body: "x"),
        Case(name: "HTTP/1.0", text: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", body: "x"),
        Case(
            name: "HTTP/1.0, kept", text: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx",
            body: "x", isReusable: true),
        Case(name: "up to the end", text: "HTTP/1.1 200 OK\r\n\r\nabc", body: "abc", isClosed: true),
        Case(
            name: "length beside chunks",
            text: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
            body: "ab"),
        Case(
            name: "more than was asked for", text: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n",
            body: "x"),
        Case(name: "closed after it", text: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", body: "x", isClosed: true),
        // What is wrong.
        Case(name: "nothing", text: "", status: 0, code: .connection, isClosed: true),
        Case(name: "garbage", text: "\u{0}\u{1}\u{2}", status: 0, code: .connection),
        Case(name: "another protocol", text: "SSH-2.0-OpenSSH", status: 0, code: .connection),
        Case(name: "HTTP/2", text: "HTTP/2.0 200 OK\r\n", status: 0, code: .connection),
        Case(name: "a status of two digits", text: "HTTP/1.1 20 OK\r\n", status: 0, code: .connection),
        Case(name: "a status of four digits", text: "HTTP/1.1 2000 OK\r\n", status: 0, code: .connection),
        Case(name: "status 99", text: "HTTP/1.1 099 OK\r\n", status: 0, code: .connection),
        Case(name: "protocol change", text: "HTTP/1.1 101 Switching Protocols\r\n\r\n", status: 0, code: .connection),
        Case(name: "cut in the status line", text: "HTTP/1.1 20", status: 0, code: .connection, isClosed: true),
        Case(name: "cut in the header", text: "HTTP/1.1 200 OK\r\nA: 1\r\n", code: .connection, isClosed: true),
        Case(
            name: "cut after an interim answer", text: "HTTP/1.1 100 Continue\r\n\r\n", status: 0, code: .connection,
            isClosed: true),
        Case(
            name: "cut in the body", text: "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", code: .connection,
            isClosed: true),
        Case(name: "cut in a chunk", text: chunked + "4\r\nabc", code: .connection, isClosed: true),
        Case(name: "cut before the last chunk", text: chunked + "3\r\nabc\r\n", code: .connection, isClosed: true),
        Case(name: "cut in the trailers", text: chunked + "0\r\nA: 1\r\n", code: .connection, isClosed: true),
        Case(
            name: "two lengths", text: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            code: .connection),
        Case(name: "a list of lengths", text: "HTTP/1.1 200 OK\r\nContent-Length: 1,2\r\n\r\n", code: .connection),
        Case(name: "a negative length", text: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", code: .connection),
        Case(name: "a length with a sign", text: "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", code: .connection),
        Case(name: "an empty length", text: "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", code: .connection),
        Case(name: "a length with a blank", text: "HTTP/1.1 200 OK\r\nContent-Length: 1 1\r\n\r\n", code: .connection),
        Case(
            name: "a length beyond numbers", text: "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            code: .connection),
        Case(
            name: "compressed", text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", code: .connection),
        Case(
            name: "chunks twice", text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
            code: .connection),
        Case(name: "an empty chunk size", text: chunked + "\r\n", code: .connection),
        Case(name: "a chunk size that is none", text: chunked + "x\r\n", code: .connection),
        Case(name: "a chunk size with a prefix", text: chunked + "0x1\r\n", code: .connection),
        Case(name: "a negative chunk size", text: chunked + "-1\r\n", code: .connection),
        Case(name: "a chunk longer than it says", text: chunked + "1\r\nab\r\n", code: .connection),
        Case(name: "a chunk size beyond numbers", text: chunked + "FFFFFFFFFFFFFFFFF\r\n", code: .tooLarge),
        // What is too large, with a limit of 1,000.
        Case(
            name: "a long body",
            text: "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + String(repeating: "x", count: 1001),
            code: .tooLarge),
        Case(
            name: "a long body without length",
            text: "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1001), code: .tooLarge),
        Case(name: "a long chunk", text: chunked + "3E9\r\n" + String(repeating: "x", count: 1001), code: .tooLarge),
        Case(name: "many chunks", text: chunked + String(repeating: "1\r\nx\r\n", count: 1001), code: .tooLarge),
        Case(name: "a long chunk line", text: chunked + "1;" + String(repeating: "x", count: 2000), code: .tooLarge),
        Case(
            name: "a long header", text: "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 70_000),
            code: .tooLarge),
        Case(
            name: "many header fields",
            text: "HTTP/1.1 200 OK\r\n" + String(repeating: "A: 1\r\n", count: 20_000), code: .tooLarge),
        Case(
            name: "many trailers", text: chunked + "0\r\n" + String(repeating: "A: 1\r\n", count: 20_000),
            code: .tooLarge),
        Case(
            name: "interim answers without end",
            text: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 5_000), status: 0, code: .tooLarge),
    ]

    private func read(_ example: Case, pieces: [ArraySlice<UInt8>]) -> AnswerReader {
        var reader = AnswerReader(bodyLimit: 1000)
        for piece in pieces { reader.take(piece.span) }
        if example.isClosed { reader.end() }
        return reader
    }

    private func check(_ reader: AnswerReader, _ example: Case, _ note: Comment) {
        #expect(reader.isFinished, note)
        #expect(reader.answer.failure?.code == example.code, note)
        #expect(reader.answer.status == example.status, note)
        #expect(reader.isReusable == example.isReusable, note)
        if let body = example.body { #expect(reader.answer.body == Array(body.utf8), note) }
        #expect(reader.answer.body.count <= 1000, note)
    }

    @Test("an answer means the same wherever it is split", arguments: cases)
    func answer(example: Case) {
        let bytes = Array(example.text.utf8)
        check(read(example, pieces: [bytes[...]]), example, "in one piece")
        check(read(example, pieces: bytes.indices.map { bytes[$0...$0] }), example, "byte by byte")
        for place in bytes.indices.prefix(bytes.count < 1000 ? 1000 : 60) {
            check(read(example, pieces: [bytes[..<place], bytes[place...]]), example, "split at \(place)")
        }
    }

    @Test("a whole body of the limit is taken", arguments: ["Content-Length: 1000\r\n", ""])
    func limit(field: String) {
        var reader = AnswerReader(bodyLimit: 1000)
        reader.take(Array("HTTP/1.1 200 OK\r\n\(field)\r\n".utf8).span)
        reader.take([UInt8](repeating: 7, count: 1000).span)
        reader.end()
        #expect(reader.answer.failure == nil)
        #expect(reader.answer.body == [UInt8](repeating: 7, count: 1000))
    }

    @Test("header fields are there after a failure, too")
    func fieldsAfterFailure() {
        for text in ["A: 1\r\nContent-Length: 2\r\n\r\nx", "A: 1\r\nB"] {
            var reader = AnswerReader(bodyLimit: 10)
            reader.take(Array("HTTP/1.1 200 OK\r\n\(text)".utf8).span)
            reader.end()
            #expect(reader.answer.failure?.code == .connection)
            #expect(reader.answer.header("a") == "1")
        }
    }

    @Test("whatever bytes come, memory is bounded and nothing traps")
    func noise() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "HTTP/1.1 ", "200", " ", "\r\n", "\n", "Content-Length: ", "Transfer-Encoding: chunked", "5", "FFFF", ";",
            "\u{0}",
        ]
        for _ in 0..<2_000 {
            var reader = AnswerReader(bodyLimit: 50)
            for _ in 0..<40 {
                let piece = Bool.random() ? pieces.randomElement(using: &generator) ?? "" : "HTTP/1.1 200 OK\r\n"
                reader.take(Array(piece.utf8).span)
                #expect(reader.answer.body.count <= 50)
            }
            reader.end()
            #expect(reader.isFinished)
        }
    }
}
