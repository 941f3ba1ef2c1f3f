// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Regular expressions")
struct PatternTests {
    private static func compiled(_ source: String, _ flags: String = "") throws(PatternError) -> Pattern {
        try Pattern(source: Array(source.utf8).span, flags: Array(flags.utf8).span)
    }

    /// Whether the pattern is found, and the steps that the answer took.
    private static func search(_ pattern: Pattern, _ text: String) -> (isFound: Bool, steps: Int) {
        var workspace = PatternWorkspace()
        let isFound = pattern.isFound(in: Array(text.utf8).span, using: &workspace)
        return (isFound, workspace.stepCount)
    }

    /// Patterns on which a matcher that backtracks takes exponential or quadratic time.
    static let hard = [
        "^(a+)+$", "(a*)*b", "^(a|aa)+$", "(a|a)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?:a?){30}a{30}b", "a.*a.*a.*b",
        "^(?=(a+)+$)(?!(a*)*b)a", "(?<=(a+)+)b", "(x+x+)+y|(a+a+)+y",
    ]

    @Test("Steps grow with the length of the text and no faster", arguments: hard)
    func linear(_ source: String) throws {
        let pattern = try Self.compiled(source)
        let counts = [500, 1_000, 8_000].map { Self.search(pattern, String(repeating: "a", count: $0) + "!").steps }
        #expect(counts[0] > 0)
        // Twice the text, twice the steps; the first few characters, when few ways to match are open yet, take fewer.
        #expect(counts[1] <= 2 * counts[0] + counts[0] / 50)
        #expect(counts[2] <= 8 * counts[1] + counts[1] / 10)
    }

    @Test("Steps per character stay below the size of the pattern", arguments: [8_000, 64_000])
    func bounded(_ length: Int) throws {
        let steps = Self.search(try Self.compiled("^(a+)+$"), String(repeating: "a", count: length) + "!").steps
        #expect(steps <= 8 * length)
    }

    @Test("Text alone needs no machine", arguments: [("abc", true), ("^/a", false), ("c!$", true), ("x", false)])
    func literal(_ source: String, _ isFound: Bool) throws {
        let text = String(repeating: "abc", count: 100) + "!"
        let result = Self.search(try Self.compiled(source), text)
        #expect(result.isFound == isFound)
        #expect(result.steps == text.utf8.count)
    }

    @Test(
        "What is not taken is refused with its reason and its place",
        arguments: [
            ("(", "", PatternError.Code.malformed, 1), ("a**", "", .malformed, 2), ("[b-a]", "", .malformed, nil),
            ("(a)\\1", "", .backReference, 4), ("(?<n>a)\\k<n>", "", .backReference, nil),
            ("\\p{Nope}", "u", .unsupportedProperty, nil), ("a", "x", .unknownFlag, 0), ("a", "gg", .unknownFlag, 1),
            ("a", "uv", .unknownFlag, nil), ("(?:a{1000}){1000}", "", .tooLarge, nil),
            (String(repeating: "a", count: 70_000), "", .tooLarge, nil),
            (String(repeating: "(", count: 300) + String(repeating: ")", count: 300), "", .tooLarge, nil),
        ] as [(String, String, PatternError.Code, UInt32?)]
    )
    func refused(_ source: String, _ flags: String, _ code: PatternError.Code, _ offset: UInt32?) throws {
        let error = #expect(throws: PatternError.self) { try Self.compiled(source, flags) }
        #expect(error?.code == code)
        if let offset { #expect(error?.offset == offset) }
    }

    @Test("No bytes trap, as a pattern or as a text")
    func anyBytes() {
        var random = SeededRandom(seed: 20_261_122)
        var workspace = PatternWorkspace()
        let syntax = Array("()[]{}*+?|\\^$-,:=!<>.kuxpPdwsb019aA\u{00E9}\u{1F600}".utf8)
        var taken = 0
        for round in 0..<4_000 {
            let source = random.bytes(limit: 24, from: round % 4 == 0 ? [] : syntax)
            let flags = random.bytes(limit: 2, from: Array("gimsuvy".utf8))
            guard let pattern = try? Pattern(source: source.span, flags: flags.span) else { continue }
            taken += 1
            _ = pattern.isFound(in: random.bytes(limit: 64).span, using: &workspace)
            _ = pattern.isFound(in: source.span, using: &workspace)
        }
        #expect(taken > 200)
    }
}
