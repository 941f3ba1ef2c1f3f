// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

struct JSONTextTests {
    @Test("unescaping in place and unescaping into a copy give the same text")
    func unescaping() throws {
        // Pieces of string insides that the grammar accepts; the last ones are not well-formed UTF-8.
        let pieces: [[UInt8]] =
            [
                "a", "xyz", "\u{E9}", "\u{20AC}", "\u{1F600}", "\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t",
                "\\u0041",
                "\\u0000", "\\u00e9", "\\u20AC", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\uDBFF\\uDFFF", "\\uffff",
                "ude00",
            ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xE2, 0x82]]
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<3000 {
            var inside: [UInt8] = []
            for _ in 0...generator.below(10) { inside += generator.pick(pieces) }
            let prefix = generator.below(4)
            let isEscaped = inside.contains(0x5C)

            var buffer = ByteBuffer(limit: 1000)
            for _ in 0..<prefix { buffer.append(0x2A) }
            buffer.append(inside.span)
            let text = JSONText(from: 0, to: inside.count, isEscaped: isEscaped)
            let slice = buffer.unescape(text, base: prefix)
            // Ill-formed bytes are left to the writer in place, and replaced at once in the copy.
            var inPlace = ByteBuffer(limit: 1000)
            inPlace.append(wellFormed: buffer.bytes(of: slice))
            var unescaped = ByteBuffer(limit: 1000)
            unescaped.append(jsonUnescaping: inside.span)
            var copy = ByteBuffer(limit: 1000)
            copy.append(wellFormed: unescaped.span)
            if !inPlace.span.equals(copy.span) { Issue.record("\(inside)") }
            // What was there before is left alone.
            let source = ByteSlice(from: prefix, to: prefix + inside.count)
            let isUntouched = buffer.bytes(of: source).equals(inside.span) && slice.end == buffer.count
            #expect(isUntouched)
        }
    }

    @Test(
        "each escape stands for its character",
        arguments: [
            (#"\""#, [0x22]), (#"\\"#, [0x5C]), (#"\/"#, [0x2F]), (#"\b\f\n\r\t"#, [8, 12, 10, 13, 9]), (#"A"#, [0x41]),
            (#"\u00e9"#, [0xC3, 0xA9]), (#"€"#, [0xE2, 0x82, 0xAC]), (#"😀"#, [0xF0, 0x9F, 0x98, 0x80]),
            (#"\uD83D"#, [0xED, 0xA0, 0xBD]), (#"\uDE00"#, [0xED, 0xB8, 0x80]),
            (#"\uD83D\uD83D\uDE00"#, [0xED, 0xA0, 0xBD, 0xF0, 0x9F, 0x98, 0x80]),
            (#"\\u0041"#, [0x5C, 0x75, 0x30, 0x30, 0x34, 0x31]), (#"\u0000"#, [0]),
        ] as [(String, [UInt8])]
    )
    func escapes(inside: String, expected: [UInt8]) {
        let raw = Array(inside.utf8)
        var buffer = ByteBuffer(limit: 100)
        buffer.append(raw.span)
        let slice = buffer.unescape(JSONText(from: 0, to: raw.count, isEscaped: raw.contains(0x5C)))
        let isSame = buffer.bytes(of: slice).equals(expected.span)
        #expect(isSame)
    }

    @Test("a buffer without room for the unescaped text says so and gives nothing")
    func noRoom() {
        let raw = Array(#"ab\ncd"#.utf8)
        for limit in raw.count..<2 * raw.count {
            var buffer = ByteBuffer(limit: limit)
            buffer.append(raw.span)
            let slice = buffer.unescape(JSONText(from: 0, to: raw.count, isEscaped: true))
            let hasOverflowed = buffer.hasOverflowed
            #expect(hasOverflowed)
            #expect(slice.isEmpty)
        }
    }

    @Test(
        "names are compared as they read, not as they are spelled",
        arguments: [
            (#"uri"#, true), (#"\u0075ri"#, true), (#"\u0075\u0072\u0069"#, true), (#"ur\u0069"#, true),
            (#"ur"#, false),
            (#"uri "#, false), (#"URI"#, false), (#"uri\u0000"#, false), (#"\\u0075ri"#, false), (#"\u00fcri"#, false),
            (#""#, false),
            (#"ur\ud83d"#, false), (#"uri\ud83d"#, false),
        ]
    )
    func equality(inside: String, isEqual: Bool) {
        let raw = Array(inside.utf8)
        let text = JSONText(from: 0, to: raw.count, isEscaped: raw.contains(0x5C))
        #expect(text.equals("uri", in: raw.span) == isEqual)
    }

    @Test("anything at all may be unescaped, and it ends")
    func anyBytes() {
        var mutator = ByteMutator(seed: 3)
        var text = Array(#"\u00e9\ud83d\ude00x\n"#.utf8)
        let area = GuardedArea(capacity: 4096)
        for _ in 0..<2000 {
            text = mutator.mutate(text.count > 200 ? Array(text[0..<20]) : text, donor: text)
            for side in GuardedSide.allCases {
                area.withBytes(text, side) { raw in
                    var copy = ByteBuffer(limit: 4096)
                    copy.append(jsonUnescaping: raw)
                    var buffer = ByteBuffer(limit: 4096)
                    buffer.append(raw)
                    _ = buffer.unescape(JSONText(from: 0, to: raw.count, isEscaped: true))
                    let isBounded = copy.count <= 3 * raw.count && buffer.count <= 2 * raw.count + 2
                    #expect(isBounded)
                }
            }
        }
    }
}
