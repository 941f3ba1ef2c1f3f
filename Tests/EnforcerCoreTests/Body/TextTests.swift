// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

@Suite("Text as JavaScript sees it")
struct TextTests {
    @Test("trimming drops white space of every script at both ends and nothing else")
    func trimming() {
        for text in ["", " ", "\u{FEFF}a b\u{3000}", "\u{A0}\u{2028}x", "x", "\u{85}x\u{180E}", "\u{F6} "] {
            let bytes = Array(text.utf8)
            var expected = Substring(text)
            let white: Set<Unicode.Scalar> = [" ", "\u{FEFF}", "\u{3000}", "\u{A0}", "\u{2028}"]
            while let first = expected.unicodeScalars.first, white.contains(first) {
                expected.unicodeScalars.removeFirst()
            }
            while let last = expected.unicodeScalars.last, white.contains(last) { expected.unicodeScalars.removeLast() }
            #expect(MatchingSupport.text(bytes.span.bytes(of: UTF8Text.trimmed(bytes.span))) == String(expected))
        }
    }

    @Test("well-formed means that decoding changes nothing")
    func wellFormed() {
        var random = SeededRandom(seed: 33)
        let alphabet: [UInt8] = [0x61, 0xC3, 0xB6, 0xF0, 0x9F, 0x94, 0x91, 0xED, 0xA0, 0x80, 0xFF]
        for _ in 0..<3000 {
            let bytes = random.bytes(limit: 8, from: alphabet)
            let isWellFormed = Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
            #expect(UTF8Text.isWellFormed(bytes.span) == isWellFormed)
            var buffer = ByteBuffer(limit: 100)
            let slice = buffer.store(bytes.span)
            let copy = buffer.append(wellFormedCopyOf: slice)
            var other = ByteBuffer(limit: 100)
            other.append(wellFormed: bytes.span)
            #expect(MatchingSupport.array(buffer.bytes(of: copy)) == MatchingSupport.array(other.span))
        }
    }
}
