// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// A value from a token or a risk answer whose type nobody checks: text as a rule, but what came is passed on as it came.
package struct JSONScalar: BitwiseCopyable, Sendable {
    /// The text, or for anything but text the value's JSON.
    package var slice: ByteSlice
    package var isText: Bool

    static var none: JSONScalar { JSONScalar(slice: .empty, isText: true) }

    /// "If known": missing and empty values are left out of payloads (protocol.md §0.3).
    var isKnown: Bool { !slice.isEmpty }
}

extension JSONWriter {
    mutating func scalar(_ value: JSONScalar, in text: borrowing ByteBuffer) {
        if value.isText {
            string(value.slice, of: text)
        } else {
            raw(value.slice, of: text)
        }
    }
}

extension JSONDocument {
    /// The number that JavaScript's comparison makes of a value; nil is NaN.
    func javaScriptNumber(_ node: Int, in bytes: Span<UInt8>) -> Double? {
        switch kind(of: node) {
        case .number: return number(of: node, in: bytes)
        case .true: return 1
        case .false, .null: return 0
        case .string:
            let text = text(of: node)
            // Escapes never stand in a number that anybody meant; what has some is not one.
            return text.isEscaped ? nil : JSONNumber.value(ofJavaScriptText: bytes.bytes(of: text.raw))
        case .array: return end(of: node) == node + 1 ? 0 : nil
        case .object, .key: return nil
        }
    }
}
