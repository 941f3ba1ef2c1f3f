// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

// The shim's functions that take bytes, with spans in place of pointers and sizes.
//
// The header carries bounds annotations, from which Swift 6.3 generates wrappers like these. They are not used, for two
// reasons: one that was not inlined crashes the compiler in an optimised build on several threads, as SwiftPM's are; and
// one whose span has no address traps, or else takes an optional span, which cannot be proven free of allocations.
//
// Safe, in every function below: pointer and size come from the same span, the pointer does not leave the closure, and
// an input without an address has the size 0, for which the shim takes null. An output without an address is refused
// here. A handle is alive because only a method of its owner passes it.

enum Shim {
    // MARK: - Keys

    static func setKey(_ keys: OpaquePointer, _ index: Int, _ secret: borrowing Span<UInt8>) -> Bool {
        unsafe secret.withUnsafeBufferPointer { unsafe enforcer_keys_set(keys, index, $0.baseAddress, $0.count) }
    }

    @_noAllocation
    static func updateMAC(_ keys: OpaquePointer, _ bytes: borrowing Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { unsafe enforcer_mac_update(keys, $0.baseAddress, $0.count) }
    }

    @_noAllocation
    static func finishMAC(_ keys: OpaquePointer, _ mac: inout MutableSpan<UInt8>) -> Bool {
        unsafe mac.withUnsafeMutableBufferPointer {
            guard let address = $0.baseAddress else { return false }
            return unsafe enforcer_mac_finish(keys, address, $0.count)
        }
    }

    @_noAllocation
    static func derive(
        _ keys: OpaquePointer,
        _ index: Int,
        _ salt: borrowing Span<UInt8>,
        _ iterations: UInt32,
        _ output: inout MutableSpan<UInt8>
    ) -> Bool {
        unsafe output.withUnsafeMutableBufferPointer { output in
            guard let address = output.baseAddress else { return false }
            return unsafe salt.withUnsafeBufferPointer {
                unsafe enforcer_kdf_derive(keys, index, $0.baseAddress, $0.count, iterations, address, output.count)
            }
        }
    }

    // MARK: - Cipher

    @_noAllocation
    static func decrypt(
        _ cipher: OpaquePointer,
        _ secret: borrowing Span<UInt8>,
        _ ciphertext: borrowing Span<UInt8>,
        _ output: inout MutableSpan<UInt8>
    ) -> Int {
        unsafe output.withUnsafeMutableBufferPointer { output in
            guard let address = output.baseAddress else { return -1 }
            return unsafe secret.withUnsafeBufferPointer { secret in
                unsafe ciphertext.withUnsafeBufferPointer {
                    unsafe enforcer_cipher_decrypt(
                        cipher, secret.baseAddress, secret.count, $0.baseAddress, $0.count, address, output.count)
                }
            }
        }
    }

    @_noAllocation
    static func encrypt(
        _ cipher: OpaquePointer,
        _ secret: borrowing Span<UInt8>,
        _ plaintext: borrowing Span<UInt8>,
        _ output: inout MutableSpan<UInt8>
    ) -> Int {
        unsafe output.withUnsafeMutableBufferPointer { output in
            guard let address = output.baseAddress else { return -1 }
            return unsafe secret.withUnsafeBufferPointer { secret in
                unsafe plaintext.withUnsafeBufferPointer {
                    unsafe enforcer_cipher_encrypt(
                        cipher, secret.baseAddress, secret.count, $0.baseAddress, $0.count, address, output.count)
                }
            }
        }
    }

    // MARK: - Hashes and memory

    @_noAllocation
    static func sha256(_ bytes: borrowing Span<UInt8>, _ digest: inout MutableSpan<UInt8>) -> Bool {
        unsafe digest.withUnsafeMutableBufferPointer { digest in
            guard let address = digest.baseAddress else { return false }
            return unsafe bytes.withUnsafeBufferPointer {
                unsafe enforcer_sha256($0.baseAddress, $0.count, address, digest.count)
            }
        }
    }

    @_noAllocation
    static func xxh3(_ bytes: borrowing Span<UInt8>, _ seed: UInt64) -> UInt64 {
        unsafe bytes.withUnsafeBufferPointer { unsafe enforcer_xxh3($0.baseAddress, $0.count, seed) }
    }

    @_noAllocation
    static func clear(_ bytes: inout MutableSpan<UInt8>) {
        unsafe bytes.withUnsafeMutableBufferPointer {
            guard let address = $0.baseAddress else { return }
            unsafe enforcer_clear(address, $0.count)
        }
    }

    @_noAllocation
    static func equal(_ first: borrowing Span<UInt8>, _ second: borrowing Span<UInt8>) -> Bool {
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer {
                unsafe enforcer_equal(first.baseAddress, first.count, $0.baseAddress, $0.count)
            }
        }
    }
}
