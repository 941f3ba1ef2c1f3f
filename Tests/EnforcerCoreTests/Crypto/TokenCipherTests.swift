// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

private struct CipherVector: Decodable, CustomTestStringConvertible {
    let name: String
    let key: HexBytes
    let iv: HexBytes
    let plaintext: HexBytes
    let ciphertext: HexBytes
    var testDescription: String { name }
}

private struct SealedVector: Decodable, CustomTestStringConvertible {
    let name: String
    let secret: HexBytes
    let salt: HexBytes
    let iterations: Int
    let derived: HexBytes
    let plaintext: HexBytes
    let ciphertext: HexBytes
    let mac: HexBytes
    var testDescription: String { name }
}

private let someKey = (0..<48).map { UInt8($0 &* 5 &+ 1) }

private func decrypt(_ cipher: inout TokenCipher, _ ciphertext: [UInt8], _ key: [UInt8] = someKey) -> [UInt8]? {
    var buffer = ByteBuffer(limit: 1 << 16)
    buffer.append(0xAB)
    guard let slice = cipher.decrypt(ciphertext.span, keyAndIV: keyAndIV(key), into: &buffer) else {
        #expect(array(buffer.span) == [0xAB], "a refusal leaves the buffer alone")
        return nil
    }
    #expect(slice.start == 1 && slice.end == buffer.count)
    return array(buffer.bytes(of: slice))
}

private func encrypt(_ cipher: inout TokenCipher, _ plaintext: [UInt8], _ key: [UInt8] = someKey) -> [UInt8]? {
    var buffer = ByteBuffer(limit: 1 << 16)
    guard let slice = cipher.encrypt(plaintext.span, keyAndIV: keyAndIV(key), into: &buffer) else { return nil }
    return array(buffer.bytes(of: slice))
}

/// A ciphertext whose last block decrypts to exactly `block`, under `someKey`. CBC makes this possible without access
/// to the cipher's inside: encrypt `block` as an inner block, and drop the padding block after it.
private func ciphertext(endingIn block: [UInt8], _ cipher: inout TokenCipher) -> [UInt8]? {
    encrypt(&cipher, [UInt8](repeating: 0x20, count: 16) + block).map { Array($0.dropLast(16)) }
}

extension CryptoTests {
    @Suite struct TokenCipherTests {
        @Test(arguments: VectorFile<CipherVector>.cases("aes-256-cbc"))
        fileprivate func theBlocksAreAsPublished(vector: CipherVector) throws {
            var cipher = try TokenCipher()
            let key = vector.key.bytes + vector.iv.bytes
            let made = try #require(encrypt(&cipher, vector.plaintext.bytes, key))
            #expect(made.count == vector.ciphertext.bytes.count + 16)
            #expect(Array(made.dropLast(16)) == vector.ciphertext.bytes)
            let published = vector.ciphertext.bytes + made.suffix(16)
            let plaintext = decrypt(&cipher, published, key)
            #expect(plaintext == vector.plaintext.bytes)
        }

        @Test(arguments: VectorFile<SealedVector>.cases("sealed"))
        fileprivate func whatAnotherLibrarySealedIsOpened(vector: SealedVector) throws {
            var keys = try SecretKeys([[0x00], vector.secret.bytes])
            var cipher = try TokenCipher()
            var key = InlineArray<48, UInt8>(repeating: 0)
            let derived = keys.derive(
                secret: 1, salt: vector.salt.bytes.span, iterations: vector.iterations, into: &key)
            #expect(derived && array(key.span) == vector.derived.bytes)
            var buffer = ByteBuffer(limit: 8192)
            let opened = try #require(cipher.decrypt(vector.ciphertext.bytes.span, keyAndIV: key, into: &buffer))
            #expect(array(buffer.bytes(of: opened)) == vector.plaintext.bytes)
            let sealed = try #require(cipher.encrypt(vector.plaintext.bytes.span, keyAndIV: key, into: &buffer))
            #expect(array(buffer.bytes(of: sealed)) == vector.ciphertext.bytes)
            var digest = InlineArray<32, UInt8>(repeating: 0)
            let begun = keys.beginMAC(key: 1)
            let updated = keys.updateMAC(vector.plaintext.bytes.span)
            let finished = keys.finishMAC(into: &digest)
            #expect(begun && updated && finished && array(digest.span) == vector.mac.bytes)
        }

        @Test func everyLengthComesBack() throws {
            var cipher = try TokenCipher()
            for count in Array(0...80) + [8175, 8176, 8177, 8190, 8191] {
                let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                let sealed = try #require(encrypt(&cipher, plaintext))
                #expect(sealed.count == (count / 16 + 1) * 16)
                let opened = decrypt(&cipher, sealed)
                #expect(opened == plaintext)
            }
        }

