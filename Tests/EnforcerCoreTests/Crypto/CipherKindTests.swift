// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CEnforcerShim
import Testing

/// One kind of cipher of the shim.
@safe
private struct Cipher: ~Copyable {
    private let pointer: OpaquePointer

    init?(_ kind: enforcer_cipher_kind) {
        guard let pointer = unsafe enforcer_cipher_create_of(kind) else { return nil }
        unsafe self.pointer = pointer
    }

    deinit {
        // Safe: made by `init`, and destroyed here only.
        unsafe enforcer_cipher_destroy(pointer)
    }

    /// The buffer afterwards, which is larger than the result, and the result's size.
    func encrypt(_ plaintext: [UInt8], _ secret: [UInt8]) -> (buffer: [UInt8], size: Int) {
        var buffer = [UInt8](repeating: 0xAB, count: plaintext.count + 40)
        var output = buffer.mutableSpan
        // Safe: the cipher lives as long as `self`.
        let size = unsafe enforcer_cipher_encrypt(pointer, secret.span, plaintext.span, &output)
        return (buffer, size)
    }

    func decrypt(_ ciphertext: [UInt8], _ secret: [UInt8]) -> (buffer: [UInt8], size: Int) {
        var buffer = [UInt8](repeating: 0xAB, count: ciphertext.count + 40)
        var output = buffer.mutableSpan
        // Safe: as above.
        let size = unsafe enforcer_cipher_decrypt(pointer, secret.span, ciphertext.span, &output)
        return (buffer, size)
    }
}

extension CryptoTests {
    @Suite struct CipherKindTests {
        private func bytes(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255) }
        }

        @Test(arguments: 0..<200)
        func bothKindsDoTheSame(count: Int) {
            guard let openssl = Cipher(ENFORCER_CIPHER_KIND_OPENSSL) else {
                Issue.record("OpenSSL has no AES")
                return
            }
            // Where there are no AES instructions there is nothing to compare with.
            guard let instructions = Cipher(ENFORCER_CIPHER_KIND_AES_NI) else { return }
            let secret = bytes(48)
            let plaintext = bytes(count)
            let sealed = openssl.encrypt(plaintext, secret)
            #expect(sealed.size == (count / 16 + 1) * 16)
            #expect(instructions.encrypt(plaintext, secret) == sealed)
            let ciphertext = Array(sealed.buffer.prefix(sealed.size))
            let opened = openssl.decrypt(ciphertext, secret)
            #expect(Array(opened.buffer.prefix(max(opened.size, 0))) == plaintext)
            #expect(instructions.decrypt(ciphertext, secret) == opened)
            // Most of these have no valid padding.
            let noise = bytes(ciphertext.count)
            #expect(instructions.decrypt(noise, secret) == openssl.decrypt(noise, secret))
        }

        @Test func aKindThatIsNoneIsRefused() {
            if Cipher(enforcer_cipher_kind(rawValue: 2)) != nil { Issue.record("there is a third kind") }
        }
    }
}
