// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

private struct MACVector: Decodable, CustomTestStringConvertible {
    let name: String
    let key: HexBytes
    let data: HexBytes
    let mac: HexBytes
    var testDescription: String { name }
}

private struct DerivationVector: Decodable, CustomTestStringConvertible {
    let name: String
    let secret: HexBytes
    let salt: HexBytes
    let iterations: Int
    let derived: HexBytes
    var testDescription: String { name }
}

/// The MAC of `chunks` under secret `index`, or nil if a step is refused.
private func mac(_ keys: inout SecretKeys, key index: Int, _ chunks: [[UInt8]]) -> [UInt8]? {
    guard keys.beginMAC(key: index) else { return nil }
    for chunk in chunks {
        guard keys.updateMAC(chunk.span) else { return nil }
    }
    var digest = InlineArray<32, UInt8>(repeating: 0)
    return keys.finishMAC(into: &digest) ? array(digest.span) : nil
}

private func derive(_ keys: inout SecretKeys, secret index: Int, salt: [UInt8], iterations: Int) -> [UInt8]? {
    var output = InlineArray<48, UInt8>(repeating: 0xEE)
    let done = keys.derive(secret: index, salt: salt.span, iterations: iterations, into: &output)
    if !done { #expect(array(output.span) == [UInt8](repeating: 0, count: 48), "a refusal leaves zeros") }
    return done ? array(output.span) : nil
}

extension CryptoTests {
    @Suite struct SecretKeysTests {
        // MARK: - HMAC-SHA-256

        @Test(arguments: VectorFile<MACVector>.cases("hmac-sha256"))
        fileprivate func aMACIsAsPublished(vector: MACVector) throws {
            var keys = try SecretKeys([vector.key.bytes])
            let digest = try #require(mac(&keys, key: 0, [vector.data.bytes]))
            #expect(Array(digest.prefix(vector.mac.bytes.count)) == vector.mac.bytes)
        }

        @Test(arguments: VectorFile<MACVector>.cases("hmac-sha256"))
        fileprivate func aMACDoesNotDependOnHowTheBytesAreCut(vector: MACVector) throws {
            var keys = try SecretKeys([vector.key.bytes])
            let whole = mac(&keys, key: 0, [vector.data.bytes])
            let single = mac(&keys, key: 0, vector.data.bytes.map { [$0] })
            let withNothing = mac(&keys, key: 0, [[], vector.data.bytes, []])
            #expect(whole != nil)
            #expect(single == whole)
            #expect(withNothing == whole)
        }

        @Test func aMACOfNothingIsAMAC() throws {
            var keys = try SecretKeys([[0x6B]])
            var digest = InlineArray<32, UInt8>(repeating: 0)
            let begun = keys.beginMAC(key: 0)
            // Such a span has no address at all.
            let updated = keys.updateMAC(Span<UInt8>())
            let finished = keys.finishMAC(into: &digest)
            #expect(begun && updated && finished)
            let other = mac(&keys, key: 0, [])
            #expect(other == array(digest.span))
        }

        @Test func stepsOutOfOrderAreRefused() throws {
            var keys = try SecretKeys([[1]])
            var digest = InlineArray<32, UInt8>(repeating: 7)
            var refused = !keys.updateMAC([1].span)
            #expect(refused, "update before begin")
            refused = !keys.finishMAC(into: &digest)
            #expect(refused, "finish before begin")
            #expect(array(digest.span) == [UInt8](repeating: 7, count: 32))
            let good = mac(&keys, key: 0, [[2]])
            refused = !keys.finishMAC(into: &digest)
            #expect(good != nil && refused, "finish twice")
        }

        @Test func anotherBeginDropsAnUnfinishedMAC() throws {
            var keys = try SecretKeys([[1], [2]])
            let expected = mac(&keys, key: 1, [[9]])
            let begun = keys.beginMAC(key: 0)
            let updated = keys.updateMAC([3, 4, 5].span)
            let second = mac(&keys, key: 1, [[9]])
            #expect(begun && updated && second == expected)
        }

        @Test func aFailedBeginLeavesNoMACRunning() throws {
            var keys = try SecretKeys([[1]])
            let begun = keys.beginMAC(key: 0)
            let failed = !keys.beginMAC(key: 1)
            let refused = !keys.updateMAC([1].span)
            #expect(begun && failed && refused)
        }

        // MARK: - PBKDF2

        @Test(arguments: VectorFile<DerivationVector>.cases("pbkdf2-hmac-sha256"))
        fileprivate func aDerivedKeyIsAsPublished(vector: DerivationVector) throws {
            var keys = try SecretKeys([vector.secret.bytes])
            let derived = try #require(
                derive(&keys, secret: 0, salt: vector.salt.bytes, iterations: vector.iterations)
            )
            let compared = min(48, vector.derived.bytes.count)
            #expect(Array(derived.prefix(compared)) == Array(vector.derived.bytes.prefix(compared)))
        }

        @Test(arguments: [0, -1, Int.min, SecretKeys.iterationLimit + 1, Int(UInt32.max) + 2, Int.max])
        func absurdIterationsAreRefused(iterations: Int) throws {
            var keys = try SecretKeys([[1]])
            let refused = derive(&keys, secret: 0, salt: [1], iterations: iterations) == nil
            #expect(refused)
            let stillWorks = derive(&keys, secret: 0, salt: [1], iterations: 1) != nil
            #expect(stillWorks)
        }

        @Test func anAbsurdSaltIsRefused() throws {
            var keys = try SecretKeys([[1]])
            let longest = derive(&keys, secret: 0, salt: [UInt8](repeating: 1, count: 1024), iterations: 1)
            let tooLong = derive(&keys, secret: 0, salt: [UInt8](repeating: 1, count: 1025), iterations: 1)
            #expect(longest != nil && tooLong == nil)
        }

        @Test func anEmptySaltDoesNotTrap() throws {
            var keys = try SecretKeys([[1]])
            var output = InlineArray<48, UInt8>(repeating: 0)
            let done = keys.derive(secret: 0, salt: Span<UInt8>(), iterations: 1, into: &output)
            let other = derive(&keys, secret: 0, salt: [], iterations: 1)
            #expect(done && other == array(output.span))
        }

        @Test func derivingLeavesARunningMACAlone() throws {
            var keys = try SecretKeys([[1], [2]])
            let expected = mac(&keys, key: 0, [[7, 8]])
            var digest = InlineArray<32, UInt8>(repeating: 0)
            var done = keys.beginMAC(key: 0)
            done = keys.updateMAC([7].span) && done
            let derived = derive(&keys, secret: 1, salt: [1], iterations: 3)
            done = keys.updateMAC([8].span) && done
            done = keys.finishMAC(into: &digest) && done
            #expect(done && derived != nil && array(digest.span) == expected)
        }

        // MARK: - Secrets

        @Test func everyOneOfManySecretsIsItsOwnKey() throws {
            let secrets = (0..<SecretKeys.limit).map { [UInt8](repeating: UInt8($0 + 1), count: 3 * $0 + 1) }
            var keys = try SecretKeys(secrets)
            #expect(keys.count == SecretKeys.limit)
            var seen: [[UInt8]] = []
            for index in secrets.indices {
                var alone = try SecretKeys([secrets[index]])
                let digest = try #require(mac(&keys, key: index, [[1, 2, 3]]))
                let expectedDigest = mac(&alone, key: 0, [[1, 2, 3]])
                let derived = derive(&keys, secret: index, salt: [9], iterations: 2)
                let expectedDerived = derive(&alone, secret: 0, salt: [9], iterations: 2)
                #expect(digest == expectedDigest && derived != nil && derived == expectedDerived)
                #expect(!seen.contains(digest))
                seen.append(digest)
            }
        }

        @Test(arguments: [-1, Int.min, 2, Int.max])
        func aSecretThatDoesNotExistIsRefused(index: Int) throws {
            var keys = try SecretKeys([[1], [2]])
            let begun = keys.beginMAC(key: index)
            let derived = derive(&keys, secret: index, salt: [1], iterations: 1)
            #expect(!begun && derived == nil)
        }

        @Test(arguments: [
            ([], CryptoError.noSecrets),
            ([[]], .emptySecret),
            ([[1], [], [2]], .emptySecret),
            ([[UInt8]](repeating: [1], count: SecretKeys.limit + 1), .tooManySecrets),
        ])
        func unusableSecretsAreRefused(secrets: [[UInt8]], error: CryptoError) {
            #expect(throws: error) { _ = try SecretKeys(secrets) }
        }
    }
}
