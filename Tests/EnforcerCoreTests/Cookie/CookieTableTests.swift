// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("The merged cookies")
struct CookieTableTests {
    /// The table's content for some headers, one after the other in one buffer.
    static func merged(_ headers: [[UInt8]]) -> (pairs: [[[UInt8]]], isTruncated: Bool) {
        var buffer = ByteBuffer(limit: 1 << 20)
        buffer.append("something before ")
        var slices: [ByteSlice] = []
        for header in headers {
            slices.append(buffer.store(header.span))
            buffer.append("; between=them")
        }
        var table = CookieTable()
        for slice in slices {
            table.parse(header: slice, in: buffer.span)
        }
        var pairs: [[[UInt8]]] = []
        for index in 0..<table.count {
            let name = MatchingSupport.array(buffer.bytes(of: table[index].name))
            let value = MatchingSupport.array(buffer.bytes(of: table[index].value))
            let found = table.value(of: name.span, in: buffer.span)
            #expect(found == table[index].value)
            pairs.append([name, value])
        }
        return (pairs, table.isTruncated)
    }

    static func merged(_ headers: String...) -> [[String]] {
        merged(headers.map { Array($0.utf8) }).pairs.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("the last of equal names wins, and names keep the order of their first appearance")
    func lastWins() {
        #expect(Self.merged("b=1; a=2; b=3; c=4; a=") == [["b", "3"], ["a", "2"], ["c", "4"]])
    }

    @Test("a second header is laid over the first")
    func overlay() {
        #expect(Self.merged("_px3=good; x=1", "y=2; _px3=bad") == [["_px3", "bad"], ["x", "1"], ["y", "2"]])
        #expect(Self.merged("", "_pxhd=hd1; pxcts=cts1") == [["_pxhd", "hd1"], ["pxcts", "cts1"]])
    }

    @Test("names that begin alike, differ in case or hold a NUL are different")
    func similarNames() {
        let header = "a=1; aa=2; A=3; a\0=4; aaa=5; a\0\0=6; \0=7"
        #expect(Self.merged(header).map { $0[1] } == ["1", "2", "3", "4", "5", "6", "7"])
    }

    @Test("a name is found by a literal, and others are not")
    func literals() {
        let header = Array("_px=1; _px3=2; _pxhd=3; _pxvid=4; pxcts=5".utf8)
        var table = CookieTable()
        table.parse(header: ByteSlice(from: 0, to: header.count), in: header.span)
        #expect(Self.value(of: "_px3", in: table, header) == "2")
        #expect(Self.value(of: "_px", in: table, header) == "1")
        #expect(Self.value(of: "pxcts", in: table, header) == "5")
        for other: StaticString in ["_px2", "", "_pxvid4", "p", "_px3\0", "xxxxxxxx"] {
            #expect(Self.value(of: other, in: table, header) == nil)
        }
    }

    @Test("an emptied table starts anew")
    func removeAll() {
        let header = Array("_px=1; _px3=2".utf8)
        var table = CookieTable()
        #expect(Self.value(of: "_px3", in: table, header) == nil)
        table.parse(header: ByteSlice(from: 0, to: header.count), in: header.span)
        table.removeAll()
        #expect(Self.value(of: "_px3", in: table, header) == nil)
        table.parse(header: ByteSlice(from: 0, to: 6), in: header.span)
        #expect(Self.value(of: "_px", in: table, header) == "1")
        let count = table.count
        #expect(count == 1)
    }

    static func value(of name: StaticString, in table: borrowing CookieTable, _ header: [UInt8]) -> String? {
        table.value(of: name, in: header.span).map { MatchingSupport.text(header.span.bytes(of: $0)) }
    }

    @Test("an index or a header that is none gives nothing")
    func outOfBounds() {
        let header = Array("a=1".utf8)
        var table = CookieTable()
        table.parse(header: ByteSlice(offset: 1, count: .max), in: header.span)
        table.parse(header: ByteSlice(offset: .max, count: .max), in: header.span)
        let isEmpty = table.count == 0 && table[0].name.isEmpty && table[-1].value.isEmpty
        #expect(isEmpty)
    }

    @Test("beyond its capacity new names are ignored, known ones still change")
    func capacity() {
        let many = (0..<2_000).map { "n\($0)=\($0)" }.joined(separator: ";") + "; n0=changed; n1999=ignored"
        let (pairs, isTruncated) = Self.merged([Array(many.utf8)])
        #expect(isTruncated)
        #expect(pairs.count == CookieTable.capacity)
        #expect(pairs.first?[1] == Array("changed".utf8))
        #expect(pairs.last?[0] == Array("n1023".utf8))
        #expect(!Self.merged([Array("a=1".utf8)]).isTruncated)
    }

    @Test("it agrees with a dictionary, whatever the header")
    func model() {
        var random = SeededRandom(seed: 5)
        let alphabets: [[UInt8]] = [
            Array("ab=;".utf8), Array("ab=; \0\u{1}".utf8), Array("0123456789_px=;;".utf8),
            [0x3B, 0x3D, 0x20, 0x61, 0x80, 0xFF, 0xC2, 0xA0], [],
        ]
        for round in 0..<3_000 {
            let headers = (0..<2).map { _ in
                random.bytes(limit: round % 50 == 0 ? 4_000 : 120, from: alphabets[round % 5])
            }
            var order: [[UInt8]] = []
            var values: [[UInt8]: [UInt8]] = [:]
            for header in headers {
                var walker = CookieWalker(header.span)
                while let pair = walker.next() {
                    let name = MatchingSupport.array(header.span.bytes(of: pair.name))
                    if values[name] == nil {
                        guard order.count < CookieTable.capacity else { continue }
                        order.append(name)
                    }
                    values[name] = MatchingSupport.array(header.span.bytes(of: pair.value))
                }
            }
            #expect(Self.merged(headers).pairs == order.map { [$0, values[$0, default: []]] })
        }
    }

    @Test("names made to be as deep as possible are still told apart")
    func deepNames() {
        let names =
            (0..<200).map { String(repeating: "a", count: $0) + "b" }
            + (1..<200).map { String(repeating: "a", count: $0) }
        let header = names.enumerated().map { "\($1)=\($0)" }.joined(separator: ";")
        #expect(Self.merged(header).map { $0[0] } == names)
    }
}
