// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Walking over cookies")
struct CookieWalkerTests {
    static func pairs(_ header: [UInt8]) -> [[String]] {
        let span = header.span
        var walker = CookieWalker(span)
        var pairs: [[String]] = []
        while let pair = walker.next() {
            pairs.append([
                MatchingSupport.text(span.bytes(of: pair.name)), MatchingSupport.text(span.bytes(of: pair.value)),
            ])
        }
        return pairs
    }

    @Test(
        "a header is split at semicolons and a pair at its first equals sign",
        arguments: [
            ("a=1; b=2", [["a", "1"], ["b", "2"]]), ("a=1;b=2;", [["a", "1"], ["b", "2"]]), ("", []), (";;; ;", []),
            ("a", []), ("=1", []), ("a=", []), ("=", []), ("a=1; b ; =2; c=\"x=y\"", [["a", "1"], ["c", "\"x=y\""]]),
            ("a=b=c==", [["a", "b=c=="]]), ("a = 1", [["a ", " 1"]]), ("a==", [["a", "="]]),
            ("a=%20;b=%3B", [["a", "%20"], ["b", "%3B"]]),
            ("a=1; a=2", [["a", "1"], ["a", "2"]]), ("a=1,b=2", [["a", "1,b=2"]]), ("ä=ö", [["ä", "ö"]]),
        ]
    )
    func split(header: String, expected: [[String]]) {
        #expect(Self.pairs(Array(header.utf8)) == expected)
    }

    @Test(
        "all that JavaScript takes for white space is trimmed",
        arguments: [
            0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x1680, 0x2000, 0x2005, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000, 0xFEFF,
        ] as [UInt32]
    )
    func whiteSpace(value: UInt32) throws {
        let space = String(Character(try #require(Unicode.Scalar(value))))
        #expect(
            Self.pairs(Array("\(space)\(space) a=1\(space);\(space);b=2 \(space)\(space)".utf8)) == [
                ["a", "1"], ["b", "2"],
            ])
        #expect(Self.pairs(Array("a\(space)=\(space)1".utf8)) == [["a\(space)", "\(space)1"]])
        #expect(Self.pairs(Array("\(space)=\(space)".utf8)).isEmpty)
    }

    @Test(
        "other characters are not",
        arguments: [0x00, 0x1F, 0x85, 0xAD, 0x180E, 0x200B, 0x2027, 0x2060, 0xFFFD] as [UInt32])
    func noWhiteSpace(value: UInt32) throws {
        let other = String(Character(try #require(Unicode.Scalar(value))))
        #expect(Self.pairs(Array("\(other)a=1\(other)".utf8)) == [["\(other)a", "1\(other)"]])
    }

    @Test("no header makes it trap, and every pair lies inside")
    func randomBytes() {
        var random = SeededRandom(seed: 3)
        let alphabet: [UInt8] = [0x3B, 0x3D, 0x20, 0x61, 0xC2, 0xA0, 0xE2, 0x80, 0xA8, 0xEF, 0xBB, 0xBF]
        for round in 0..<10_000 {
            let header = random.bytes(limit: 40, from: round % 2 == 0 ? alphabet : [])
            var walker = CookieWalker(header.span)
            var end = -1
            while let pair = walker.next() {
                #expect(pair.name.start > end && !pair.name.isEmpty && !pair.value.isEmpty)
                #expect(pair.value.start == pair.name.end + 1 && pair.value.end <= header.count)
                end = pair.value.end
            }
        }
    }
}
