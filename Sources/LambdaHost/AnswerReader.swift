// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import HumanSecurity

/// Reads the answer to one HTTP/1.1 request (RFC 9112) from bytes that may come in pieces of any size.
///
/// It never blocks and knows no socket: `take` is given what has arrived, `end` that nothing more will come. Memory is
/// bounded by the limits, whatever arrives.
package struct AnswerReader {
    /// The most bytes that status lines, header fields and trailers may have together.
    static let headLimit = 64 << 10

    /// The most bytes that the line before a chunk may have, extensions included.
    static let chunkLineLimit = 1 << 10

    /// Whether there is nothing more to read: a whole answer, or a failure.
    package private(set) var isFinished = false

    /// Whether not a single byte has come.
    private(set) var isUntouched = true

    /// Whether the connection may carry another request: the answer is whole, nothing came after it, and neither side
    /// said otherwise.
    package private(set) var isReusable = false

    /// What has arrived so far.
    package private(set) var answer = HTTPAnswer()

    private enum Phase {
        case statusLine
        case fields
        /// Up to that many bytes of body; with nil up to the end of the connection.
        case body(remaining: Int?)
        case chunkLine
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
    }

    private let bodyLimit: Int
    private var phase = Phase.statusLine
    private var line: [UInt8] = []
    private var block: [UInt8] = []
    private var headSize = 0
    private var keepsAlive = false

    /// - Parameter bodyLimit: the most bytes that the body may have.
    package init(bodyLimit: Int) {
        self.bodyLimit = max(bodyLimit, 0)
    }

    // MARK: - Input

    /// Takes bytes in the order in which they came.
    package mutating func take(_ bytes: Span<UInt8>) {
        if bytes.isEmpty { return }
        isUntouched = false
        var place = 0
        while place < bytes.count {
            if isFinished {
                // Whatever it is, it answers nothing that was asked.
                isReusable = false
                return
            }
            switch phase {
            case .body(let remaining):
                let count = min(remaining ?? Int.max, bytes.count - place)
                guard append(bytes, place, count) else { return }
                place += count
                if let remaining {
                    phase = .body(remaining: remaining - count)
                    if remaining == count { finish() }
                }
            case .chunk(let remaining):
                let count = min(remaining, bytes.count - place)
                guard append(bytes, place, count) else { return }
                place += count
                phase = remaining == count ? .chunkEnd : .chunk(remaining: remaining - count)
            case .statusLine, .fields, .trailers:
                if takeLine(bytes, &place, limit: AnswerReader.headLimit - headSize) {
                    headSize += line.count
                    takeWholeLine()
                }
            case .chunkLine, .chunkEnd:
                if takeLine(bytes, &place, limit: AnswerReader.chunkLineLimit) { takeWholeLine() }
            }
        }
    }

    /// The connection has ended.
    /// - Parameter reason: why, if not by the peer's closing it.
    package mutating func end(_ reason: TransportError? = nil) {
        if isFinished {
            isReusable = false
            return
        }
        if let reason { return fail(reason) }
        switch phase {
        case .statusLine where isUntouched: fail("the connection was closed without an answer")
        case .statusLine, .fields: fail("the answer ends in its header")
        case .body(remaining: nil): isFinished = true
        case .body, .chunkLine, .chunk, .chunkEnd, .trailers: fail("the answer ends in its body")
        }
    }

    // MARK: - Lines

    /// Moves bytes to `line` up to the end of the line, which is included. False if the end has not come, or the line
    /// is too long.
    private mutating func takeLine(_ bytes: Span<UInt8>, _ place: inout Int, limit: Int) -> Bool {
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            guard line.count < limit else {
                fail(TransportError(.tooLarge, "the answer is too large"))
                return false
            }
            line.append(byte)
            if byte == 0x0A { return true }
            if case .statusLine = phase, !isBeginOfStatus { return false }
        }
        return false
    }

    /// Fails as soon as what comes cannot be HTTP, so that nobody waits for the end of an endless line.
    private var isBeginOfStatus: Bool {
        mutating get {
            let index = line.count - 1
            if index >= AnswerReader.version.count || line[index] == AnswerReader.version[index] { return true }
            fail("the answer is no HTTP/1")
            return false
        }
    }

    private static let version = Array("HTTP/1.".utf8)

    private mutating func takeWholeLine() {
        let whole = line
        line.removeAll(keepingCapacity: true)
        var content = whole.dropLast()
        if content.last == 0x0D { content.removeLast() }
        switch phase {
        case .statusLine: takeStatus(content)
        case .fields:
            if content.isEmpty { takeHead() } else { block.append(contentsOf: whole) }
        case .chunkLine: takeChunkSize(content)
        case .chunkEnd:
            if content.isEmpty { phase = .chunkLine } else { fail("a chunk is longer than it says") }
        case .trailers:
            // Nothing in them is of use here.
            if content.isEmpty { finish() }
        case .body, .chunk: break
        }
    }

    /// RFC 9112 §4: `HTTP/1.x SP 3DIGIT`, and perhaps SP and a phrase.
    private mutating func takeStatus(_ line: ArraySlice<UInt8>) {
        let digits = line.dropFirst(9).prefix(3)
        guard line.starts(with: AnswerReader.version), line.count >= 12, line[line.startIndex + 8] == 0x20,
            line.count == 12 || line[line.startIndex + 12] == 0x20,
            let status = AnswerReader.decimal(digits), status >= 100
        else { return fail("the answer is no HTTP/1") }
        keepsAlive = line[line.startIndex + 7] != 0x30
        if status >= 200 { answer.status = status }
        // Nobody asked for another protocol.
        if status == 101 { return fail("the server changes the protocol") }
        phase = .fields
    }

    /// The header is complete: what follows? RFC 9112 §6.3.
    private mutating func takeHead() {
        guard answer.status >= 200 else {
            // An interim answer; the final one follows.
            block.removeAll(keepingCapacity: true)
            phase = .statusLine
            return
        }
        answer.headers = ResponseHead.fields(block)
        for token in tokens(of: "connection") {
            if token == "close" { keepsAlive = false }
            if token == "keep-alive" { keepsAlive = true }
        }
        if answer.status == 204 || answer.status == 304 { return finish() }
        let codings = tokens(of: "transfer-encoding")
        let lengths = tokens(of: "content-length")
        if !codings.isEmpty {
            guard codings == ["chunked"] else { return fail("the transfer coding is not known") }
            // With a length beside it somebody on the way may see another end.
            if !lengths.isEmpty { keepsAlive = false }
            phase = .chunkLine
        } else if let first = lengths.first {
            guard let length = AnswerReader.decimal(Array(first.utf8)[...]), lengths.allSatisfy({ $0 == first }) else {
                return fail("the length of the answer is not valid")
            }
            // A promise reserves little, and is not yet too large.
            answer.body.reserveCapacity(min(length, bodyLimit, 1 << 16))
            phase = .body(remaining: length)
            if length == 0 { finish() }
        } else {
            keepsAlive = false
            phase = .body(remaining: nil)
        }
    }

    /// RFC 9112 §7.1: hexadecimal digits, and perhaps extensions.
    private mutating func takeChunkSize(_ line: ArraySlice<UInt8>) {
        var size = 0
        var rest = line
        while let digit = rest.first.flatMap(AnswerReader.hexadecimal) {
            guard size <= Int.max >> 4 else { return fail(TransportError(.tooLarge, "the answer is too large")) }
            size = size << 4 | digit
            rest.removeFirst()
        }
        guard rest.count < line.count, rest.isEmpty || rest.first == 0x3B || rest.first == 0x20 || rest.first == 0x09
        else { return fail("the size of a chunk is not valid") }
        phase = size == 0 ? .trailers : .chunk(remaining: size)
    }

    // MARK: - Parts

    /// Adds to the body; false, after a failure, if that would pass the limit.
    private mutating func append(_ bytes: Span<UInt8>, _ begin: Int, _ count: Int) -> Bool {
        let taken = min(count, bodyLimit - answer.body.count)
        // Safe: the pointer is used inside the closure only, with its own count.
        unsafe bytes.extracting(begin..<begin + taken).withUnsafeBufferPointer { part in
            unsafe answer.body.append(contentsOf: part)
        }
        // After what there is room for, so that it does not matter how the answer was cut.
        if taken < count { fail(TransportError(.tooLarge, "the answer is too large")) }
        return taken == count
    }

    /// The members of all fields of that name, which are lists (RFC 9110 §5.6.1), in lower case.
    private func tokens(of name: String) -> [String] {
        answer.headers.filter { $0.name.lowercased() == name }.flatMap { field in
            field.value.lowercased().utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map { part in
                let text = part.drop(while: AnswerReader.isBlank)
                let blanks = text.reversed().prefix(while: AnswerReader.isBlank).count
                return String(decoding: text.dropLast(blanks), as: UTF8.self)
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private mutating func finish() {
        isFinished = true
        isReusable = keepsAlive
    }

    private mutating func fail(_ message: String) {
        fail(TransportError(.connection, message))
    }

    private mutating func fail(_ error: TransportError) {
        // What came of the header is of use, too: whose event was it?
        if case .fields = phase { answer.headers = ResponseHead.fields(block) }
        answer.failure = error
        isFinished = true
        isReusable = false
    }

    /// Digits and nothing else; nil if the number does not fit, too.
    private static func decimal(_ text: ArraySlice<UInt8>) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }
}
