// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("IP addresses and ranges")
struct AddressTests {
    struct Fixture: Decodable {
        var addresses: [[String?]]
        var blocks: [[FixtureValue]]
    }

    static func hexadecimal(_ address: IPAddress) -> String {
        [address.high, address.low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    static func parse(_ text: String) -> IPAddress? {
        IPAddress.parse(Array(text.utf8).span)
    }

    @Test("addresses agree with Python's ipaddress")
    func addresses() throws {
        let rows = try MatchingSupport.fixture("match/addresses.json", as: Fixture.self).addresses
        #expect(rows.count >= 1_500)
        for row in rows {
            let text = try #require(row[0])
            #expect(Self.parse(text).map(Self.hexadecimal) == row[1], "\(text)")
        }
    }

    @Test("blocks agree with Python's ipaddress")
    func blocks() throws {
        let rows = try MatchingSupport.fixture("match/addresses.json", as: Fixture.self).blocks
        #expect(rows.count >= 600)
        for row in rows {
            let block = try #require(row[0].text)
            let parsed = AddressRange.parse(Array(block.utf8).span)
            let range = try #require(parsed)
            let address = try #require(row[1].text.flatMap(Self.parse))
            #expect(FixtureValue.flag(range.contains(address)) == row[2], "\(row)")
        }
    }

    @Test(
        "IPv4 may be spelled in octal, in hexadecimal, as one number, and in two or three parts",
        arguments: [
            "203.0.113.20", "203.0.113.024", "0313.0.0161.024", "0xcb.0.0x71.0x14", "0XCB.0.0X71.0X14", "3405803796",
            "0xCB007114", "031300070424", "203.28948", "203.0.28948", "::ffff:203.0.113.20", "::FFFF:cb00:7114",
            "203.0.113.00024",
        ]
    )
    func spellings(text: String) {
        #expect(Self.parse(text) == IPAddress(ipv4: 0xCB00_7114))
    }

    @Test(
        "anything else is no address",
        arguments: [
            "", " ", "abc", "203.0.113.24 ", " 203.0.113.24", "203.0.113.24:80", "[2001:db8::1]", "fe80::1%eth0",
            "203.0.113.", ".1",
            "1..2", "300.1.1.1", "1.2.3.256", "1.2.65536", "1.16777216", "4294967296", "99999999999999999999999999",
            "08", "1.2.3.09",
            "0x", "0xg", "-1", "1.2.3.4.5", "203.0.113.0/24", "198.51.100.44, 10.0.0.1", "2001:db8::1:46532:1:2:3:4:5",
            "1.2.3.4::",
            "::1.2.3", "::1.2.3.4:5", ":", ":::", "1:2:3:4:5:6:7:8:", "::12345", "0x7f.1.\0", "١.1.1.1",
        ]
    )
    func unparsable(text: String) {
        #expect(Self.parse(text) == nil)
    }

    @Test(
        "a filter matches as it was observed",
        arguments: [
            (["203.0.113.24"], "203.0.113.24", true), (["203.0.113.24"], "203.0.113.25", false),
            (["203.0.113.0/25"], "203.0.113.127", true), (["203.0.113.0/25"], "203.0.113.200", false),
            (["203.0.113.24/32"], "203.0.113.24", true), (["0.0.0.0/0"], "203.0.113.24", true),
            (["203.0.113.99/24"], "203.0.113.24", true), (["2001:db8::1"], "2001:db8::1", true),
            (["2001:DB8:0:0::1"], "2001:db8::1", true), (["2001:db8:85a3::/48"], "2001:db8:85a4::1", false),
            (["2001:db8::8000:0:0:0/65"], "2001:db8::8000:0:0:1", true),
            (["2001:db8::8000:0:0:0/65"], "2001:db8::7000:0:0:1", false),
            (["203.0.113.24"], "::ffff:203.0.113.24", true), (["::ffff:203.0.113.24"], "203.0.113.24", true),
            (["203.0.113.0/24"], "::ffff:203.0.113.24", true), (["203.0.113.24", "0.0.0.0/0"], "2001:db8::1", false),
            (["2001:db8::/32", "::/0"], "203.0.113.24", false), (["::/0"], "::ffff:203.0.113.24", false),
            (["::ffff:203.0.113.0/120"], "203.0.113.24", false),
            (["", "abc", "203.0.113", "203.0.113.0/abc", "300.1.1.1", "203.0.113.24"], "203.0.113.24", true),
            (["", "abc", "203.0.113", "203.0.113.0/abc", "300.1.1.1"], "203.0.113.24", false),
            (["198.51.100.0/24"], "198.51.100.44, 10.0.0.1", false), (["203.0.113.024"], "203.0.113.20", true),
            (["203.0.113.20"], "203.0.113.024", true), (["203.0.113.0/33"], "203.0.113.0", false),
            (["2001:db8::/129"], "2001:db8::", false), (["203.0.113.0/255.255.255.0"], "203.0.113.0", false),
            (["203.0.113.0/"], "203.0.113.0", false), (["/24"], "203.0.113.0", false),
            (["203.0.113.0/24/24"], "203.0.113.0", false),
            (["203.0.113.0/-1"], "203.0.113.0", false), (["203.0.113.0/99999999999999999999"], "203.0.113.0", false),
            (["203.0.113.0/024"], "203.0.113.24", true), ([], "203.0.113.24", false), (["0.0.0.0/0"], "", false),
        ]
    )
    func filter(entries: [String], client: String, isFiltered: Bool) {
        let matches = AddressFilter(MatchingSupport.list(entries)).firstMatch(Array(client.utf8).span) != nil
        #expect(matches == isFiltered)
    }

    @Test("an IPv6 address comes back from its shortest text")
    func roundTrip() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            var address = IPAddress(high: random.next() & random.next(), low: random.next() & random.next())
            if Bool.random(using: &random) { address.low &= 0xFFFF_0000_0000_FFFF }
            if Bool.random(using: &random) { address.high &= 0xFFFF_FFFF_0000_0000 }
            let text = MatchingSupport.written { $0.append(ipv6: address) }
            let parsed = IPAddress.parse(text.span)
            #expect(parsed == address)
        }
    }

    @Test("no text makes the parsers trap")
    func randomText() {
        var random = SeededRandom(seed: 12)
        let alphabet = Array("0123456789abcdefx:::...//".utf8)
        var parsed = 0
        for _ in 0..<20_000 {
            let text = random.bytes(limit: 24, from: Bool.random(using: &random) ? alphabet : [])
            if AddressRange.parse(text.span) != nil { parsed += 1 }
        }
        #expect(parsed > 0)
    }
}
