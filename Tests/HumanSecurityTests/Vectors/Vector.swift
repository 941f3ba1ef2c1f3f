// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// One vector of a file: inputs, and what the vendor's enforcer 4.1.0 made of them.
struct Vector: Sendable, CustomTestStringConvertible {
    /// A vector, or a part of one, that is about something this enforcer has not, or not yet.
    struct Skip: Decodable, Sendable {
        var file: String
        /// `*` stands for all of the file.
        var name: String
        /// A member of the expectation; nil skips the whole vector.
        var part: String?
        var reason: String
    }

    /// A wanted answer that differs from the vendor's (protocol.md §12.2).
    struct Deviation: Decodable, Sendable {
        var file: String
        var name: String
        var deviation: String
        var expected: VectorValue
    }

    var name: String
    var body: VectorValue
    /// The file's own members, such as the base configuration.
    var file: VectorValue
    var deviation: VectorValue?

    var inputs: VectorValue { body["inputs"] ?? .null }

    /// The deviation, else what 4.1.0 did, else what the siblings do.
    var expected: VectorValue { deviation ?? body["expected_v4"] ?? body["expected"] ?? .null }

    var testDescription: String { name }

    static let skips: [Skip] = (try? decoded("skipped_vectors")) ?? []
    static let deviations: [Deviation] = (try? decoded("vector_deviations")) ?? []

    /// The vectors of a file that are not skipped.
    static func read(_ file: String) -> [Vector] {
        let skipped = Set(skips.filter { $0.file == file && $0.part == nil }.map(\.name))
        return all(file).filter { !skipped.contains($0.name) }
    }

    static func all(_ file: String) -> [Vector] {
        guard let content: VectorValue = try? decoded(file) else { return [] }
        return (content["vectors"]?.list ?? []).map { body in
            let name = body["name"]?.text ?? ""
            let deviation = deviations.first { $0.file == file && $0.name == name }
            return Vector(name: name, body: body, file: content, deviation: deviation?.expected)
        }
    }

    private static func decoded<Value: Decodable>(_ file: String) throws -> Value {
        let folder = Bundle.module.resourceURL?.appending(path: "Fixtures") ?? URL(filePath: "Fixtures")
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appending(path: "\(file).json")))
    }
}
