// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Comparing and searching bytes")
struct SpanTextTests {
    @Test(
        "equality is of all bytes, with or without regard to the case of ASCII letters",
        arguments: [
            ("abc", "abc", true, true), ("abc", "aBC", false, true), ("abc", "abcd", false, false),
            ("abcd", "abc", false, false),
            ("", "", true, true), ("", "a", false, false), ("ä", "Ä", false, false), ("@", "`", false, false),
            ("[", "{", false, false),
        ]
    )
    func equality(left: String, right: String, isEqual: Bool, isEqualIgnoringCase: Bool) {
        let exact = Array(left.utf8).span.equals(Array(right.utf8).span)
        let caseless = Array(left.utf8).span.equalsIgnoringASCIICase(Array(right.utf8).span)
        #expect(exact == isEqual && caseless == isEqualIgnoringCase)
    }

    @Test("literals compare as bytes do")
    func literals() {
        let name = Array("Cookie".utf8)
        let results = [
            name.span.equals("Cookie"), name.span.equalsIgnoringASCIICase("cOOKIE"), name.span.hasPrefix("Coo"),
            name.span.hasPrefix(""),
            !name.span.equals("cookie"), !name.span.equals("Cook"), !name.span.equals("Cookies"),
            !name.span.hasPrefix("Cookies"),
            !name.span.equalsIgnoringASCIICase("cookies"), [UInt8]().span.equals(""),
        ]
        #expect(!results.contains(false))
    }

    @Test(
        "a literal has no bytes outside",
        arguments: [(0, 0x61), (1, 0x62), (2, 0), (-1, 0), (Int.max, 0)] as [(Int, UInt8)])
    func literalBytes(index: Int, expected: UInt8) {
        #expect(("ab" as StaticString).byte(at: index) == expected)
    }

    @Test("searching agrees with the standard library, whatever the bytes")
    func model() {
        var random = SeededRandom(seed: 30)
        for _ in 0..<2_000 {
            let bytes = random.bytes(limit: 10, from: [0, 1, 0x20, 0x09, 0x61])
            let prefix = random.bytes(limit: 3, from: [0, 1, 0x20])
            let start = Int.random(in: -2...12, using: &random)
            let first = bytes.span.firstIndex(of: 1, from: start)
            let last = bytes.span.lastIndex(of: 1)
            let hasPrefix = bytes.span.hasPrefix(prefix.span)
            let trimmed = MatchingSupport.array(bytes.span.trimmed())
            #expect(first == bytes.indices.first { $0 >= start && bytes[$0] == 1 })
            #expect(last == bytes.lastIndex(of: 1))
            #expect(hasPrefix == bytes.starts(with: prefix))
            let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
            let kept = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
            #expect(trimmed == Array(kept))
        }
    }

    @Test("byte classes are those of ASCII")
    func classes() {
        for byte in UInt8.min...UInt8.max {
            let character = Character(Unicode.Scalar(byte))
            let isASCII = byte < 0x80
            #expect(ASCII.isDigit(byte) == (character.isASCII && character.isNumber))
            #expect(ASCII.isLetter(byte) == (isASCII && character.isLetter))
            #expect(ASCII.isUppercase(byte) == (isASCII && character.isUppercase))
            #expect(ASCII.isWhitespace(byte) == (isASCII && character.isWhitespace))
            #expect(ASCII.isControl(byte) == (byte < 0x20 || byte == 0x7F))
            #expect(ASCII.lowercase(byte) == (isASCII ? character.lowercased().utf8.first : byte))
            #expect(ASCII.uppercase(byte) == (isASCII ? character.uppercased().utf8.first : byte))
        }
    }
}
