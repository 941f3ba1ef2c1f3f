// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

struct JSONTokenizerTests {
    @Test("a text is taken or refused as JavaScript does", arguments: try JSONCase.all())
    func verdict(of test: JSONCase) throws {
        let text = try #require(bytes(hex: test.hex))
        let transcript = Transcript(whole: text.span)
        switch test.expected {
        case .accept: #expect(transcript.error == nil)
        case .refuse: #expect(transcript.error != nil)
        case .either: break
        }
    }

    @Test("how a text is cut does not show, and nothing beside it is touched", arguments: try JSONCase.all())
    func feeding(of test: JSONCase) throws {
        let text = try #require(bytes(hex: test.hex))
        let expected = Transcript(whole: text.span)
        let bytewise = Transcript(bytewise: text.span)
        #expect(bytewise == expected)
        let area = GuardedArea(capacity: text.count)
        for side in GuardedSide.allCases {
            let guarded = area.withBytes(text, side) { Transcript(whole: $0) }
            #expect(guarded == expected)
            let guardedBytewise = Transcript(bytewise: text.span, in: area, side)
            #expect(guardedBytewise == expected)
        }
    }

    @Test("every mutant of every case: how it is cut does not show")
    func mutants() throws {
        let cases = try JSONCase.all().compactMap { bytes(hex: $0.hex) }
        var mutator = ByteMutator(seed: 1)
        var accepted = 0
        for text in cases {
            for _ in 0..<8 {
                let mutant = mutator.mutate(text, donor: mutator.generator.pick(cases))
                let expected = Transcript(whole: mutant.span)
                let bytewise = Transcript(bytewise: mutant.span)
                if bytewise != expected { Issue.record("\(mutant)") }
                if expected.error == nil { accepted += 1 }
            }
        }
        #expect(accepted > 100, "the mutants must not all be refused at once")
    }

    @Test("the sink hears the offsets of each part")
    func offsets() {
        let text = Array(#"{"a":[1,"x\n"],"b":null}"#.utf8)
        let transcript = Transcript(whole: text.span)
        typealias Token = RecordingSink.Token
        #expect(transcript.error == nil)
        #expect(
            transcript.tokens == [
                Token(kind: .beginObject, start: 0, end: 1),
                Token(kind: .key, start: 2, end: 3),
                Token(kind: .beginArray, start: 5, end: 6),
                Token(kind: .number, start: 6, end: 7),
                Token(kind: .string, start: 9, end: 12, isEscaped: true),
                Token(kind: .endArray, start: 13, end: 14),
                Token(kind: .key, start: 16, end: 17),
                Token(kind: .null, start: 19, end: 23),
                Token(kind: .endObject, start: 23, end: 24),
            ]
        )
    }

    @Test(
        "an error names its kind and the first byte that is wrong",
        arguments: [
            ("", JSONError(.incomplete, at: 0)), ("  ", JSONError(.incomplete, at: 2)),
            ("[1", JSONError(.incomplete, at: 2)), ("-", JSONError(.incomplete, at: 1)),
            ("1.", JSONError(.incomplete, at: 2)), ("tru", JSONError(.incomplete, at: 3)),
            ("\"x", JSONError(.incomplete, at: 2)), ("{\"a\":", JSONError(.incomplete, at: 5)),
            ("[1,]", JSONError(.malformed, at: 3)), ("[01]", JSONError(.malformed, at: 2)),
            ("[1}", JSONError(.malformed, at: 2)), ("trux", JSONError(.malformed, at: 3)),
            ("\"\\x\"", JSONError(.malformed, at: 2)), ("\"\\u00g0\"", JSONError(.malformed, at: 5)),
            ("[] x", JSONError(.malformed, at: 3)), ("1 2", JSONError(.malformed, at: 2)),
            ("\u{FEFF}1", JSONError(.malformed, at: 0)), ("[-]", JSONError(.malformed, at: 2)),
        ]
    )
    func errors(text: String, error: JSONError) {
        let bytes = Array(text.utf8)
        #expect(Transcript(whole: bytes.span).error == error)
    }

    @Test("1024 containers inside each other are the limit", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func depth(opening: String) {
        let brackets = opening.filter { $0 == "[" || $0 == "{" }.map { $0 == "[" ? "]" : "}" }
        func nested(_ depth: Int) -> [UInt8] {
            let rounds = depth / brackets.count
            let rest = depth % brackets.count == 1 ? "[" : ""
            let close = String(repeating: brackets.reversed().joined(), count: rounds)
            return Array((String(repeating: opening, count: rounds) + rest + (rest.isEmpty ? "0" : "]") + close).utf8)
        }
        let deepest = nested(1024)
        #expect(Transcript(whole: deepest.span).error == nil)
        #expect(Transcript(bytewise: deepest.span) == Transcript(whole: deepest.span))
        let tooDeep = nested(1025)
        #expect(Transcript(whole: tooDeep.span).error?.code == .tooDeep)
        #expect(Transcript(bytewise: tooDeep.span) == Transcript(whole: tooDeep.span))
    }

    @Test("a hundred thousand opening brackets are refused at the first that is too many")
    func hugeNesting() {
        let arrays = [UInt8](repeating: 0x5B, count: 100_000)
        #expect(Transcript(whole: arrays.span).error == JSONError(.tooDeep, at: 1024))
        let objects = Array(String(repeating: "{\"\":", count: 100_000).utf8)
        #expect(Transcript(whole: objects.span).error == JSONError(.tooDeep, at: 4 * 1024))
    }

    @Test("depth is free again after a container closes")
    func depthIsReleased() {
        let deep = String(repeating: "[", count: 1023) + String(repeating: "]", count: 1023)
        let text = Array(("[" + Array(repeating: deep, count: 3).joined(separator: ",") + "]").utf8)
        #expect(Transcript(whole: text.span).error == nil)
    }
}
