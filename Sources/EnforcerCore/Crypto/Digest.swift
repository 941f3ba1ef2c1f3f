// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// Hashes without a key.
package enum Digest {
    /// SHA-256. Nil only if OpenSSL fails, for which no way is known.
    package static func sha256(_ bytes: Span<UInt8>) -> InlineArray<32, UInt8>? {
        var digest = InlineArray<32, UInt8>(repeating: 0)
        var output = digest.mutableSpan
        return enforcer_sha256(bytes, &output) ? digest : nil
    }

    /// XXH3 with 64 bits. For finding things in tables: whoever knows the seed can make collisions, and whoever finds an
    /// entry compares it in full.
    package static func xxh3(_ bytes: Span<UInt8>, seed: UInt64) -> UInt64 {
        enforcer_xxh3(bytes, seed)
    }
}
