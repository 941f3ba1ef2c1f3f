// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import TestSupport
import Testing

struct JSONNumberTests {
    /// One row of `json/numbers.jsonl`: a JSON number and what `JSON.parse` makes of it.
    struct Row: Decodable {
        var text: String
        var bits: String
        var exact: Bool
    }

    @Test("a number is JavaScript's, to the last bit for up to 19 digits and powers of ten up to 27")
    func values() throws {
        let rows: [Row] = try FixtureLines("json/numbers.jsonl", in: .module).decoded()
        #expect(rows.count { $0.exact } > 500)
        for row in rows {
            let expected = try Double(bitPattern: #require(UInt64(row.bits, radix: 16)))
            let text = Array(row.text.utf8)
            let value = JSONNumber.value(of: text.span)
            if row.exact {
                #expect(value.bitPattern == expected.bitPattern, "\(row.text) gave \(value), not \(expected)")
            } else {
                // At the smallest numbers a double has few bits left; there one unit of the last place is allowed.
                let tolerance = max(1e-15 * expected.magnitude, Double.leastNonzeroMagnitude)
                let isClose = value == expected || (value - expected).magnitude <= tolerance
                #expect(isClose, "\(row.text) gave \(value), not \(expected)")
            }
        }
    }

    /// One row of `json/texts.jsonl`: a text and what `Number` makes of it; nil for NaN.
    struct TextRow: Decodable {
        var text: String
        var bits: String?
    }

    @Test("a text compares with a number as in JavaScript")
    func texts() throws {
        let rows: [TextRow] = try FixtureLines("json/texts.jsonl", in: .module).decoded()
        #expect(rows.count > 90)
        for row in rows {
            let text = Array(row.text.utf8)
            let value = JSONNumber.value(ofJavaScriptText: text.span)
            let bits = value.map { $0.bitPattern }
            let expected = row.bits.flatMap { UInt64($0, radix: 16) }
            #expect(bits == expected, "\(row.text.debugDescription)")
        }
    }

    @Test(
        "notations that only JavaScript knows are no numbers here",
        arguments: ["0x10", "0b1", "0o7", "Infinity", "-Infinity", "\u{A0}1"]
    )
    func otherNotations(text: String) {
        let bytes = Array(text.utf8)
        #expect(JSONNumber.value(ofJavaScriptText: bytes.span) == nil)
    }

    /// One row of `json/integers.jsonl`: a text and what `parseInt(text, 10)` makes of it; nil for NaN.
    struct IntegerRow: Decodable {
        var text: String
        var value: Int64?
    }

    @Test("the whole number at the start of a text is parseInt's")
    func integers() throws {
        let rows: [IntegerRow] = try FixtureLines("json/integers.jsonl", in: .module).decoded()
        #expect(rows.count > 100)
        for row in rows {
            let text = Array(row.text.utf8)
            let value = JSONNumber.leadingInteger(of: text.span)
            #expect(value == row.value, "\(row.text.debugDescription)")
        }
    }

    @Test(
        "whole numbers beyond 2⁶² stay there",
        arguments: [
            "4611686018427387904", "9223372036854775807", "9223372036854775808", String(repeating: "9", count: 500),
        ]
    )
    func saturation(digits: String) {
        let positive = Array(digits.utf8)
        let negative = Array(("-" + digits).utf8)
        #expect(JSONNumber.leadingInteger(of: positive.span) == 1 << 62)
        #expect(JSONNumber.leadingInteger(of: negative.span) == -(1 << 62))
    }

    @Test("any bytes may be asked for a number")
    func anyBytes() {
        var mutator = ByteMutator(seed: 4)
        var text = Array("-12.5e+3".utf8)
        let area = GuardedArea(capacity: 4096)
        for _ in 0..<3000 {
            text = mutator.mutate(text.count > 100 ? Array("1.5E-7".utf8) : text, donor: Array("0123456789e99999".utf8))
            for side in GuardedSide.allCases {
                area.withBytes(text, side) { bytes in
                    let isNumber = !JSONNumber.value(of: bytes).isNaN
                    #expect(isNumber)
                    _ = JSONNumber.value(ofJavaScriptText: bytes)
                    _ = JSONNumber.leadingInteger(of: bytes)
                }
            }
        }
    }
}
