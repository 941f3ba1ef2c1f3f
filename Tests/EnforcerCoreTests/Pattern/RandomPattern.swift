// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Makes up regular expressions, and texts that they have a chance to be found in.
struct RandomPattern {
    private(set) var random: SeededRandom

    /// Letters that fold, word characters and others, line terminators, one to four bytes each.
    private static let characters = ["a", "b", "A", "s", "K", "/", "1", "_", "-", " ", "\n", "é", "É", "ſ", "\u{212A}"]
    private static let rare = ["\u{2028}", "\u{FFFD}", "\u{1F600}", "\u{1F601}", "\u{10428}", "\u{10400}"]
    private static let sets = [
        ".", "\\d", "\\w", "\\W", "\\s", "\\S", "[ab]", "[^/]", "[a-z1]", "[^aé]", "[é-ü]", "[]", "[^]",
    ]
    private static let assertions = ["^", "$", "\\b", "\\B"]
    private static let quantifiers = ["*", "+", "?", "*?", "{2}", "{0,2}", "{1,}", "{3,4}"]
    /// Ill-formed: a byte that is none, one that only follows, cut sequences, a surrogate, what is too long or too large.
    private static let illFormed: [[UInt8]] = [
        [0xFF], [0x80], [0xC3], [0xE2, 0x80], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0xAF],
        [0xF4, 0x90, 0x80, 0x80],
    ]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func number(below limit: Int) -> Int {
        Int.random(in: 0..<limit, using: &random)
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }

    mutating func flags() -> String {
        var flags = ""
        if number(below: 3) == 0 { flags += "i" }
        if number(below: 4) == 0 { flags += "m" }
        if number(below: 4) == 0 { flags += "s" }
        if number(below: 3) == 0 { flags += number(below: 2) == 0 ? "u" : "v" }
        return flags
    }

    mutating func source(depth: Int = 3) -> String {
        var source = number(below: 4) == 0 ? "^" : ""
        for index in 0...number(below: 3) {
            if index > 0, number(below: 5) == 0 { source += "|" }
            source += term(depth: depth)
        }
        return number(below: 5) == 0 ? source + "$" : source
    }

    private mutating func term(depth: Int) -> String {
        let kind = number(below: depth > 0 ? 12 : 8)
        switch kind {
        case 0...4: return quantified(pick(Self.characters))
        case 5: return quantified(number(below: 3) == 0 ? pick(Self.rare) : pick(Self.characters))
        case 6: return quantified(pick(Self.sets))
        case 7: return pick(Self.assertions)
        case 8, 9: return quantified("(?:\(source(depth: depth - 1)))")
        case 10: return quantified("(\(source(depth: depth - 1)))")
        default: return "(\(pick(["?=", "?!", "?<=", "?<!"]))\(source(depth: depth - 1)))"
        }
    }

    private mutating func quantified(_ atom: String) -> String {
        number(below: 3) == 0 ? atom + pick(Self.quantifiers) : atom
    }

    /// Text of ASCII, of any characters, or with ill-formed sequences.
    mutating func text(limit: Int = 16) -> [UInt8] {
        let kind = number(below: 4)
        var text: [UInt8] = []
        for _ in 0..<number(below: limit + 1) {
            switch number(below: 8) {
            case 0 where kind > 0: text += Array(pick(Self.rare).utf8)
            case 1 where kind == 3: text += pick(Self.illFormed)
            default: text += Array(pick(kind == 0 ? Array(Self.characters[..<11]) : Self.characters).utf8)
            }
        }
        return text
    }
}
