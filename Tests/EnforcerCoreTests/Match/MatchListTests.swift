// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Lists of texts and regular expressions")
struct MatchListTests {
    private enum Entry {
        case text([UInt8])
        case pattern(Pattern)
    }

    private static func compiled(_ source: String, _ flags: String = "") throws -> Pattern {
        try Pattern(source: Array(source.utf8).span, flags: Array(flags.utf8).span)
    }

    private static func routes(_ entries: [Entry]) -> RouteList {
        var list = RouteList()
        for entry in entries {
            switch entry {
            case .text(let text): list.append(text: text.span)
            case .pattern(let pattern): list.append(pattern: pattern)
            }
        }
        list.complete()
        return list
    }

    private static func userAgents(_ entries: [Entry]) -> UserAgentFilter {
        var filter = UserAgentFilter()
        for entry in entries {
            switch entry {
            case .text(let text): filter.append(text: text.span)
            case .pattern(let pattern): filter.append(pattern: pattern)
            }
        }
        filter.complete()
        return filter
    }

    /// Every entry by itself, every pattern without a cache.
    private static func first(
        of entries: [Entry], in text: [UInt8], using plain: inout PatternWorkspace, matches: ([UInt8]) -> Bool
    ) -> Int? {
        for (index, entry) in entries.enumerated() {
            switch entry {
            case .text(let own): if matches(own) { return index }
            case .pattern(let pattern): if pattern.isFound(in: text.span, using: &plain) { return index }
            }
        }
        return nil
    }

    private static func isPrefix(_ route: [UInt8], of path: [UInt8]) -> Bool {
        if route.isEmpty { return false }
        let isStarred = route.last == 0x2A && route.dropLast().last != 0x2A
        return path.starts(with: isStarred ? route.dropLast() : route[...])
    }

    @Test("A list answers as its entries do when each is asked alone", arguments: 0..<8)
    func agreement(_ seed: Int) {
        var maker = RandomPattern(seed: UInt64(1_000 + seed))
        var plain = PatternWorkspace(cacheLimit: 0)
        var counts: [Int?: Int] = [:]
        for _ in 0..<60 {
            var entries: [Entry] = []
            for _ in 0..<1 + maker.number(below: 14) {
                if maker.number(below: 3) == 0 {
                    entries.append(.text(maker.text(limit: 3) + (maker.number(below: 4) == 0 ? [0x2A] : [])))
                } else if let pattern = try? Self.compiled(maker.source(), maker.flags()) {
                    entries.append(.pattern(pattern))
                }
            }
            let routes = Self.routes(entries)
            let userAgents = Self.userAgents(entries)
            // One for several lists, as a configuration has them.
            var cached = PatternWorkspace()
            for _ in 0..<12 {
                let text = maker.text()
                let route = routes.firstMatch(for: text.span, using: &cached)
                #expect(route == Self.first(of: entries, in: text, using: &plain) { Self.isPrefix($0, of: text) })
                let userAgent = userAgents.firstMatch(for: text.span, using: &cached)
                #expect(userAgent == Self.first(of: entries, in: text, using: &plain) { $0 == text })
                counts[route, default: 0] += 1
            }
        }
        // Lists without a match, with an early one and with a late one.
        #expect(counts[nil, default: 0] > 20 && counts[0, default: 0] > 20 && counts[5, default: 0] > 2)
    }

    @Test("Many texts that go on alike, or with every byte there is, are told apart")
    func manyTexts() {
        var random = SeededRandom(seed: 11)
        var texts = (0..<400).map { _ in random.bytes(limit: 9, from: [0x2F, 0x61, 0x62]) }
        texts += (0..<300).map { _ in random.bytes(limit: 3) }
        texts.shuffle(using: &random)
        let routes = Self.routes(texts.map { .text($0) })
        let userAgents = Self.userAgents(texts.map { .text($0) })
        var workspace = PatternWorkspace()
        for round in 0..<600 {
            let text = random.bytes(limit: 11, from: round % 3 == 0 ? [] : [0x2F, 0x61, 0x62])
            let route = routes.firstMatch(for: text.span, using: &workspace)
            #expect(route == texts.firstIndex { Self.isPrefix($0, of: text) })
            let userAgent = userAgents.firstMatch(for: text.span, using: &workspace)
            #expect(userAgent == texts.firstIndex(of: text))
        }
    }

    @Test("An entry that is added later counts once the list is complete again, and before")
    func addedLater() throws {
        var list = Self.routes([.text(Array("/a".utf8)), .pattern(try Self.compiled("b+c"))])
        list.append(text: Array("/x".utf8).span)
        list.append(pattern: try Self.compiled("y+z"))
        for path in [("/a", 0), ("/bbc", 1), ("/x", 2), ("/yz", 3), ("/bz", nil)] as [(String, Int?)] {
            let first = list.firstMatch(for: Array(path.0.utf8).span)
            #expect(first == path.1)
        }
    }

