// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// AES-256-CBC with PKCS#7 padding (protocol.md §3.3).
///
/// Keeps no key between calls. Not thread-safe: one for each engine. Nothing is allocated after `init`, unless the
/// caller's buffer has to grow.
///
/// The type is public for its `deinit` alone: an Embedded build sees none of a package type of another module, and refuses
/// to end its life there. All that can be done with it is package.
@safe
public struct TokenCipher: ~Copyable {
    private let handle: OpaquePointer

    /// Where a result is made before it is known to be good. All zero between calls.
    private var scratch: [UInt8]

    /// The longest ciphertext, in bytes. A token's own limit is far below (`px_risk_cookie_max_length`).
    package static var limit: Int { Int(ENFORCER_CIPHER_TEXT_SIZE_MAX) }

    package init() throws(CryptoError) {
        guard let created = unsafe enforcer_cipher_create() else { throw .unavailable }
        unsafe handle = created
        scratch = [UInt8](repeating: 0, count: TokenCipher.limit)
    }

    deinit {
        // Safe: this value owns the handle and ends here.
        unsafe enforcer_cipher_destroy(handle)
    }

    /// Appends the plain text to `buffer`.
    ///
    /// The padding alone decides about failure, and one wrong key in 256 passes it: only the MAC says that a text is
    /// good. A wrong padding takes the same time wherever it is wrong.
    ///
    /// - Parameter keyAndIV: 32 bytes of key, then 16 of initialisation vector.
    /// - Returns: where the plain text is now. Nil, and the bytes of `buffer` as they were, if the ciphertext is empty,
    ///   not whole blocks or longer than `limit`, if the padding is wrong, or if `buffer` has no room (then it has
    ///   overflowed).
    package mutating func decrypt(
        _ ciphertext: Span<UInt8>,
        keyAndIV: borrowing InlineArray<48, UInt8>,
        into buffer: inout ByteBuffer
    ) -> ByteSlice? {
        guard !ciphertext.isEmpty, ciphertext.count <= TokenCipher.limit else { return nil }
        let cipher = unsafe handle
        var output = scratch.mutableSpan
        // Safe: the handle lives as long as `self`, and every span brings its own size.
        let size = unsafe enforcer_cipher_decrypt(cipher, keyAndIV.span, ciphertext, &output)
        return move(size, into: &buffer)
    }

    /// Appends the ciphertext of `plaintext` to `buffer`.
    ///
    /// - Parameter keyAndIV: as in `decrypt`.
    /// - Returns: where the ciphertext is now. Nil, and the bytes of `buffer` as they were, if it would be longer than
    ///   `limit` or `buffer` has no room (then it has overflowed).
    package mutating func encrypt(
        _ plaintext: Span<UInt8>,
        keyAndIV: borrowing InlineArray<48, UInt8>,
        into buffer: inout ByteBuffer
    ) -> ByteSlice? {
        guard plaintext.count < TokenCipher.limit else { return nil }
        let cipher = unsafe handle
        var output = scratch.mutableSpan
        // Safe: as in `decrypt`.
        let size = unsafe enforcer_cipher_encrypt(cipher, keyAndIV.span, plaintext, &output)
        return move(size, into: &buffer)
    }

    /// Appends the first `size` bytes of the scratch block to `buffer` and clears them.
    private mutating func move(_ size: Int, into buffer: inout ByteBuffer) -> ByteSlice? {
        guard size >= 0, size <= scratch.count else { return nil }
        let slice = buffer.store(scratch.span.extracting(0..<size))
        for index in 0..<size { scratch[index] = 0 }
        return Int(slice.count) == size && !buffer.hasOverflowed ? slice : nil
    }
}
