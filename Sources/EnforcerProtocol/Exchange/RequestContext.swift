// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What is known of a request before anything is decided (protocol.md §1.3), and what tokens and answers add to it (§4).
/// All slices are of `Exchange.text`.
package struct RequestContext: BitwiseCopyable, Sendable {
    /// ms since the epoch.
    package var startTime: Int64 = 0

    /// A random UUID, version 4.
    package var requestID = ByteSlice.empty
    package var method = ByteSlice.empty

    /// The normalised URL, the one that came, and the normalised path.
    package var url = ByteSlice.empty
    package var rawURL = ByteSlice.empty
    package var path = ByteSlice.empty
    package var urlDiffersFromRaw = false

    package var clientIP = ByteSlice.empty

    /// Cut to `px_user_agent_max_length`.
    package var userAgent = ByteSlice.empty
    package var httpVersion = ByteSlice.empty
    package var tlsProtocol = ByteSlice.empty
    package var tlsCipher = ByteSlice.empty

    package var crossTabSession = ByteSlice.empty

    package var vid = JSONScalar.none
    package var isVIDFromToken = false
    package var clientUUID = JSONScalar.none

    /// Of the cookie, until the Risk API sends another.
    package var pxhd = JSONScalar.none
    package var pxhdDomain = JSONScalar.none
    package var isPXHDFromRisk = false

    /// The score that is known, as it came; nil if none.
    package var score: JSONScalar?

    /// The block action; empty means `c`.
    package var action = JSONScalar.none

    package var isMonitored = false
}
