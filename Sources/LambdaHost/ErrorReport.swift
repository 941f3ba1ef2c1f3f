// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the Runtime API is told about an error (`/runtime/init/error`, `/runtime/invocation/{id}/error`).
struct ErrorReport: Sendable, Equatable {
    /// `Category.Reason`, as the platform wants it.
    var type: String

    /// For people; may have several lines.
    var message: String

    /// The report as JSON text.
    var json: [UInt8] {
        var text: [UInt8] = []
        text.append(contentsOf: #"{"errorMessage":"#.utf8)
        ErrorReport.append(message, to: &text)
        text.append(contentsOf: #","errorType":"#.utf8)
        ErrorReport.append(type, to: &text)
        text.append(contentsOf: #","stackTrace":[]}"#.utf8)
        return text
    }

    /// Appends a JSON string (RFC 8259 §7): quotation mark, backslash and C0 controls are escaped, all else is UTF-8.
    static func append(_ string: String, to text: inout [UInt8]) {
        text.append(0x22)
        for byte in string.utf8 {
            switch byte {
            case 0x22, 0x5C: text.append(contentsOf: [0x5C, byte])
            case 0x09: text.append(contentsOf: #"\t"#.utf8)
            case 0x0A: text.append(contentsOf: #"\n"#.utf8)
            case 0x0D: text.append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                text.append(contentsOf: #"\u00"#.utf8)
                text.append(byte < 0x10 ? 0x30 : 0x31)
                text.append(byte & 0x0F < 10 ? 0x30 + (byte & 0x0F) : 0x57 + (byte & 0x0F))
            default: text.append(byte)
            }
        }
        text.append(0x22)
    }
}
