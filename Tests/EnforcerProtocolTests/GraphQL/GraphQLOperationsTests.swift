// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation
import Testing

@Suite("GraphQL operations")
struct GraphQLOperationsTests {
    struct Row: Decodable {
        struct Operation: Decodable {
            var name: String?
            var type: String
            var variables: [String]?
            var sensitive: Bool?
        }

        var name: String
        var body: String
        var sensitiveKinds: [String]
        var sensitiveNames: [String]
        var expected: [Operation]?
    }

    static func read(_ body: String) throws -> [NSDictionary]? {
        try ReadOperations().read(body).operations
    }

    static func names(_ variables: String) throws -> [String]? {
        try read(#"{"query":"query Q{a}","variables":\#(variables)}"#)?.first?["variables"] as? [String]
    }

    @Test("every recorded body gives the recorded operations")
    func recorded() throws {
        let rows = try BodySupport.fixture("graphql.json", as: [Row].self)
        #expect(rows.count == 45)
        for row in rows {
            let read = ReadOperations(sensitiveKinds: row.sensitiveKinds, sensitiveNames: row.sensitiveNames)
            let result = try read.read(row.body)
            #expect(result.isSensitive == (row.expected ?? []).contains { $0.sensitive == true }, "\(row.name)")
            let operations = try #require(row.expected == nil ? [] : result.operations, "\(row.name)")
            if row.expected == nil { #expect(result.operations == nil, "\(row.name)") }
            #expect(operations.count == row.expected?.count ?? 0)
            for (operation, expected) in zip(operations, row.expected ?? []) {
                #expect(operation["name"] as? String == expected.name, "\(row.name)")
                #expect(operation["type"] as? String == expected.type, "\(row.name)")
                #expect(operation["sensitive"] as? Bool == expected.sensitive, "\(row.name)")
                #expect((operation["variables"] as? [String])?.sorted() == expected.variables?.sorted(), "\(row.name)")
            }
        }
    }

    @Test("members stand in the order name, type, variables, sensitive")
    func order() throws {
        var operations = GraphQLOperations()
        var text = ByteBuffer(limit: 1000)
        var source = ByteBuffer(limit: 1000)
        let body = source.store(Array(#"{"query":"mutation Buy{a}","variables":{"b":[{}]}}"#.utf8).span)
        var document = JSONDocument()
        let kinds = BodySupport.list(["mutation"])
        operations.read(
            body, of: source, sensitiveKinds: kinds, sensitiveNames: kinds, document: &document, into: &text)
        var writer = JSONWriter(limit: 1000)
        operations.write(to: &writer, in: text)
        let expected = #""graphql_operations":[{"name":"Buy","type":"mutation","variables":["b.0"],"sensitive":true}]"#
        #expect(BodySupport.text(writer.buffer.span) == expected)
    }

    @Test("an operation name that is no text is passed on as it came, an empty one counts as none")
    func oddNames() throws {
        #expect(try Self.read(#"{"query":"query 5{a}","operationName":5}"#) == [["name": 5, "type": "query"]])
        #expect(try Self.read(#"{"query":"query A{a}","operationName":5}"#) == nil)
        #expect(try Self.read(#"{"query":"query A{a}","operationName":""}"#) == [["name": "A", "type": "query"]])
        #expect(try Self.read(#"{"query":"{a}","operationName":false}"#) == [["type": "query"]])
        #expect(try Self.read(#"{"query":"query A{a}","operationName":"B"}"#) == nil)
        let numbered = ReadOperations(sensitiveNames: ["5"])
        #expect(try numbered.read(#"{"query":"query 5{a}","operationName":5}"#).isSensitive == false)
    }

    @Test("escapes in the query and in names are read")
    func escapes() throws {
        let body = #"{"qu\u0065ry":"\u0071uery\n\u0041b{a} mutation X{b}","operationName":"\u0041b"}"#
        #expect(try Self.read(body) == [["name": "Ab", "type": "query"]])
    }

    @Test("elements that are no objects are dropped, but null voids the batch")
    func elements() throws {
        #expect(try Self.read(#"[1,"x",[],{"query":5},{"query":"query A{a}"}]"#) == [["name": "A", "type": "query"]])
        #expect(try Self.read(#"[{"query":"query A{a}"},null]"#) == nil)
        #expect(try Self.read(#"[{"query":"query A{a}"},{"query":null}]"#) == [["name": "A", "type": "query"]])
    }

    @Test("variables are named by their leaves")
    func variables() throws {
        #expect(
            try Self.names(#"{"a":{"b":{"c":1},"d":null},"e":[1,[2]],"f":[],"g":{}}"#)
                == ["a.b.c", "a.d", "e.0", "e.1.0", "f", "g"])
        #expect(try Self.names(#"["x",{"y":1}]"#) == ["0", "1.y"])
        #expect(try Self.names("{}") == [])
        #expect(try Self.names("[]") == [])
        #expect(try Self.names(#"{"":{"":1,"a":2}}"#) == [".", ".a"])
        #expect(try Self.names(#"{"a\u002e\u00f6":1}"#) == ["a.\u{F6}"])
        for none in ["null", "5", "\"text\"", "true"] {
            #expect(try Self.names(none) == nil)
        }
    }

    // MARK: - Hostile input

    @Test("a sensitive operation is noticed behind any number of others")
    func many() throws {
        let harmless = String(repeating: #"{"query":"{a}","variables":{"a":1}},"#, count: 20_000)
        let result = try ReadOperations(sensitiveNames: ["S"]).read("[" + harmless + #"{"query":"query S{a}"}]"#)
        #expect(result.isSensitive)
        #expect(result.operations?.count == GraphQLOperations.operationLimit)
    }

    @Test("variables nested a thousand deep have one name, and deeper ones no operation")
    func deep() throws {
        func variables(_ depth: Int) -> String {
            String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        }
        #expect(try Self.names(variables(1000)) == [Array(repeating: "a", count: 1000).joined(separator: ".")])
        #expect(try Self.names(variables(100_000)) == nil)
    }

    @Test("names that repeat a long path do not multiply")
    func amplification() throws {
        let key = String(repeating: "k", count: 200_000)
        let leaves = (0..<20_000).map { #""\#($0)":1"# }.joined(separator: ",")
        let result = try ReadOperations().read(#"{"query":"query Q{a}","variables":{"\#(key)":{\#(leaves)}}}"#)
        #expect(result.operations?.first?["name"] as? String == "Q")
        #expect((result.operations?.first?["variables"] as? [String])?.count == 1)
        #expect(result.bytes <= GraphQLOperations.variableByteLimit + 1)
        let many = try Self.names("[" + String(repeating: "1,", count: 100_000) + "1]")
        #expect(many?.count == GraphQLOperations.variableLimit)
    }

    @Test("thousands of named operations in one text, or a name of a megabyte, end quickly")
    func hugeQueries() throws {
        let distinct = (0..<50_000).map { "query q\($0)" }.joined(separator: " ")
        #expect(try Self.read(#"{"query":"\#(distinct)","operationName":"q1"}"#) == nil)
        let keywords = String(repeating: "query ", count: 100_000)
        #expect(try Self.read(#"{"query":"\#(keywords)"}"#) == nil)
        let name = String(repeating: "n", count: 1 << 20)
        let result = try ReadOperations().read(#"{"query":"query \#(name){a}"}"#)
        #expect(result.operations?.first?["name"] as? String == name)
        #expect(result.bytes == 1 << 20)
    }

    @Test("only names stay in the text")
    func bytesKept() throws {
        let filler = String(repeating: "x", count: 10_000)
        #expect(try ReadOperations().read(#"{"query":"query Ab{\#(filler)}","variables":{"cd":1}}"#).bytes == 4)
        #expect(try ReadOperations().read(#"{"query":"\#(filler)"}"#).bytes == 0)
        #expect(try ReadOperations().read(#"{"query":"{\#(filler)}"}"#).bytes == 0)
    }

    @Test("a text without room for it is not passed over", arguments: 0..<60)
    func noRoom(limit: Int) throws {
        var operations = GraphQLOperations()
        var text = ByteBuffer(limit: limit)
        var source = ByteBuffer(limit: 1000)
        let body = source.store(
            Array(#"{"query":"query Abc{a}","operationName":"Abc","variables":{"defgh":[1,2]}}"#.utf8).span)
        var document = JSONDocument()
        let none = ByteStringList()
        operations.read(body, of: source, sensitiveKinds: none, sensitiveNames: none, document: &document, into: &text)
        let count = text.count
        #expect(count <= limit)
        let isNoticed = text.hasOverflowed || operations.variableNames.count == 2
        #expect(isNoticed)
    }

    @Test("no bytes trap, and what is written is JSON")
    func anyBytes() throws {
        var state: UInt64 = 51
        let fragments = [
            "{", "}", "[", "]", ",", ":", "\"query\":", "\"operationName\":", "\"variables\":", "\"query A{a}\"",
            "\"{a}\"", "null", "5",
            "\"\\ud800\"", "\"\u{F6}\"", "\"mutation \\n B\"",
        ].map { Array($0.utf8) }
        for round in 0..<4000 {
            var body = BodySupport.randomBytes(&state, limit: 60, from: [])
            if round & 3 != 0 {
                body = body.flatMap { fragments[Int($0) % fragments.count] }
                if round & 1 == 0 {
                    body = Array(#"{"query":"query A{a}","variables":["#.utf8) + body + Array("]}".utf8)
                }
            }
            _ = try ReadOperations().read(body)
        }
        let illFormed =
            Array(#"{"query":"{a}","operationName":["\#("")"#.utf8) + [0xFF, 0xC3]
            + Array(#""],"variables":{"\u0000"#.utf8)
        let result = try ReadOperations().read(illFormed + [0xFF] + Array(#"":1}}"#.utf8))
        #expect(result.operations?.count == 1)
    }
}
