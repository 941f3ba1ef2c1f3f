// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@testable import EnforcerProtocol

@Suite("Named operations in GraphQL text")
struct GraphQLOperationScannerTests {
    struct Fixture: Decodable {
        var scans: [Row]
    }

    struct Row: Decodable {
        var query: String
        var matches: [[String]]

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            query = try row.decode(String.self)
            matches = try row.decode([[String]].self)
        }
    }

    static func matches(in query: [UInt8]) -> [[String]] {
        var scanner = GraphQLOperationScanner()
        var matches: [[String]] = []
        while let match = scanner.next(in: query.span) {
            matches.append(["\(match.kind.name)", BodySupport.text(query.span.bytes(of: match.name))])
        }
        return matches
    }

    @Test("matches are those of the regular expression of protocol.md §10")
    func differential() throws {
        let rows = try BodySupport.fixture("text.json", as: Fixture.self).scans
        #expect(rows.count == 400)
        #expect(rows.count { !$0.matches.isEmpty } > 50)
        for row in rows {
            #expect(Self.matches(in: Array(row.query.utf8)) == row.matches, "\(row.query)")
        }
    }

    @Test("matches do not overlap")
    func overlap() {
        #expect(Self.matches(in: Array("query query foo".utf8)) == [["query", "query"]])
        #expect(Self.matches(in: Array("query mutation a query b".utf8)) == [["query", "mutation"], ["query", "b"]])
    }

    @Test("any bytes end")
    func anyBytes() {
        var state: UInt64 = 61
        for _ in 0..<3000 {
            let bytes = BodySupport.randomBytes(
                &state, limit: 60, from: Array("query mutation\u{A0}".utf8) + [0xC2, 0xFF, 0xE2])
            for match in Self.matches(in: bytes) {
                #expect(!match[1].isEmpty)
            }
            _ = GraphQLOperationScanner.beginsWithBrace(bytes.span)
        }
    }
}
