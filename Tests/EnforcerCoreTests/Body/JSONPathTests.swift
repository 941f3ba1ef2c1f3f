// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

@Suite("Dotted paths in JSON")
struct JSONPathTests {
    struct Row: Decodable {
        var container: String
        var field: String
        var value: String?
    }

    /// The JSON that stands where `path` leads; nil if nowhere.
    static func value(at path: String, in json: String) throws -> String? {
        let bytes = Array(json.utf8)
        var document = JSONDocument(maximumNodes: 1 << 20)
        try document.parse(bytes.span)
        guard let node = document.value(atPath: Array(path.utf8).span, in: bytes.span) else { return nil }
        let text = MatchingSupport.text(bytes.span.bytes(of: document.raw(of: node)))
        return document.kind(of: node) == .string ? "\"\(text)\"" : text
    }

    @Test("the fields of the shared vectors")
    func vectors() throws {
        let rows = try MatchingSupport.fixture("body/fields.json", as: [Row].self)
        #expect(rows.count == 11)
        for row in rows {
            // The vectors do not tell `null` from nothing.
            let value = try Self.value(at: row.field, in: row.container)
            #expect((value == "null" ? nil : value) == row.value, "\(row)")
        }
    }

    @Test(
        "a path ends at a value with nothing inside, and nowhere if a name is missing",
        arguments: [
            ("a.b", #"{"a":{"b":1,"b":2}}"#, "2"),
            ("a.b.c", #"{"a":{"b":17}}"#, "17"),
            ("a.b", #"{"a":null}"#, "null"),
            ("a.b", #"{"a":{}}"#, nil),
            ("a.b", #"{"a.b":1}"#, nil),
            ("a.1.c", #"{"a":[0,{"c":"x"}]}"#, "\"x\""),
            ("a.01", #"{"a":[0,1]}"#, nil),
            ("a.2", #"{"a":[0,1]}"#, nil),
            ("a.-1", #"{"a":[0,1]}"#, nil),
            ("a.9999999999", #"{"a":[0,1]}"#, nil),
            ("\u{F6}", #"{"\u00f6":1}"#, "1"),
            ("", #"{"":1}"#, "1"),
            ("a.", #"{"a":{"":1}}"#, "1"),
            ("..", #"{"":{"":{"":1}}}"#, "1"),
        ]
    )
    func paths(path: String, json: String, expected: String?) throws {
        #expect(try Self.value(at: path, in: json) == expected)
    }

    @Test("a path of a thousand names is followed")
    func deep() throws {
        let json = String(repeating: "{\"a\":", count: 1000) + "1" + String(repeating: "}", count: 1000)
        #expect(try Self.value(at: Array(repeating: "a", count: 1000).joined(separator: "."), in: json) == "1")
        #expect(try Self.value(at: Array(repeating: "a", count: 5000).joined(separator: "."), in: json) == "1")
    }
}
