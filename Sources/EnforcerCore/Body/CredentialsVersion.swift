// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// How credentials are reported: `px_credentials_intelligence_version`, or an entry's own `protocol`.
package enum CredentialsVersion: UInt8, BitwiseCopyable, Sendable {
    case v2
    case multistepSSO
    /// Whichever of the two fits what was found (protocol.md §9.4).
    case both

    /// Any unknown value means `both`.
    package init(_ text: Span<UInt8>) {
        if text.equals("v2") {
            self = .v2
        } else if text.equals("multistep_sso") {
            self = .multistepSSO
        } else {
            self = .both
        }
    }
}
