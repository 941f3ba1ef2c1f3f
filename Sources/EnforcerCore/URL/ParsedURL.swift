// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Where `URLParser` put the parts.
struct ParsedURL: BitwiseCopyable {
    /// Whether scheme and authority were as the standard wants them.
    var isWellFormed = true
    var start = 0
    /// Without the port.
    var host = ByteSlice.empty
    /// Begins with a slash, always.
    var path = ByteSlice.empty
    /// Without its question mark.
    var query = ByteSlice.empty
    var end = 0
}