    @Test("Patterns with and without flag u are found in one list, each by its own characters")
    func mixedUnits() throws {
        let list = Self.routes([
            .pattern(try Self.compiled("^.$")), .pattern(try Self.compiled("^..$", "u")),
            .pattern(try Self.compiled("^.$", "u")), .pattern(try Self.compiled("^...$")),
        ])
        for (text, match) in [("a", 0), ("\u{1F600}", 2), ("\u{1F600}a", 1), ("abc", 3), ("abcd", nil)]
            as [(String, Int?)]
        {
            let first = list.firstMatch(for: Array(text.utf8).span)
            #expect(first == match, "\(text)")
        }
    }

    @Test("A pattern is found at the end of a text that fills the cache, though another might have been before")
    func fullCache() throws {
        var random = SeededRandom(seed: 12)
        let list = Self.routes([
            .pattern(try Self.compiled("a(?<!a)")), .pattern(try Self.compiled("(?:a|b)*a(?:a|b){12}c", "u")),
        ])
        var text = (0..<4_000).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
        text += Array("abbbbbbbbbbbb".utf8)
        var workspace = PatternWorkspace()
        let early = list.firstMatch(for: text.span, using: &workspace)
        #expect(early == nil)
        text.append(0x63)
        for _ in 0..<3 {
            let first = list.firstMatch(for: text.span, using: &workspace)
            #expect(first == 1)
        }
    }

    @Test("More characters beyond ASCII than there can be classes are still told apart")
    func manyCharacters() throws {
        let characters = (0x400..<0x500).map { String(Unicode.Scalar($0)!) }
        var entries = try characters.map { Entry.pattern(try Self.compiled("/\($0)+/")) }
        entries.append(.pattern(try Self.compiled("\\p{Lu}-", "u")))
        let list = Self.routes(entries)
        var workspace = PatternWorkspace()
        for index in stride(from: 0, to: 256, by: 5) {
            let first = list.firstMatch(
                for: Array("a/\(characters[index])\(characters[index])/".utf8).span, using: &workspace)
            #expect(first == index)
        }
        let upper = list.firstMatch(for: Array("/\u{416}-".utf8).span, using: &workspace)
        #expect(upper == 256)
        let lower = list.firstMatch(for: Array("/\u{436}-".utf8).span, using: &workspace)
        #expect(lower == nil)
    }

    @Test("Patterns that are too large together are all found")
    func largePatterns() throws {
        let list = Self.routes(
            try (0..<6).map { .pattern(try Self.compiled("^\($0)(?:[ab]{0,80}c){100}$|^\($0)x")) })
        var workspace = PatternWorkspace()
        for index in 0..<6 {
            let long = "\(index)" + String(repeating: "abc", count: 100)
            for (text, match) in [(long, index), (long + "c", nil), ("\(index)xx", index)] as [(String, Int?)] {
                let first = list.firstMatch(for: Array(text.utf8).span, using: &workspace)
                #expect(first == match)
            }
        }
    }

    @Test("The steps of a list grow with the length of the text and no faster, and not with the number of its entries")
    func steps() throws {
        let hard = ["^(a+)+$!", "(a|aa)+b", "(?:a?){30}a{30}b", "(?=(a+)+$)^.*b", ".*.*.*x", "(a*)*y", "(?<!a)a+z"]
        let list = Self.routes(try hard.map { .pattern(try Self.compiled($0)) })
        var counts: [Int] = []
        for count in [1_000, 2_000, 4_000, 8_000] {
            let text = [UInt8](repeating: 0x61, count: count)
            var workspace = PatternWorkspace()
            let first = list.firstMatch(for: text.span, using: &workspace)
            #expect(first == nil)
            counts.append(workspace.stepCount)
            // With all states made.
            _ = list.firstMatch(for: text.span, using: &workspace)
            #expect(workspace.stepCount == count)
        }
        for (shorter, longer) in zip(counts, counts.dropFirst()) {
            #expect(longer <= 2 * shorter)
        }
    }

    @Test("A thousand entries take no more steps than ten, once their states are made")
    func manyEntries() throws {
        let path = Array("/shop/products/blue-widget-2000/reviews/page/17/sort-by-date".utf8)
        let counts = try [10, 1_000].map { count in
            let entries = try (0..<count).map { index -> Entry in
                switch index % 5 {
                case 0: .pattern(try Self.compiled("^/item\(index)/\\d+$"))
                case 1: .pattern(try Self.compiled("\\.php\(index)$|/(?:x|y)\(index)", "i"))
                default: .text(Array("/shop/area-\(index)".utf8))
                }
            }
            let list = Self.routes(entries)
            var workspace = PatternWorkspace()
            for _ in 0..<2 {
                let first = list.firstMatch(for: path.span, using: &workspace)
                #expect(first == nil)
            }
            return workspace.stepCount
        }
        #expect(counts == [path.count, path.count])
    }
}
