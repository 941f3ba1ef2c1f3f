// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// The secrets of one configuration, newest first, ready for use as keys.
///
/// It serves both uses that protocol.md has for a secret: the key of HMAC-SHA-256 (§3.5) and the password of
/// PBKDF2-HMAC-SHA-256 (§3.3). Of a secret only the two hash states that HMAC starts from are kept, and these are
/// cleared at the end of this value's life. The arrays given to `init` are the caller's to clear.
///
/// Not thread-safe: one for each engine. Nothing is allocated after `init`.
///
/// The type is public for its `deinit` alone: an Embedded build sees none of a package type of another module, and refuses
/// to end its life there. All that can be done with it is package.
@safe
public struct SecretKeys: ~Copyable {
    private let handle: OpaquePointer

    /// How many secrets there are.
    package let count: Int

    /// The most secrets that `init` takes.
    package static var limit: Int { Int(ENFORCER_KEYS_COUNT_MAX) }

    /// The most iterations that `derive` accepts.
    package static var iterationLimit: Int { Int(ENFORCER_KDF_ITERATIONS_MAX) }

    /// - Parameter secrets: at least one, none of them empty, as UTF-8.
    package init(_ secrets: [[UInt8]]) throws(CryptoError) {
        guard !secrets.isEmpty else { throw .noSecrets }
        guard secrets.count <= SecretKeys.limit else { throw .tooManySecrets }
        for secret in secrets where secret.isEmpty { throw .emptySecret }
        guard let created = unsafe enforcer_keys_create(secrets.count) else { throw .unavailable }
        for index in secrets.indices {
            let secret = secrets[index]
            // Safe: the handle is the one just created, and nothing uses it after its end.
            guard unsafe enforcer_keys_set(created, index, secret.span) else {
                unsafe enforcer_keys_destroy(created)
                throw .unavailable
            }
        }
        unsafe handle = created
        count = secrets.count
    }

    deinit {
        // Safe: this value owns the handle and ends here.
        unsafe enforcer_keys_destroy(handle)
    }

    // In the calls below: Safe: the handle lives as long as `self`, a span brings its own size, and the function
    // checks the index.

    /// Begins an HMAC-SHA-256 keyed with secret `index`, dropping one that was not finished. False if there is no such
    /// secret.
    package mutating func beginMAC(key index: Int) -> Bool {
        guard index >= 0 else { return false }
        return unsafe enforcer_mac_begin(handle, index)
    }

    /// Adds to the MAC begun last. False if none was.
    package mutating func updateMAC(_ bytes: Span<UInt8>) -> Bool {
        unsafe enforcer_mac_update(handle, bytes)
    }

    /// Ends the MAC begun last. False, and `digest` as it was, if none was.
    package mutating func finishMAC(into digest: inout InlineArray<32, UInt8>) -> Bool {
        var output = digest.mutableSpan
        return unsafe enforcer_mac_finish(handle, &output)
    }

    /// Derives a cipher's key and initialisation vector with PBKDF2-HMAC-SHA-256.
    ///
    /// This is the most expensive step of a request, by the number of iterations: refuse what can be refused before.
    /// Clear `output` with `clear(_:)` after its use. A MAC that was begun goes on.
    ///
    /// - Parameters:
    ///   - salt: at most 1,024 bytes.
    ///   - iterations: 1 to `iterationLimit`.
    /// - Returns: false, and `output` is zero, if one of them is out of its range or there is no such secret.
    package mutating func derive(
        secret index: Int,
        salt: Span<UInt8>,
        iterations: Int,
        into output: inout InlineArray<48, UInt8>
    ) -> Bool {
        guard index >= 0, let iterations = UInt32(exactly: iterations) else {
            clear(&output)
            return false
        }
        var bytes = output.mutableSpan
        return unsafe enforcer_kdf_derive(handle, index, salt, iterations, &bytes)
    }
}
