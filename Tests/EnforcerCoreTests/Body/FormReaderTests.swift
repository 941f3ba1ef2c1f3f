// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

@Suite("Forms and queries")
struct FormReaderTests {
    struct Row: Decodable {
        var body: [UInt8]
        var fields: [[String]]

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            body = Array(Data(base64Encoded: try row.decode(String.self)) ?? Data())
            fields = try row.decode([[String]].self)
        }
    }

    static func value(of name: String, in body: [UInt8]) -> String? {
        var buffer = ByteBuffer(limit: 1 << 22)
        buffer.append("before")
        guard let slice = FormReader.value(of: Array(name.utf8).span, in: body.span, into: &buffer) else { return nil }
        return MatchingSupport.text(buffer.bytes(of: slice))
    }

    static func value(of name: String, in body: String) -> String? {
        value(of: name, in: Array(body.utf8))
    }

    @Test("every field has the value that URLSearchParams gives it")
    func likeURLSearchParams() throws {
        let rows = try MatchingSupport.fixture("body/forms.json", as: [Row].self)
        #expect(rows.count == 400)
        for row in rows {
            for field in row.fields {
                #expect(Self.value(of: field[0], in: row.body) == field[1], "\(row.body) \(field)")
            }
            #expect(Self.value(of: "never there", in: row.body) == nil)
        }
    }

    @Test("the first of repeated fields counts, in plain and in escaped spelling")
    func repeated() {
        #expect(Self.value(of: "user", in: "x=1&%75ser=a&user=b") == "a")
        #expect(Self.value(of: "a b", in: "a+b=1&a%20b=2") == "1")
    }

    @Test("malformed escapes are text")
    func malformedEscapes() {
        #expect(Self.value(of: "u", in: "u=100%&p=%zz") == "100%")
        #expect(Self.value(of: "p", in: "u=100%&p=%zz") == "%zz")
    }

    @Test("a field without a sign or a value is empty, an absent one is nil")
    func empty() {
        #expect(Self.value(of: "a", in: "a&b=") == "")
        #expect(Self.value(of: "b", in: "a&b=") == "")
        #expect(Self.value(of: "c", in: "a&b=") == nil)
        #expect(Self.value(of: "a", in: "") == nil)
        #expect(Self.value(of: "", in: "&&") == nil)
        #expect(Self.value(of: "", in: "=x") == "x")
    }

    @Test("a value that does not fit is not half a value")
    func limit() {
        var buffer = ByteBuffer(limit: 4)
        _ = FormReader.value(of: Array("a".utf8).span, in: Array("a=12345".utf8).span, into: &buffer)
        let hasOverflowed = buffer.hasOverflowed
        let count = buffer.count
        #expect(hasOverflowed)
        #expect(count <= 4)
    }

    @Test("a name of a megabyte and a hundred thousand fields are read past")
    func huge() {
        let name = [UInt8](repeating: 0x61, count: 1 << 20)
        #expect(Self.value(of: "z", in: name + Array("=1&z=2".utf8)) == "2")
        let fields = Array(repeating: "%61=1", count: 100_000).joined(separator: "&")
        #expect(Self.value(of: "z", in: fields + "&z=2") == "2")
    }

    @Test("no bytes trap")
    func anyBytes() {
        var random = SeededRandom(seed: 31)
        for _ in 0..<3000 {
            let body = random.bytes(limit: 60, from: random.next() & 1 == 0 ? [] : Array("a=&+%C3B6\u{F6}".utf8))
            if let value = Self.value(of: "a", in: body) {
                #expect(value.utf8.count <= 3 * body.count)
            }
        }
    }
}
