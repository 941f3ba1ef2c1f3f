// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Regular expressions with a cache")
struct PatternCacheTests {
    private static func compiled(_ source: String, _ flags: String = "") throws -> Pattern {
        try Pattern(source: Array(source.utf8).span, flags: Array(flags.utf8).span)
    }

    /// Letters a and b in an order that a cache cannot know.
    private static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
    }

    /// A state for each of the last 13 letters.
    private static let thrashing = "(?:a|b)*a(?:a|b){12}c"

    @Test("A cache changes no answer", arguments: 0..<8)
    func agreement(_ seed: Int) {
        var maker = RandomPattern(seed: UInt64(seed))
        var plain = PatternWorkspace(cacheLimit: 0)
        var counts = [false: 0, true: 0]
        for _ in 0..<250 {
            let source = maker.source()
            let flags = maker.flags()
            guard let pattern = try? Self.compiled(source, flags) else { continue }
            var cached = PatternWorkspace()
            for round in 0..<12 {
                // Long ones, too, because in short ones patterns with look-arounds are not looked for in a cache.
                let text = maker.text(limit: round % 4 == 3 ? 300 : 12)
                let expected = pattern.isFound(in: text.span, using: &plain)
                let isFound = pattern.isFound(in: text.span, using: &cached)
                #expect(isFound == expected, "/\(source)/\(flags) in \(text)")
                counts[expected, default: 0] += 1
            }
        }
        #expect(counts[false]! > 400 && counts[true]! > 400)
    }

    @Test("What was forgotten is made again, with the same answers")
    func forgetting() throws {
        let pattern = try Self.compiled(Self.thrashing + "|ab{20}a")
        var plain = PatternWorkspace(cacheLimit: 0)
        var cached = PatternWorkspace()
        for seed in 0..<40 {
            var text = Self.noise(300, seed: UInt64(seed))
            if seed % 2 == 0 { text.append(0x63) }
            let expected = pattern.isFound(in: text.span, using: &plain)
            let isFound = pattern.isFound(in: text.span, using: &cached)
            #expect(isFound == expected)
        }
    }

    @Test(
        "Steps grow with the length of the text and no faster",
        arguments: ["^(a+)+$", "(a|aa)+b", "(?:a?){30}a{30}", "(?:a?){30}a{30}b", "(?=(a+)+$)^.*b", ".*.*.*x"])
    func linear(_ source: String) throws {
        let pattern = try Self.compiled(source)
        let counts = [1_000, 2_000, 4_000, 8_000].map { count in
            var workspace = PatternWorkspace()
            _ = pattern.isFound(in: [UInt8](repeating: 0x61, count: count).span, using: &workspace)
            return workspace.stepCount
        }
        #expect(counts[0] > 0)
        for (shorter, longer) in zip(counts, counts.dropFirst()) {
            #expect(longer <= 2 * shorter)
        }
    }

    @Test("A byte of a text that calls for nothing new is one step")
    func warm() throws {
        let pattern = try Self.compiled("^(a+)+$")
        let text = [UInt8](repeating: 0x61, count: 8_000)
        var workspace = PatternWorkspace()
        _ = pattern.isFound(in: text.span, using: &workspace)
        let isFound = pattern.isFound(in: text.span, using: &workspace)
        #expect(isFound)
        #expect(workspace.stepCount == text.count)
    }

    @Test("A text that always calls for new states takes little more steps than without a cache")
    func thrashingText() throws {
        let pattern = try Self.compiled(Self.thrashing)
        var plain = PatternWorkspace(cacheLimit: 0)
        var counts: [Int] = []
        for count in [1_000, 2_000, 4_000, 8_000] {
            let text = Self.noise(count)
            var cached = PatternWorkspace()
            _ = pattern.isFound(in: text.span, using: &cached)
            _ = pattern.isFound(in: text.span, using: &plain)
            #expect(cached.stepCount <= 2 * plain.stepCount)
            counts.append(cached.stepCount)
        }
        for (shorter, longer) in zip(counts, counts.dropFirst()) {
            #expect(longer <= 2 * shorter + shorter / 10)
        }
    }

    @Test("Many texts that always call for new states take little more steps than without a cache")
    func thrashingTexts() throws {
        let pattern = try Self.compiled(Self.thrashing)
        var plain = PatternWorkspace(cacheLimit: 0)
        var cached = PatternWorkspace()
        var steps = (cached: 0, plain: 0)
        for seed in 0..<400 {
            let text = Self.noise(60, seed: UInt64(seed))
            _ = pattern.isFound(in: text.span, using: &cached)
            _ = pattern.isFound(in: text.span, using: &plain)
            steps.cached += cached.stepCount
            steps.plain += plain.stepCount
        }
        #expect(steps.cached <= 2 * steps.plain)
    }

    @Test("A pattern for which there is no cache is followed without one")
    func refusal() throws {
        var workspace = PatternWorkspace(cacheLimit: 2)
        let patterns = try (0..<5).map { try Self.compiled("x|a+\($0)") }
        for _ in 0..<3 {
            for (index, pattern) in patterns.enumerated() {
                let isFound = pattern.isFound(in: Array("aaa\(index)".utf8).span, using: &workspace)
                #expect(isFound)
                let isFoundElsewhere = pattern.isFound(in: Array("aaa\(index + 1)".utf8).span, using: &workspace)
                #expect(!isFoundElsewhere)
            }
        }
    }

    @Test("A cache that nobody uses any more goes to another pattern")
    func inheritance() throws {
        var workspace = PatternWorkspace(cacheLimit: 1)
        let text = [UInt8](repeating: 0x61, count: 1_000)
        let former = try Self.compiled("(a+)+b")
        _ = former.isFound(in: text.span, using: &workspace)
        let pattern = try Self.compiled("(?:a?){10}b")
        let short = Array("aaaa".utf8)
        for _ in 0..<5_000 {
            _ = pattern.isFound(in: short.span, using: &workspace)
        }
        _ = pattern.isFound(in: text.span, using: &workspace)
        #expect(workspace.stepCount < 2 * text.count)
    }
}
