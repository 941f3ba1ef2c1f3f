// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// The header block of an answer as fields, in order.
enum ResponseHead {
    /// - Parameter block: lines that end with LF or CRLF, without status line. A line without colon is left out; one
    ///   that begins with white space goes on with the field before it (RFC 9112 §5.2).
    static func fields(_ block: [UInt8]) -> [OutgoingRequest.Field] {
        var fields: [OutgoingRequest.Field] = []
        for line in block.split(separator: 0x0A) {
            let content = trimmed(line)
            if content.isEmpty { continue }
            if isBlank(line[line.startIndex]) {
                if let last = fields.indices.last { fields[last].value += " " + text(content) }
                continue
            }
            guard let colon = content.firstIndex(of: 0x3A) else { continue }
            fields.append(
                OutgoingRequest.Field(
                    text(trimmed(content[..<colon])),
                    text(trimmed(content[content.index(after: colon)...]))
                )
            )
        }
        return fields
    }

    /// UTF-8 if it is; else one character a byte, as Node.js reads header values.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
