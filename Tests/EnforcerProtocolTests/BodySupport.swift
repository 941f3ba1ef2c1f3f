// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

/// What the tests of credentials and GraphQL share.
enum BodySupport {
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

    static func array(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.indices.map { bytes[$0] }
    }

    static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: array(bytes), as: UTF8.self)
    }

    /// The JSON object or list that a writer wrote.
    static func json(_ writer: borrowing JSONWriter) throws -> NSObject {
        let value = try JSONSerialization.jsonObject(with: Data(array(writer.buffer.span)))
        return try #require(value as? NSObject)
    }

    /// The same bytes at every run (a linear congruential generator).
    static func randomBytes(_ state: inout UInt64, limit: Int, from alphabet: [UInt8]) -> [UInt8] {
        func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        return (0..<next(below: limit + 1)).map { _ in
            alphabet.isEmpty ? UInt8(next(below: 256)) : alphabet[next(below: alphabet.count)]
        }
    }
}
