// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("UTF-8 as JavaScript sees it")
struct UTF8Tests {
    static let edges: [UInt8] = [
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0,
        0xF1, 0xF4, 0xF5, 0xFF,
    ]

    /// Whether a surrogate in three bytes is there, which Swift's own decoder takes for three errors.
    static func hasSurrogate(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 && $1 <= 0xBF }
    }

    @Test("ill-formed bytes are replaced as Swift replaces them, one U+FFFD for each maximal subpart")
    func wellFormed() {
        var random = SeededRandom(seed: 21)
        var compared = 0
        for _ in 0..<10_000 {
            let bytes = random.bytes(limit: 12, from: Self.edges)
            if Self.hasSurrogate(bytes) { continue }
            compared += 1
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(MatchingSupport.written { $0.append(wellFormed: bytes.span) } == Array(text.utf8), "\(bytes)")
            let count = UTF8Text.utf16Count(bytes.span)
            #expect(count == text.utf16.count, "\(bytes)")
        }
        #expect(compared > 5_000)
    }

    @Test("a surrogate in three bytes is one UTF-16 unit and one U+FFFD")
    func surrogates() {
        let bytes: [UInt8] = [0x61, 0xED, 0xA0, 0xBD, 0x62, 0xED, 0xBF, 0xBF]
        let units = UTF8Text.utf16Count(bytes.span)
        let high = UTF8Text.surrogate(in: bytes.span, at: 1)
        let low = UTF8Text.surrogate(in: bytes.span, at: 5)
        let none = UTF8Text.surrogate(in: bytes.span, at: 6)
        #expect(units == 4)
        #expect(high == 0xD83D && low == 0xDFFF && none == nil)
        #expect(MatchingSupport.written { $0.append(wellFormed: bytes.span) } == Array("a\u{FFFD}b\u{FFFD}".utf8))
    }

    @Test(
        "every scalar is written as Swift writes it, and read back",
        arguments: [0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x1_0000, 0x1F600, 0x10_FFFF]
            as [UInt32]
    )
    func scalars(value: UInt32) throws {
        let text = String(Character(try #require(Unicode.Scalar(value))))
        let bytes = MatchingSupport.written { $0.append(scalar: value) }
        let scalar = UTF8Text.scalar(in: bytes.span, at: 0)
        #expect(bytes == Array(text.utf8))
        #expect(scalar.value == value && scalar.width == bytes.count && scalar.isWellFormed)
    }

    @Test("a value past Unicode becomes U+FFFD, a surrogate stays one")
    func strangeScalars() {
        #expect(MatchingSupport.written { $0.append(scalar: 0x11_0000) } == [0xEF, 0xBF, 0xBD])
        #expect(MatchingSupport.written { $0.append(scalar: .max) } == [0xEF, 0xBF, 0xBD])
        #expect(MatchingSupport.written { $0.append(scalar: 0xD800) } == [0xED, 0xA0, 0x80])
    }

    @Test(
        "a cut counts UTF-16 units, and half a pair becomes U+FFFD",
        arguments: [
            ("abc", 2, "ab"), ("abc", 3, "abc"), ("abc", 9, "abc"), ("abc", 0, ""), ("äöü", 2, "äö"),
            ("a😀b", 1, "a"), ("a😀b", 2, "a\u{FFFD}"), ("a😀b", 3, "a😀"), ("a😀b", 4, "a😀b"),
            ("", 5, ""), ("abc", -1, ""),
        ]
    )
    func cut(text: String, limit: Int, expected: String) {
        let bytes = MatchingSupport.written { $0.append(Array(text.utf8).span, utf16Limit: limit) }
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
}
