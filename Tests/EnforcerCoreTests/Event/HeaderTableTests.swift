// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

struct HeaderTableTests {
    /// An event whose request has just these headers.
    private func event(headers: some Sequence<String>) -> Scan {
        Scan(#"{"Records":[{"cf":{"request":{"headers":{"# + headers.joined(separator: ",") + "}}}}]}")
    }

    private func values(_ scan: borrowing Scan, _ field: HeaderTable.Field) -> [String] {
        let headers = scan.event.request.headers
        var values: [String] = []
        for index in 0..<headers.valueCount(of: field) {
            values.append(String(decoding: scan.text(headers.value(index, of: field)), as: UTF8.self))
        }
        return values
    }

    @Test("headers beyond the capacity are not seen, and change nothing about those that are")
    func manyHeaders() throws {
        let scan = event(headers: (0..<HeaderTable.capacity + 100).map { #""h\#($0)":[{"value":"v\#($0)"}]"# })
        #expect(scan.error == nil)
        let headers = scan.event.request.headers
        #expect(headers.fields.count == HeaderTable.capacity)
        for (index, field) in headers.fields.enumerated() {
            #expect(String(decoding: scan.text(field.name), as: UTF8.self) == "h\(index)")
            #expect(values(scan, field) == ["v\(index)"])
            #expect(String(decoding: scan.text(field.raw), as: UTF8.self) == #""h\#(index)":[{"value":"v\#(index)"}]"#)
        }
    }

    /// Values that lie across any border a reader may have: between blocks of 64 bytes, and between windows of 4,096.
    @Test("headers are read the same wherever they begin and end", arguments: [0, 4_000, 8_100])
    func borders(size: Int) {
        for padding in 0..<200 {
            let long = String(repeating: "x", count: size + padding)
            let headers = [
                ("first", long, long), ("host", "shop.example", "shop.example"),
                ("sec-ch-ua", #"\"A\";v=\"1\", \"B\\\"\u0041\/"#, #""A";v="1", "B\"A/"#), ("x", "", ""),
                ("kä", "ü", "ü"), ("last", long, long),
            ]
            let scan = event(headers: headers.map { #""\#($0.0)":[{"key":"\#($0.0)","value":"\#($0.1)"}]"# })
            let fields = scan.event.request.headers.fields
            #expect(scan.error == nil && fields.count == headers.count)
            for (field, header) in zip(fields, headers) {
                #expect(String(decoding: scan.text(field.name), as: UTF8.self) == header.0)
                #expect(values(scan, field) == [header.2])
                #expect(
                    String(decoding: scan.text(field.raw), as: UTF8.self)
                        == #""\#(header.0)":[{"key":"\#(header.0)","value":"\#(header.1)"}]"#)
            }
        }
    }

    @Test(
        "many headers in CloudFront's form are all seen, up to the capacity",
        arguments: [63, 64, 65, 128, 129, 8_192, 8_200])
    func manyUsualHeaders(count: Int) {
        let scan = event(headers: (0..<count).map { #""h\#($0)":[{"key":"H\#($0)","value":"\#($0)"}]"# })
        let fields = scan.event.request.headers.fields
        #expect(scan.error == nil && fields.count == min(count, HeaderTable.capacity))
        #expect(zip(fields, 0...).allSatisfy { values(scan, $0) == ["\($1)"] })
    }

    @Test("a value of a header without room is not given to the last one that had room")
    func valuesWithoutRoomForTheirHeader() throws {
        let names = (0..<HeaderTable.capacity + 10).map { #""h\#($0)":[]"# }
        let scan = event(headers: names + [#""late":[{"value":"x"}]"#])
        #expect(scan.error == nil)
        let last = try #require(scan.event.request.headers.fields.last)
        #expect(values(scan, last) == [])
        #expect(String(decoding: scan.text(last.raw), as: UTF8.self) == #""h\#(HeaderTable.capacity - 1)":[]"#)
        let late = scan.event.request.headers.first("late", in: scan.buffer.span)
        #expect(late == nil)
    }

    @Test("values beyond the capacity are not seen, not even as the second of their entry")
    func manyValues() throws {
        let entries = (0..<HeaderTable.capacity).map { #"{"value":"v\#($0)"}"# } + [#"{"value":"x","value":"y"}"#]
        let scan = event(headers: [#""a":[\#(entries.joined(separator: ","))]"#, #""b":[{"value":"z"}]"#])
        let fields = scan.event.request.headers.fields
        #expect(fields.count == 2)
        #expect(values(scan, fields[0]) == (0..<HeaderTable.capacity).map { "v\($0)" })
        #expect(values(scan, fields[1]) == [])
    }

    @Test("the first value is found whatever the case of the name, and past a header without values")
    func first() {
        let scan = event(headers: [
            #""x-a":[]"#, #""X-A":[{"value":"1"},{"value":"2"}]"#, #""x-\u0062":[{"value":"3"}]"#,
        ])
        func first(_ name: StaticString) -> String? {
            let headers = scan.event.request.headers
            let literal = headers.first(name, in: scan.buffer.span)
            let configured = Array(name.description.utf8)
            let other = headers.first(configured.span, in: scan.buffer.span)
            #expect(literal == other)
            return literal.map { String(decoding: scan.text($0), as: UTF8.self) }
        }
        #expect(first("x-a") == "1")
        #expect(first("X-a") == "1")
        #expect(first("x-B") == "3")
        #expect(first("x") == nil)
        #expect(first("") == nil)
        #expect(first("x-aa") == nil)
    }

    @Test("a value that is asked for and not there is empty")
    func missingValues() throws {
        let scan = event(headers: [#""a":[{"value":"1"}]"#, #""b":[{"value":"2"}]"#])
        let headers = scan.event.request.headers
        let field = try #require(headers.fields.first)
        for index in [-1, 1, 2, Int.max, Int.min] {
            #expect(headers.value(index, of: field).isEmpty)
        }
    }
}
