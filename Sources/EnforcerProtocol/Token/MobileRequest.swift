// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What an app sends in headers where a browser sends cookies (protocol.md §2.1, §2.4 to §2.6). Slices are of
/// `Exchange.text`.
package struct MobileRequest: BitwiseCopyable, Sendable {
    package var isMobile = false

    /// The token without its version, or nil.
    package var token: ByteSlice?

    /// The digits of an error that the app met when it wanted a token, or nil.
    package var errorCode: ByteSlice?

    /// The token from before the error; read only beside one.
    package var originalToken: RiskToken?
}
