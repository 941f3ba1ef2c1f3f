// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression of ASCII as a tree, which writes itself in JavaScript's syntax and is found by trying everything.
indirect enum ReferencePattern {
    case character(UInt8)
    case any
    case set([UInt8], isNegated: Bool)
    case sequence([ReferencePattern])
    case alternatives([ReferencePattern])
    case repetition(ReferencePattern, minimum: Int, maximum: Int?)
    case start
    case end
    case boundary(isNegated: Bool)
    case look(ReferencePattern, isBehind: Bool, isNegated: Bool)

    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var isDotAll = false

        var text: String { (ignoresCase ? "i" : "") + (isMultiline ? "m" : "") + (isDotAll ? "s" : "") }
    }

    /// Positions fit into the bits of a word.
    static let textLimit = 60

    private static let characters = Array("abAB1_ -/k".utf8) + [0x0A]

    init(_ draw: inout ByteDraw, depth: Int = 4) {
        switch draw.number(below: depth > 0 ? 14 : 5) {
        case 0, 1: self = .character(draw.pick(Self.characters))
        case 2: self = .any
        case 3:
            let members = (0...draw.number(below: 3)).map { _ in draw.pick(Self.characters) }
            self = .set(members, isNegated: draw.number(below: 2) == 1)
        case 4: self = draw.pick([.start, .end, .boundary(isNegated: false), .boundary(isNegated: true)])
        case 5, 6, 7:
            self = .sequence((0...draw.number(below: 4)).map { _ in ReferencePattern(&draw, depth: depth - 1) })
        case 8, 9:
            self = .alternatives((0...draw.number(below: 3)).map { _ in ReferencePattern(&draw, depth: depth - 1) })
        case 10, 11, 12:
            let minimum = draw.number(below: 3)
            let extra = draw.number(below: 3)
            let body = ReferencePattern(&draw, depth: depth - 1)
            self = .repetition(body, minimum: minimum, maximum: extra == 2 ? nil : minimum + extra)
        default:
            let (isBehind, isNegated) = (draw.number(below: 2) == 1, draw.number(below: 2) == 1)
            self = .look(ReferencePattern(&draw, depth: depth - 1), isBehind: isBehind, isNegated: isNegated)
        }
    }

    static func text(_ draw: inout ByteDraw) -> [UInt8] {
        (0..<draw.number(below: textLimit)).map { _ in draw.pick(characters) }
    }

    var source: String {
        switch self {
        case .character(let byte): Self.written(byte)
        case .any: "."
        case .set(let members, let isNegated):
            "[" + (isNegated ? "^" : "") + members.map { Self.written($0) }.joined() + "]"
        case .sequence(let parts): parts.map { "(?:" + $0.source + ")" }.joined()
        case .alternatives(let parts): "(" + parts.map(\.source).joined(separator: "|") + ")"
        case .repetition(let body, let minimum, let maximum):
            "(?:" + body.source + "){\(minimum),\(maximum.map(String.init) ?? "")}"
        case .start: "^"
        case .end: "$"
        case .boundary(let isNegated): isNegated ? "\\B" : "\\b"
        case .look(let body, let isBehind, let isNegated):
            "(?" + (isBehind ? "<" : "") + (isNegated ? "!" : "=") + body.source + ")"
        }
    }

    private static func written(_ byte: UInt8) -> String {
        byte == 0x0A ? "\\n" : byte == 0x2D ? "\\-" : String(Unicode.Scalar(byte))
    }

    // MARK: - Finding

    func isFound(in text: [UInt8], _ flags: Flags) -> Bool {
        (0...text.count).contains { ends(from: $0, text, flags) != 0 }
    }

    /// Where matches that begin at `position` can end, as bits.
    private func ends(from position: Int, _ text: [UInt8], _ flags: Flags) -> UInt64 {
        let here = UInt64(1) << UInt64(position)
        func took(_ condition: Bool) -> UInt64 { condition ? here << 1 : 0 }
        func stayed(_ condition: Bool) -> UInt64 { condition ? here : 0 }
        let next = position < text.count ? text[position] : nil
        let previous = position > 0 ? text[position - 1] : nil
        switch self {
        case .character(let byte):
            return took(next.map { Self.folded($0, flags) == Self.folded(byte, flags) } ?? false)
        case .any: return took(next.map { flags.isDotAll || $0 != 0x0A } ?? false)
        case .set(let members, let isNegated):
            guard let next else { return 0 }
            let isMember = members.contains { Self.folded($0, flags) == Self.folded(next, flags) }
            return took(isMember != isNegated)
        case .sequence(let parts):
            return parts.reduce(here) { reached, part in part.ends(fromAll: reached, text, flags) }
        case .alternatives(let parts):
            return parts.reduce(0) { $0 | $1.ends(from: position, text, flags) }
        case .repetition(let body, let minimum, let maximum):
            var reached = here
            for _ in 0..<minimum { reached = body.ends(fromAll: reached, text, flags) }
            var all = reached
            // More rounds than positions reach nothing new.
            for _ in 0..<(maximum.map { $0 - minimum } ?? text.count + 1) {
                reached = body.ends(fromAll: reached, text, flags)
                all |= reached
            }
            return all
        case .start: return stayed(previous == nil || flags.isMultiline && previous == 0x0A)
        case .end: return stayed(next == nil || flags.isMultiline && next == 0x0A)
        case .boundary(let isNegated):
            return stayed((Self.isWord(previous) != Self.isWord(next)) != isNegated)
        case .look(let body, let isBehind, let isNegated):
            let isThere =
                isBehind
                ? (0...position).contains { body.ends(from: $0, text, flags) & here != 0 }
                : body.ends(from: position, text, flags) != 0
            return stayed(isThere != isNegated)
        }
    }

    private func ends(fromAll positions: UInt64, _ text: [UInt8], _ flags: Flags) -> UInt64 {
        var all: UInt64 = 0
        for position in 0...text.count where positions >> UInt64(position) & 1 == 1 {
            all |= ends(from: position, text, flags)
        }
        return all
    }

    private static func folded(_ byte: UInt8, _ flags: Flags) -> UInt8 {
        flags.ignoresCase && (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
    }

    private static func isWord(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        let character = Character(Unicode.Scalar(byte))
        return byte == 0x5F || byte < 0x80 && (character.isLetter || character.isNumber)
    }
}
