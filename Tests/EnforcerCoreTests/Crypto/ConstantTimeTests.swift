// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

private func equal(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
    ConstantTime.equal(Array(first).span, Array(second).span)
}

extension CryptoTests {
    @Suite struct ConstantTimeTests {
        @Test func equalBytesAreEqual() {
            for count in 0...70 {
                let first = (0..<count).map { UInt8($0) }
                let second = (0..<count).map { UInt8($0) }
                #expect(equal(first[...], second[...]))
            }
        }

        @Test func oneDifferentBitAnywhereIsSeen() {
            let first = [UInt8](repeating: 0x61, count: 64)
            for position in first.indices {
                for bit in 0..<8 {
                    var second = first
                    second[position] ^= 1 << bit
                    #expect(!equal(first[...], second[...]))
                }
            }
        }

        @Test func aPrefixIsNotEqual() {
            let bytes: [UInt8] = [1, 2, 3, 4]
            for count in 0..<4 {
                #expect(!equal(bytes[...], bytes[..<count]))
                #expect(!equal(bytes[..<count], bytes[...]))
            }
        }

        @Test func noBytesEqualNoBytes() {
            let none: [UInt8] = []
            let one: [UInt8] = [1]
            let bothEmpty = ConstantTime.equal(Span<UInt8>(), none.span)
            let oneEmpty = ConstantTime.equal(Span<UInt8>(), one.span)
            #expect(bothEmpty && !oneEmpty)
        }
    }
}
