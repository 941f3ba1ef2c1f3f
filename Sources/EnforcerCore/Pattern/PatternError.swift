// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a regular expression is not taken.
package struct PatternError: Error, BitwiseCopyable, Equatable, Sendable {
    package enum Code: UInt8, BitwiseCopyable, Sendable {
        /// `new RegExp` would refuse it, too.
        case malformed
        /// A back-reference, which cannot be matched in linear time.
        case backReference
        /// `\p{…}` with a property that is not known here (or nowhere).
        case unsupportedProperty
        /// A flag that JavaScript does not know, twice the same flag, or both u and v.
        case unknownFlag
        /// Longer, nested deeper or, with its repetitions written out, larger than `PatternLimit` allows.
        case tooLarge
    }

    package var code: Code

    /// The byte of the source, or of the flags, at which it was noticed.
    package var offset: UInt32

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = UInt32(clamping: offset)
    }
}
