// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CEnforcerShim
import CReferenceCrypto
import EnforcerCore
import Testing

private struct Vector: Decodable {
    let secret: HexBytes
    let salt: HexBytes
    let iterations: Int
    let derived: HexBytes
}

/// A kernel of the key derivation that this machine can run.
private struct Kernel: CustomTestStringConvertible, Sendable {
    let rawValue: UInt32

    static let all = (0..<UInt32(ENFORCER_KDF_KERNEL_COUNT)).map(Kernel.init(rawValue:))

    static let available = all.filter { enforcer_kdf_is_available($0.value) }

    var value: enforcer_kdf_kernel { enforcer_kdf_kernel(rawValue: rawValue) }

    var testDescription: String {
        switch value {
        case ENFORCER_KDF_KERNEL_PORTABLE: "portable"
        case ENFORCER_KDF_KERNEL_AVX2: "AVX2"
        case ENFORCER_KDF_KERNEL_AVX512VL: "AVX-512VL"
        case ENFORCER_KDF_KERNEL_SHA_NI: "SHA-NI"
        default: "unknown"
        }
    }

    /// `size` bytes, or nil if they are refused, and then the output is seen to be zero.
    func derive(_ secret: [UInt8], _ salt: [UInt8], _ iterations: Int, _ size: Int) -> [UInt8]? {
        // Safe, here and below: pointers come with the size of their array, and the handle lives until the end.
        guard let keys = unsafe enforcer_keys_create(1) else { return nil }
        defer { unsafe enforcer_keys_destroy(keys) }
        var output = [UInt8](repeating: 0xEE, count: size)
        let done = unsafe secret.withUnsafeBufferPointer { secret in
            unsafe salt.withUnsafeBufferPointer { salt in
                unsafe output.withUnsafeMutableBufferPointer { output in
                    guard let address = output.baseAddress,
                        unsafe enforcer_keys_set(keys, 0, secret.baseAddress, secret.count)
                    else { return false }
                    return unsafe enforcer_kdf_derive_with(
                        value, keys, 0, salt.baseAddress, salt.count, UInt32(iterations), address, output.count)
                }
            }
        }
        if !done { #expect(output == [UInt8](repeating: 0, count: size), "a refusal leaves zeros") }
        return done ? output : nil
    }
}

/// What OpenSSL derives.
private func reference(_ secret: [UInt8], _ salt: [UInt8], _ iterations: Int, _ size: Int) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: size)
    let count = output.count
    // Safe: every pointer comes with the size of its array.
    let done = unsafe reference_pbkdf2(secret, secret.count, salt, salt.count, UInt32(iterations), &output, count)
    return done ? output : nil
}

private func bytes(_ count: Int, seed: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &+ seed) &* 167 &+ seed) }
}

private let sizes = [1, 31, 32, 33, 48, 63, 64, 65, 96, 100]

extension CryptoTests {
    @Suite struct KeyDerivationKernelTests {
        @Test(arguments: Kernel.available)
        fileprivate func everySizeOfSecretAndSaltIsDerivedAsByOpenSSL(kernel: Kernel) {
            for index in 0...200 {
                // 37 and 200 have no divisor in common: each size from 1 to 200 comes.
                let secret = bytes(index * 37 % 200 + 1, seed: index)
                let salt = bytes(index, seed: 3)
                let size = sizes[index % sizes.count]
                let expected = reference(secret, salt, index % 3 + 1, size)
                let derived = kernel.derive(secret, salt, index % 3 + 1, size)
                #expect(derived != nil && derived == expected, "salt of \(salt.count), secret of \(secret.count)")
            }
        }

        @Test(arguments: Kernel.available)
        fileprivate func manyNumbersOfIterationsAreDerivedAsByOpenSSL(kernel: Kernel) {
            let secret = bytes(64, seed: 1)
            let salt = bytes(64, seed: 2)
            // Few, because vector code is slow without optimisation; Tests/Kernels compares more of them.
            for iterations in [1, 2, 3, 499, 500, 1000, 4999, 5000] + Array(stride(from: 4, to: 5000, by: 997)) {
                let expected = reference(secret, salt, iterations, 48)
                let derived = kernel.derive(secret, salt, iterations, 48)
                #expect(derived != nil && derived == expected, "\(iterations) iterations")
            }
        }

        @Test(arguments: Kernel.available)
        fileprivate func everySizeOfOutputBeginsWithTheSameBytes(kernel: Kernel) throws {
            let longest = try #require(reference([1, 2, 3], [4], 7, 1024))
            for size in sizes + [127, 128, 129, 1024] {
                let derived = kernel.derive([1, 2, 3], [4], 7, size)
                #expect(derived == Array(longest.prefix(size)), "\(size) bytes")
            }
            let tooLong = kernel.derive([1, 2, 3], [4], 7, 1025)
            #expect(tooLong == nil)
        }

        @Test(arguments: Kernel.available)
        fileprivate func theVectorsComeOutInFull(kernel: Kernel) {
            for vector in VectorFile<Vector>.cases("pbkdf2-hmac-sha256") where vector.iterations <= 5000 {
                let expected = vector.derived.bytes
                let derived = kernel.derive(vector.secret.bytes, vector.salt.bytes, vector.iterations, expected.count)
                #expect(derived == expected)
            }
        }

        @Test func aKernelThatIsNotAvailableIsRefused() {
            for kernel in Kernel.all where !enforcer_kdf_is_available(kernel.value) {
                let derived = kernel.derive([1], [2], 1, 48)
                #expect(derived == nil)
            }
            for rawValue in [UInt32(ENFORCER_KDF_KERNEL_COUNT), 31, 32, 64, UInt32.max] {
                let kernel = Kernel(rawValue: rawValue)
                let derived = kernel.derive([1], [2], 1, 48)
                #expect(!enforcer_kdf_is_available(kernel.value) && derived == nil)
            }
        }

        @Test func theLastOfTheAvailableKernelsIsTheBest() {
            #expect(enforcer_kdf_is_available(ENFORCER_KDF_KERNEL_PORTABLE))
            #if DEBUG
                #expect(enforcer_kdf_best_kernel() == ENFORCER_KDF_KERNEL_PORTABLE, "C is not optimised, either")
            #else
                #expect(Kernel.available.last?.value == enforcer_kdf_best_kernel())
            #endif
        }
    }
}
