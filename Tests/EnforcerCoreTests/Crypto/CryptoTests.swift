// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

/// Every suite of this folder, so that one filter names them all.
@Suite enum CryptoTests {}

/// Bytes that a vector file spells in hexadecimal digits.
struct HexBytes: Decodable, Equatable, CustomStringConvertible {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let digits = Array(try container.decode(String.self).utf8)
        let values = digits.compactMap(Hex.value(of:))
        guard digits.count == values.count, digits.count.isMultiple(of: 2) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
        }
        bytes = stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    var description: String { hex(bytes) }
}

/// A file of `Fixtures/crypto`: published vectors and where they come from.
struct VectorFile<Case: Decodable>: Decodable {
    let source: String
    let cases: [Case]

    static func cases(_ name: String) -> [Case] {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures/crypto"),
            let data = try? Data(contentsOf: url),
            let file = try? JSONDecoder().decode(VectorFile<Case>.self, from: data)
        else {
            Issue.record("no vectors in \(name).json")
            return []
        }
        return file.cases
    }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
}

/// The elements of a span or inline array, for comparison with `==`.
func array(_ bytes: Span<UInt8>) -> [UInt8] {
    bytes.indices.map { bytes[$0] }
}

func keyAndIV(_ bytes: [UInt8]) -> InlineArray<48, UInt8> {
    InlineArray { $0 < bytes.count ? bytes[$0] : 0 }
}
