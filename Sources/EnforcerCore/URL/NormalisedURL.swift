// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A request's URL as the filters, the routes and the payloads see it (protocol.md §11.7). The slices point into the
/// buffer that `RequestURL.normalise` wrote to.
package struct NormalisedURL: BitwiseCopyable, Sendable, Equatable {
    /// The whole URL.
    package var full: ByteSlice
    /// What comes before the path: scheme, host and port, and the user information should there be any.
    package var origin: ByteSlice
    /// Without the port; an IPv6 address in its brackets.
    package var host: ByteSlice
    /// Begins with a slash and, but for `/` itself, does not end in one.
    package var path: ByteSlice
    /// Without its question mark.
    package var query: ByteSlice
    /// Whether a percent sequence was malformed, or the URL was none (protocol.md §12.2, D1).
    package var wasMalformed: Bool
    /// Whether `raw_url` is to be sent.
    package var differsFromRaw: Bool
}
