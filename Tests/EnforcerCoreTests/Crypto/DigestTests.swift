// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

private struct DigestVector: Decodable, CustomTestStringConvertible {
    let name: String
    let message: HexBytes
    let repetitions: Int
    let digest: HexBytes
    var testDescription: String { name }
}

private struct XXH3Vector: Decodable, CustomTestStringConvertible {
    let size: Int
    let seed: String
    let hash: String
    var testDescription: String { "\(size) bytes, seed \(seed)" }

    /// The generator that the file's `source` describes.
    var input: [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: 131 &* $0 &+ 17 &* ($0 >> 8) &+ 7) }
    }
}

private func sha256(_ bytes: Span<UInt8>) -> [UInt8]? {
    guard let digest = Digest.sha256(bytes) else { return nil }
    return array(digest.span)
}

extension CryptoTests {
    @Suite struct DigestTests {
        @Test(arguments: VectorFile<DigestVector>.cases("sha256"))
        fileprivate func aSHA256IsAsPublished(vector: DigestVector) {
            let message = [[UInt8]](repeating: vector.message.bytes, count: vector.repetitions).flatMap { $0 }
            let digest = sha256(message.span)
            #expect(digest == vector.digest.bytes)
        }

        @Test(arguments: VectorFile<XXH3Vector>.cases("xxh3"))
        fileprivate func anXXH3IsWhatTheReferenceGives(vector: XXH3Vector) throws {
            let seed = try #require(UInt64(vector.seed, radix: 16))
            let expected = try #require(UInt64(vector.hash, radix: 16))
            let hash = Digest.xxh3(vector.input.span, seed: seed)
            #expect(hash == expected)
        }

        @Test func aSpanWithoutAnAddressIsNoBytes() {
            let none: [UInt8] = []
            let hash = Digest.xxh3(Span<UInt8>(), seed: 3)
            let sameHash = Digest.xxh3(none.span, seed: 3)
            #expect(hash == sameHash)
            let digest = sha256(Span<UInt8>())
            let sameDigest = sha256(none.span)
            #expect(digest != nil && digest == sameDigest)
        }
    }
}
