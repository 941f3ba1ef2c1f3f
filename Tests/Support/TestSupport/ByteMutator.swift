// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Damages byte strings, the same way for the same seed.
///
/// What it inserts are the bytes that a grammar turns on, so that most mutants get far before they fail, and some do
/// not fail at all.
public struct ByteMutator: Sendable {
    public var generator: SeededGenerator

    /// What may be inserted whole.
    public let tokens: [[UInt8]]

    /// The tokens of JSON.
    public static let jsonTokens: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ":", ",", "\\u", "\\u0041", "\\ud83d", "\\ude00", "\\n", "\\\"", "\\\\",
            "\\/",
            "null", "true", "false", "0", "-", "1e5", ".5", " ", "\n", "\t", "\r", "{}", "[]", "\"\"", "\"a\":1,", "[[",
            "{\"",
        ].map { Array($0.utf8) } + [
            [0x00], [0x1F], [0x7F], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFF],
        ]

    public init(seed: UInt64, tokens: [[UInt8]] = ByteMutator.jsonTokens) {
        generator = SeededGenerator(seed: seed)
        self.tokens = tokens
    }

    /// A copy of `bytes` with one to four changes; `donor` is what slices are spliced in from.
    public mutating func mutate(_ bytes: [UInt8], donor: [UInt8]) -> [UInt8] {
        var mutant = bytes
        for _ in 0...generator.below(4) {
            change(&mutant, donor: donor)
        }
        return mutant
    }

    private mutating func change(_ bytes: inout [UInt8], donor: [UInt8]) {
        let index = generator.below(bytes.count)
        switch generator.below(10) {
        case 0 where !bytes.isEmpty:
            bytes[index] ^= 1 << UInt8(generator.below(8))
        case 1 where !bytes.isEmpty:
            bytes[index] = UInt8(generator.below(256))
        case 2 where !bytes.isEmpty:
            bytes.removeSubrange(index..<min(index + 1 + generator.below(8), bytes.count))
        case 3 where !bytes.isEmpty:
            bytes.removeSubrange(index...)
        case 4:
            let slice = slice(of: bytes)
            bytes.insert(contentsOf: slice, at: generator.below(bytes.count + 1))
        case 5:
            let slice = slice(of: donor)
            bytes.insert(contentsOf: slice, at: generator.below(bytes.count + 1))
        case 6 where !bytes.isEmpty:
            let token = generator.pick(tokens)
            bytes.replaceSubrange(index..<min(index + token.count, bytes.count), with: token)
        case 7, 8:
            // Behind a byte that opens or separates, where a token is most likely to be in its place.
            let anchor = bytes[index...].firstIndex { $0 == 0x7B || $0 == 0x5B || $0 == 0x2C } ?? bytes.count - 1
            bytes.insert(contentsOf: generator.pick(tokens), at: anchor + 1)
        default:
            bytes.insert(contentsOf: generator.pick(tokens), at: generator.below(bytes.count + 1))
        }
    }

    private mutating func slice(of bytes: [UInt8]) -> [UInt8] {
        let start = generator.below(bytes.count)
        let end = min(start + 1 + generator.below(48), bytes.count)
        return start < end ? Array(bytes[start..<end]) : []
    }
}
