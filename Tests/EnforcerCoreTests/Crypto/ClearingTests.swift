// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

extension CryptoTests {
    @Suite struct ClearingTests {
        @Test func aClearedKeyAndDigestAreZero() {
            var key = InlineArray<48, UInt8>(repeating: 0xFF)
            var digest = InlineArray<32, UInt8>(repeating: 0xFF)
            clear(&key)
            clear(&digest)
            #expect(array(key.span) == [UInt8](repeating: 0, count: 48))
            #expect(array(digest.span) == [UInt8](repeating: 0, count: 32))
        }

        @Test func anEmptySpanIsCleared() {
            var none = MutableSpan<UInt8>()
            clear(&none)
            let count = none.count
            #expect(count == 0)
        }

        @Test func onlyTheSliceOfABufferIsCleared() {
            var buffer = ByteBuffer(limit: 8)
            buffer.append([1, 2, 3, 4, 5].span)
            buffer.clear(ByteSlice(from: 1, to: 3))
            #expect(array(buffer.span) == [1, 0, 0, 4, 5])
            buffer.clear(ByteSlice(from: 3, to: 6))
            #expect(array(buffer.span) == [1, 0, 0, 4, 5], "a slice that is not of this buffer")
        }
    }
}
