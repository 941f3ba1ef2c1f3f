// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A file of a test target's `Fixtures` folder that holds one JSON value on each line.
public struct FixtureLines: Sendable {
    /// The lines, as they stand in the file.
    public let lines: [[UInt8]]

    public struct Missing: Error, CustomStringConvertible {
        public let name: String
        public var description: String { "no fixture named \(name)" }
    }

    /// - Parameters:
    ///   - name: the path below `Fixtures`, such as `json/cases.jsonl`.
    ///   - bundle: the test target's `Bundle.module`.
    public init(_ name: String, in bundle: Bundle) throws {
        guard let folder = bundle.resourceURL else { throw Missing(name: name) }
        let file = folder.appendingPathComponent("Fixtures").appendingPathComponent(name)
        guard let data = try? Data(contentsOf: file) else { throw Missing(name: name) }
        lines = data.split(separator: 0x0A).map { Array($0) }
    }

    /// Every line, decoded.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> [Value] {
        let decoder = JSONDecoder()
        return try lines.map { try decoder.decode(type, from: Data($0)) }
    }
}

/// The bytes that a text of hexadecimal digits stands for; nil if it is no such text.
public func bytes(hex text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = Character(Unicode.Scalar(digits[index])).hexDigitValue,
            let low = Character(Unicode.Scalar(digits[index + 1])).hexDigitValue
        else { return nil }
        bytes.append(UInt8(high << 4 | low))
    }
    return bytes
}
