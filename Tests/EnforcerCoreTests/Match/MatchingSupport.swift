// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

/// What the tests of bytes, matching, cookies and URLs share.
enum MatchingSupport {
    /// A file of the Fixtures folder, as JSON.
    static func fixture<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: path)))
    }

    static func list(_ strings: [String]) -> ByteStringList {
        var list = ByteStringList()
        for string in strings {
            list.append(Array(string.utf8).span)
        }
        return list
    }

    static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: array(bytes), as: UTF8.self)
    }

    static func array(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.indices.map { bytes[$0] }
    }

    /// What `write` appends to an empty buffer.
    static func written(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
        var buffer = ByteBuffer(limit: 1 << 20)
        write(&buffer)
        return array(buffer.span)
    }
}

/// The same numbers at every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// Up to `limit` bytes, chosen from `alphabet`, or from all 256 if that is empty.
    mutating func bytes(limit: Int, from alphabet: [UInt8] = []) -> [UInt8] {
        (0..<Int.random(in: 0...limit, using: &self)).map { _ in
            alphabet.isEmpty
                ? UInt8.random(in: 0...255, using: &self) : alphabet[Int.random(in: 0..<alphabet.count, using: &self)]
        }
    }
}

/// A row of a fixture whose members have different types.
enum FixtureValue: Decodable, Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var number: Int? {
        if case .number(let number) = self { number } else { nil }
    }
}

extension RouteList {
    /// With a workspace of its own, as the list is and completed, which must not differ.
    func firstMatch(for path: Span<UInt8>) -> Int? {
        var workspace = PatternWorkspace()
        var complete = self
        complete.complete()
        let first = complete.firstMatch(for: path, using: &workspace)
        #expect(firstMatch(for: path, using: &workspace) == first)
        return first
    }
}

extension UserAgentFilter {
    /// With a workspace of its own, as the filter is and completed, which must not differ.
    func firstMatch(for userAgent: Span<UInt8>) -> Int? {
        var workspace = PatternWorkspace()
        var complete = self
        complete.complete()
        let first = complete.firstMatch(for: userAgent, using: &workspace)
        #expect(firstMatch(for: userAgent, using: &workspace) == first)
        return first
    }
}
