// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost

extension FuzzTarget {
    /// How an answer is cut does not show, a body keeps to its limit, and what is sent with a length or in chunks is read
    /// as it was. The sizes of chunks, a zero byte, and the body; or an answer.
    static let runtimeAnswer = FuzzTarget(name: "runtime-answer") {
        { input in
            let whole = read(input, every: max(input.count, 1))
            for size in [1, 7] where read(input, every: size) != whole { return "cut every \(size) bytes" }
            if whole.answer.body.count > limit { return "a body beyond its limit" }
            if whole.isReusable, !whole.isFinished { return "a connection that is free before its answer has ended" }
            if whole.answer.failure == nil, whole.answer.status < 200 { return "an answer without its status" }

            let (sizes, rest) = halves(input)
            let body = Array(rest.prefix(limit))
            let head = Array("HTTP/1.1 200 OK\r\n".utf8)
            let plain = head + Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
            if !says(body, read(plain, every: 5)) { return "another body than was sent with its length" }
            let chunked = head + Array("Transfer-Encoding: chunked\r\n\r\n".utf8) + chunks(body, sizes)
            return says(body, read(chunked, every: 5)) ? nil : "another body than was sent in chunks"
        }
    }

    private static let limit = 256

    private struct Reading: Equatable {
        var answer: HTTPAnswer
        var isFinished: Bool
        var isReusable: Bool
    }

    private static func read(_ bytes: [UInt8], every size: Int) -> Reading {
        var reader = AnswerReader(bodyLimit: limit)
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            reader.take(piece.span)
        }
        let isFinished = reader.isFinished
        let isReusable = reader.isReusable
        reader.end()
        return Reading(answer: reader.answer, isFinished: isFinished, isReusable: isReusable)
    }

    private static func says(_ body: [UInt8], _ reading: Reading) -> Bool {
        reading.answer.failure == nil && reading.answer.status == 200 && reading.answer.body == body
            && reading.isReusable
    }

    private static func chunks(_ body: [UInt8], _ sizes: [UInt8]) -> [UInt8] {
        var rest = body[...]
        var text: [UInt8] = []
        var sizes = sizes[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(max(Int(sizes.popFirst() ?? 16), 1))
            text += Array((String(chunk.count, radix: 16) + "\r\n").utf8) + chunk + [0x0D, 0x0A]
            rest = rest.dropFirst(chunk.count)
        }
        return text + Array("0\r\n\r\n".utf8)
    }
}
