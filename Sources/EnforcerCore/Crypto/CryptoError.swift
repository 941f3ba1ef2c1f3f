// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Why keys or a cipher could not be set up.
package enum CryptoError: Error, Equatable {
    /// OpenSSL lacks an algorithm, or memory is short.
    case unavailable
    /// No secret was given.
    case noSecrets
    /// One of the secrets is empty. An empty key would let anybody make tokens.
    case emptySecret
    /// More secrets than `SecretKeys.limit`.
    case tooManySecrets
}
