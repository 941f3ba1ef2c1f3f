// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a text is not taken as JSON.
package struct JSONError: Error, BitwiseCopyable, Equatable, Sendable {
    package enum Code: UInt8, BitwiseCopyable, Sendable {
        /// Against the grammar of RFC 8259.
        case malformed
        /// The text ended inside a value.
        case incomplete
        /// Nested deeper than `JSONTokenizer.maximumDepth`.
        case tooDeep
        /// More bytes or more values than the caller made room for.
        case tooLarge
    }

    package var code: Code

    /// The byte at which it was noticed.
    package var offset: UInt32

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = UInt32(clamping: offset)
    }
}
