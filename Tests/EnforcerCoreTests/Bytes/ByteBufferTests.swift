// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Byte buffers and slices")
struct ByteBufferTests {
    @Test("an append that would pass the limit changes nothing, and no later one goes through")
    func limit() {
        var buffer = ByteBuffer(limit: 4)
        buffer.append("abc")
        buffer.append([0x64, 0x65].span)
        buffer.append(0x66)
        let state = (text: MatchingSupport.text(buffer.span), hasOverflowed: buffer.hasOverflowed)
        #expect(state.text == "abc" && state.hasOverflowed)
        buffer.removeAll()
        buffer.append("abcd")
        let after = (text: MatchingSupport.text(buffer.span), hasOverflowed: buffer.hasOverflowed)
        #expect(after.text == "abcd" && !after.hasOverflowed)
    }

    @Test(
        "a limit that is out of bounds is brought back", arguments: [(-1, 0), (Int.min, 0), (5, 5), (Int.max, 1 << 30)])
    func clampedLimit(limit: Int, expected: Int) {
        let buffer = ByteBuffer(limit: limit, reserving: -1)
        let actual = buffer.limit
        #expect(actual == expected)
    }

    @Test("numbers are written in decimal", arguments: [0, 7, -1, 10, 1_234_567_890_123, .max, .min] as [Int64])
    func decimal(value: Int64) {
        #expect(MatchingSupport.written { $0.append(decimal: value) } == Array(String(value).utf8))
    }

    @Test("a slice of what was written can be written again")
    func copies() {
        var buffer = ByteBuffer(limit: 100)
        let first = buffer.store(Array("one".utf8).span)
        let second = buffer.slice { $0.append(copyOf: first) }
        buffer.append(copyOf: ByteSlice(offset: 4, count: 100))
        let texts = [first, second].map { MatchingSupport.text(buffer.bytes(of: $0)) }
        let count = buffer.count
        #expect(texts == ["one", "one"] && count == 6)
    }

    @Test("an index outside reads as zero and writes nowhere", arguments: [-1, 3, Int.max, Int.min])
    func outOfBounds(index: Int) {
        var buffer = ByteBuffer(limit: 10)
        buffer.append("abc")
        buffer[index] = 0x78
        buffer[1] = 0x79
        let read = buffer[index]
        let text = MatchingSupport.text(buffer.span)
        #expect(read == 0 && text == "ayc")
    }

    @Test(
        "it is cut back to a count, and to no other",
        arguments: [(2, "ab"), (0, ""), (3, "abc"), (9, "abc"), (-1, "abc")])
    func truncate(count: Int, expected: String) {
        var buffer = ByteBuffer(limit: 10)
        buffer.append("abc")
        buffer.truncate(to: count)
        let text = MatchingSupport.text(buffer.span)
        #expect(text == expected)
    }

    @Test(
        "bounds that no buffer has give the empty slice",
        arguments: [(-1, 2), (3, 2), (0, Int.max), (Int.min, Int.max)]
    )
    func sliceBounds(start: Int, end: Int) {
        #expect(ByteSlice(from: start, to: end) == .empty)
    }

    @Test("a slice that does not lie inside has no bytes")
    func foreignSlices() {
        let bytes = Array("abc".utf8)
        for slice in [
            ByteSlice(offset: 3, count: 1), ByteSlice(offset: .max, count: .max), ByteSlice(offset: 0, count: 4),
        ] {
            let isEmpty = bytes.span.bytes(of: slice).isEmpty
            #expect(isEmpty)
        }
        let all = MatchingSupport.text(bytes.span.bytes(of: ByteSlice(from: 0, to: 3)))
        let end = bytes.span.bytes(of: ByteSlice(offset: 3, count: 0)).count
        #expect(all == "abc" && end == 0)
    }
}
