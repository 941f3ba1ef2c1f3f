// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// How a body is read, which its content type says (protocol.md §9.2).
package enum BodyKind: UInt8, BitwiseCopyable, Sendable {
    case json
    case form
    case multipart

    /// Nil for a content type that no credentials are read from. The kinds are looked for anywhere in the text, in this
    /// order, so `application/problem+json` is JSON.
    package init?(contentType: Span<UInt8>) {
        if Self.contains("json", contentType) {
            self = .json
        } else if Self.contains("application/x-www-form-urlencoded", contentType) {
            self = .form
        } else if Self.contains("multipart/form-data", contentType) {
            self = .multipart
        } else {
            return nil
        }
    }

    private static func contains(_ text: StaticString, _ contentType: Span<UInt8>) -> Bool {
        var index = 0
        while index + text.utf8CodeUnitCount <= contentType.count {
            if contentType.extracting(index..<contentType.count).hasPrefix(text) { return true }
            index += 1
        }
        return false
    }
}
