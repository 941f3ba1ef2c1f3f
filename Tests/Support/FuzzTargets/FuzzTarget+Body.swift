// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension FuzzTarget {
    /// The value is that which cutting the form apart and decoding every pair would find. The name, a zero byte, the form.
    static let form = FuzzTarget(name: "form") {
        { input in
            let (name, body) = halves(input)
            guard let wanted = String(validating: name, as: UTF8.self) else { return nil }
            var buffer = ByteBuffer(limit: 9 * body.count + 64)
            let slice = FormReader.value(of: name.span, in: body.span, into: &buffer)
            let value = slice.map { bytes(of: buffer.bytes(of: $0)) }
            // The body was text before its escapes were read.
            let pairs = Array(String(decoding: body, as: UTF8.self).utf8).split(separator: 0x26).map { pair in
                let parts = pair.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
                return (name: unescaped(parts[0]), value: parts.count > 1 ? unescaped(parts[1]) : [])
            }
            let expected = pairs.first { $0.name == Array(wanted.utf8) }?.value
            return value == expected ? nil : "another value than that of the pairs"
        }
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case 0x2B: bytes.append(0x20)
            case 0x25 where rest.prefix(2).allSatisfy { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }:
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                if rest.count >= 2, let value = UInt8(digits, radix: 16) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    /// A value is one line of the body without white space at its ends, and what is written into a part is read from it.
    /// The content type, a zero byte, the body.
    static let multipart = FuzzTarget(name: "multipart") {
        { input in
            let (contentType, body) = halves(input)
            let name = Array("user".utf8)
            if let boundary = MultipartReader.boundary(in: contentType.span) {
                let text = bytes(of: contentType.span.extracting(boundary.start..<boundary.end))
                if let value = MultipartReader.value(of: name.span, in: body.span, boundary: text.span) {
                    let line = Array(body[value.start..<value.end])
                    if line.contains(0x0A) { return "a value of two lines" }
                    if line.first == 0x20 || line.last == 0x20 || line.last == 0x0D { return "white space at its ends" }
                }
            }
            let content = Array(body.prefix { $0 != 0x0A })
            if content.starts(with: Array("--b".utf8)) { return nil }
            let head = "--b\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\n"
            let whole = Array(head.utf8) + content + Array("\r\n--b--".utf8)
            let boundary = Array("b".utf8)
            guard let value = MultipartReader.value(of: name.span, in: whole.span, boundary: boundary.span) else {
                return "a field that is not found"
            }
            let trimmed = UTF8Text.trimmed(content.span)
            return Array(whole[value.start..<value.end]) == Array(content[trimmed.start..<trimmed.end])
                ? nil : "another value than was written"
        }
    }

    /// What is written into a frame is read from it, and what is read from any frame is no longer than the frame as UTF-8.
    static let frame = FuzzTarget(name: "frame") {
        { input in
            var buffer = ByteBuffer(limit: 4 * input.count + 4096)
            buffer.append(input.span)
            var event = CloudFrontEvent()
            if FrameReader.read(&buffer, into: &event), buffer.count > 3 * input.count {
                return "more text than the frame has"
            }
            let texts = input.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map { Array($0) }
            guard texts.count == 4 else { return nil }
            let frame: [UInt8] = [0x46, 0x40] + texts.flatMap { number($0.count) + $0 } + [0]
            buffer.removeAll()
            buffer.append(frame.span)
            guard FrameReader.read(&buffer, into: &event) else { return "a frame that is not read" }
            let request = event.request
            let read = [request.clientIP, request.method, request.uri, request.querystring].map {
                bytes(of: buffer.bytes(of: $0.raw))
            }
            let expected = texts.map { Array(String(String.UnicodeScalarView($0.map { Unicode.Scalar($0) })).utf8) }
            return read == expected ? nil : "another text than was written"
        }
    }

    /// A length as the frame has it (FrameReader).
    private static func number(_ value: Int) -> [UInt8] {
        value < 0x7F
            ? [UInt8(value)] : [0x7F] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> (7 * $0)) & 0x7F }
    }
}
