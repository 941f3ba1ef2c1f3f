// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Hashes without a key.
package enum Digest {
    /// SHA-256. Nil only if OpenSSL fails, for which no way is known.
    @_noAllocation
    package static func sha256(_ bytes: Span<UInt8>) -> InlineArray<32, UInt8>? {
        var digest = InlineArray<32, UInt8>(repeating: 0)
        var output = digest.mutableSpan
        return Shim.sha256(bytes, &output) ? digest : nil
    }

    /// XXH3 with 64 bits. For finding things in tables: whoever knows the seed can make collisions, so that an entry
    /// found has to be compared in full.
    @_noAllocation
    package static func xxh3(_ bytes: Span<UInt8>, seed: UInt64) -> UInt64 {
        Shim.xxh3(bytes, seed)
    }
}