        @Test func tooLongAPlainTextIsRefused() throws {
            var cipher = try TokenCipher()
            let refused = encrypt(&cipher, [UInt8](repeating: 0, count: TokenCipher.limit)) == nil
            #expect(refused)
        }

        @Test(arguments: [0, 1, 15, 17, 31, 33, 8191, 8192 + 16, 100_000])
        func aCiphertextOfAWrongLengthIsRefused(count: Int) throws {
            var cipher = try TokenCipher()
            let refused = decrypt(&cipher, [UInt8](repeating: 0x5A, count: count)) == nil
            #expect(refused)
            let sealed = try #require(encrypt(&cipher, [1, 2, 3]))
            let opened = decrypt(&cipher, sealed)
            #expect(opened == [1, 2, 3], "the contexts work after a failure")
        }

        @Test func aSpanWithoutAnAddressIsRefusedOrEmpty() throws {
            var cipher = try TokenCipher()
            var buffer = ByteBuffer(limit: 100)
            let nothing = cipher.decrypt(Span<UInt8>(), keyAndIV: keyAndIV(someKey), into: &buffer)
            #expect(nothing == nil)
            let block = cipher.encrypt(Span<UInt8>(), keyAndIV: keyAndIV(someKey), into: &buffer)
            #expect(block?.count == 16)
        }

        @Test(arguments: 1...16)
        func aGoodPaddingIsRemoved(padding: Int) throws {
            var cipher = try TokenCipher()
            let text = [UInt8](repeating: 0x41, count: 16 - padding)
            let block = text + [UInt8](repeating: UInt8(padding), count: padding)
            let sealed = try #require(ciphertext(endingIn: block, &cipher))
            let opened = decrypt(&cipher, sealed)
            #expect(opened == [UInt8](repeating: 0x20, count: 16) + text)
        }

        @Test func aLastByteThatIsNoPaddingSizeIsRefused() throws {
            var cipher = try TokenCipher()
            for last in [0] + Array(17...255) {
                // Every byte says the same, so that only the size can be at fault.
                let sealed = try #require(ciphertext(endingIn: [UInt8](repeating: UInt8(last), count: 16), &cipher))
                let refused = decrypt(&cipher, sealed) == nil
                #expect(refused, "last byte \(last)")
            }
        }

        @Test(arguments: 2...16)
        func oneWrongPaddingByteIsRefused(padding: Int) throws {
            var cipher = try TokenCipher()
            for position in (16 - padding)..<15 {
                for difference in [UInt8(1), 0x10, 0x80, 0xFF] {
                    var block = [UInt8](repeating: UInt8(padding), count: 16)
                    block[position] ^= difference
                    let sealed = try #require(ciphertext(endingIn: block, &cipher))
                    let refused = decrypt(&cipher, sealed) == nil
                    #expect(refused, "byte \(position) of a padding of \(padding)")
                }
            }
        }

        @Test func anotherKeyDoesNotOpen() throws {
            var cipher = try TokenCipher()
            let sealed = try #require(encrypt(&cipher, Array("a text".utf8)))
            for position in 0..<32 {
                var key = someKey
                key[position] ^= 1
                let opened = decrypt(&cipher, sealed, key)
                #expect(opened != Array("a text".utf8))
            }
        }

        @Test func aFullBufferOverflowsAndStaysAsItWas() throws {
            var cipher = try TokenCipher()
            let sealed = try #require(encrypt(&cipher, [UInt8](repeating: 1, count: 20)))
            var buffer = ByteBuffer(limit: 19)
            let slice = cipher.decrypt(sealed.span, keyAndIV: keyAndIV(someKey), into: &buffer)
            #expect(slice == nil && buffer.isUntouched && buffer.hasOverflowed)
            var roomy = ByteBuffer(limit: 20)
            let second = cipher.decrypt(sealed.span, keyAndIV: keyAndIV(someKey), into: &roomy)
            #expect(second?.count == 20)
        }

        @Test func anEmptyPlainTextInAnOverflowedBufferIsRefused() throws {
            var cipher = try TokenCipher()
            let sealed = try #require(encrypt(&cipher, []))
            var buffer = ByteBuffer(limit: 0)
            buffer.append(1)
            let slice = cipher.decrypt(sealed.span, keyAndIV: keyAndIV(someKey), into: &buffer)
            #expect(slice == nil)
        }
    }
}

extension ByteBuffer {
    fileprivate var isUntouched: Bool { count == 0 }
}
