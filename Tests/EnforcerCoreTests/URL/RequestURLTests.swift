// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

@Suite("Normalising request URLs")
struct RequestURLTests {
    struct Recorded: Decodable, CustomTestStringConvertible {
        var name: String
        var host: String
        var uri: String
        var querystring: String
        var decode: Bool
        var url: String
        var raw_url: String?

        var testDescription: String { name }
    }

    struct Result: Equatable {
        var full: String
        var origin: String
        var host: String
        var path: String
        var query: String
        var wasMalformed: Bool
        var differsFromRaw: Bool
    }

    static func normalise(_ raw: [UInt8], decodingReserved: Bool = false) -> Result {
        let capacity = RequestURL.capacity(forRawCount: raw.count)
        var buffer = ByteBuffer(limit: 10 + capacity)
        var scratch = ByteBuffer(limit: capacity)
        buffer.append("before:://")
        let url = RequestURL.normalise(
            raw: raw.span, decodingReserved: decodingReserved, into: &buffer, scratch: &scratch)
        let isWithinCapacity = !buffer.hasOverflowed && !scratch.hasOverflowed
        let isAppended = buffer.span.hasPrefix("before:://") && url.full.start == 10 && url.full.end == buffer.count
        #expect(isWithinCapacity && isAppended)
        return Result(
            full: MatchingSupport.text(buffer.bytes(of: url.full)),
            origin: MatchingSupport.text(buffer.bytes(of: url.origin)),
            host: MatchingSupport.text(buffer.bytes(of: url.host)),
            path: MatchingSupport.text(buffer.bytes(of: url.path)),
            query: MatchingSupport.text(buffer.bytes(of: url.query)),
            wasMalformed: url.wasMalformed,
            differsFromRaw: url.differsFromRaw
        )
    }

    static func normalise(_ raw: String, decodingReserved: Bool = false) -> Result {
        normalise(Array(raw.utf8), decodingReserved: decodingReserved)
    }

    @Test(
        "a URL comes out as it was recorded",
        arguments: try MatchingSupport.fixture("url/recorded.json", as: [Recorded].self))
    func recorded(row: Recorded) {
        let raw = "https://" + row.host + row.uri + (row.querystring.isEmpty ? "" : "?" + row.querystring)
        let result = Self.normalise(raw, decodingReserved: row.decode)
        #expect(result.full == row.url)
        #expect((result.differsFromRaw ? raw : nil) == row.raw_url)
        #expect(result.wasMalformed == row.name.contains("malformed"))
    }

    @Test("URLs agree with JavaScript's decodeURI and URL")
    func differential() throws {
        let rows = try MatchingSupport.fixture("url/differential.json", as: [[FixtureValue]].self)
        #expect(rows.count >= 3_000)
        for row in rows {
            let raw = try #require(row[0].text)
            let full = row[2].text ?? raw
            let result = Self.normalise(raw, decodingReserved: row[1] == .number(1))
            #expect(result.full == full, "\(raw)")
            #expect(result.origin.utf8.count == row[3].number, "\(raw)")
            #expect(result.path.utf8.count == row[4].number, "\(raw)")
            #expect(result.wasMalformed == (row[5] == .number(1)), "\(raw)")
            #expect(result.differsFromRaw == (row[2] != .number(0)), "\(raw)")
        }
    }

    /// What a URL may be made of, usual and unusual.
    private static let pieces = [
        "/", "/", "a", "shop", "login.css", ".", "..", "%2e", "%41", "%", "?", "&", "=", "'", "\"", "#", "<", "\\", "`",
        "{", "}", "^", "|", "~", ";", ":", "@", "+", ",", "!", "$", "(", "*", "[", "]", " ", "\t", "\u{7f}", "é", "-",
        "_",
        "0x", "1", "A", "example",
    ]

    @Test("a URL that is found normal at a glance is one that normalisation does not change")
    func normalAtAGlance() {
        var generator = SeededGenerator(seed: 5)
        func text(_ first: String, upTo count: Int, usual: Int) -> String {
            (0..<Int.random(in: 0...count, using: &generator)).reduce(into: first) { text, _ in
                text +=
                    Self.pieces[
                        Int.random(
                            in: 0..<(Bool.random(using: &generator) ? usual : Self.pieces.count), using: &generator)]
            }
        }
        var found = 0
        for _ in 0..<20_000 {
            let host = text("shop.example", upTo: Int.random(in: 0...2, using: &generator), usual: 3)
            let path = text("/", upTo: 8, usual: 6)
            let query = text("", upTo: 4, usual: 4)
            let isNormal = RequestURL.isNormal(
                host: Array(host.utf8).span, path: Array(path.utf8).span, query: Array(query.utf8).span)
            guard isNormal else { continue }
            found += 1
            let raw = "https://" + host + path + (query.isEmpty ? "" : "?" + query)
            for decodesReserved in [false, true] {
                let result = Self.normalise(raw, decodingReserved: decodesReserved)
                #expect(result.full == raw && !result.differsFromRaw && !result.wasMalformed)
                #expect(result.path == path && result.origin == "https://" + host)
            }
        }
        #expect(found > 1_000)
    }

    @Test(
        "what is usual is found normal at a glance, and nothing that is not",
        arguments: [
            ("shop.example", "/", "", true), ("shop.example", "/a/b-c_d~e.html", "q=1&r=a+b", true),
            ("d111111abcdef8.cloudfront.net", "/api/v1/items;p=1,2", "", true), ("a", "/x", "", true),
            ("Shop.example", "/", "", false), ("shop.example.", "/", "", false), ("1.2.3.4", "/", "", false),
            ("shop.0x1", "/", "", false), ("shop.example:8080", "/", "", false), ("", "/", "", false),
            ("shop.example", "", "", false), ("shop.example", "a", "", false), ("shop.example", "/a/", "", false),
            ("shop.example", "//a", "", false), ("shop.example", "/a//b", "", false),
            ("shop.example", "/..", "", false),
            ("shop.example", "/a/.b", "", false), ("shop.example", "/a%41", "", false),
            ("shop.example", "/a", "%41", false),
            ("shop.example", "/a", "q='", false), ("shop.example", "/a?b", "", false),
            ("shop.example", "/a", "b#c", false),
            ("shop.example", "/abcdefghijklmnopqrstuvwxyz/é", "", false),
        ]
    )
    func glance(host: String, path: String, query: String, isNormal: Bool) {
        #expect(
            RequestURL.isNormal(
                host: Array(host.utf8).span, path: Array(path.utf8).span, query: Array(query.utf8).span) == isNormal)
    }

    @Test("the parts are told apart")
    func parts() {
        let result = Self.normalise("HTTPS://u:p@Shop.Example:8443//a//b/?q=1&r=%2F#f?")
        #expect(result.full == "https://u:p@shop.example:8443/a/b?q=1&r=%2F#f?")
        #expect(result.origin == "https://u:p@shop.example:8443")
        #expect(result.host == "shop.example")
        #expect(result.path == "/a/b")
        #expect(result.query == "q=1&r=%2F")
        #expect(result.differsFromRaw && !result.wasMalformed)
    }

    @Test(
        "a URL that the standard refuses still has its path",
        arguments: [
            ("https:///login", "https:///login", "/login"),
            ("https:////login", "https:///login", "/login"),
            ("https://a b/login", "https://a b/login", "/login"),
            ("https://a:99999/%6Cogin/", "https://a:99999/login", "/login"),
            ("https://[::1/x/../login", "https://[::1/login", "/login"),
            ("https://300.1.1.1//login", "https://300.1.1.1/login", "/login"),
            ("https, http://shop.example/login", "https, http://shop.example/login", "/login"),
            ("ftp://shop.example:443/login?a", "ftp://shop.example:443/login?a", "/login"),
            ("[object Object]://shop.example/login", "[object Object]://shop.example/login", "/login"),
            ("shop.example/login", "shop.example/login", "/login"),
            ("https://", "https:///", "/"),
            ("https://?login", "https:///?login", "/"),
            ("", "/", "/"),
            ("https:/shop.example/login", "https:/shop.example/login", "/shop.example/login"),
        ]
    )
    func refused(raw: String, full: String, path: String) {
        let result = Self.normalise(raw)
        #expect(result.full == full)
        #expect(result.path == path)
        #expect(result.wasMalformed)
        #expect(result.differsFromRaw == (full != raw))
    }

    @Test("a name beyond ASCII stays as it is, but for ASCII letters")
    func foreignName() {
        let result = Self.normalise("https://KÄSE.Example/a")
        #expect(result.full == "https://kÄse.example/a")
        #expect(!result.wasMalformed)
    }

    @Test("bytes that are no UTF-8 become U+FFFD in a path, as do surrogates, and the standard refuses them in a host")
    func illFormedText() {
        #expect(Self.normalise(Array("https://h/a".utf8) + [0xFF, 0x62]).full == "https://h/a%EF%BF%BDb")
        #expect(Self.normalise(Array("https://h/a".utf8) + [0xED, 0xA0, 0x80]).full == "https://h/a%EF%BF%BD")
        let result = Self.normalise(Array("https://h".utf8) + [0xFF] + Array("/a".utf8))
        #expect(result.wasMalformed && result.path == "/a")
    }

    @Test("no URL makes it trap, and every path is normal")
    func randomBytes() {
        var random = SeededRandom(seed: 9)
        let alphabet = Array("https://ab.%2eEF5C:@[]?#\\\t 0x".utf8) + [0, 0xC3, 0xA4, 0xFF]
        for round in 0..<20_000 {
            let raw =
                Array((round % 3 == 0 ? "" : "https://h").utf8)
                + random.bytes(limit: 60, from: round % 2 == 0 ? alphabet : [])
            let result = Self.normalise(raw, decodingReserved: round % 5 == 0)
            let path = result.path
            #expect(path.hasPrefix("/") && !path.contains("//") && (path == "/" || !path.hasSuffix("/")), "\(raw)")
            #expect(!path.contains("/../") && !path.contains("/./"), "\(raw)")
            #expect(result.full.hasPrefix(result.origin + path), "\(raw)")
        }
    }

    @Test("normalising what has been normalised changes nothing that has no escapes")
    func idempotence() {
        var random = SeededRandom(seed: 10)
        for _ in 0..<5_000 {
            let first = Self.normalise(
                Array("https://h/".utf8) + random.bytes(limit: 30, from: Array("ab./\\?#'~".utf8)))
            if first.full.contains("%") { continue }
            let second = Self.normalise(first.full)
            #expect(second.full == first.full && !second.differsFromRaw)
        }
    }

    @Test("without room the URL is empty and the buffer says so")
    func overflow() {
        let raw = Array("https://shop.example/login?a=b".utf8)
        for limit in 0..<raw.count {
            var buffer = ByteBuffer(limit: limit)
            var scratch = ByteBuffer(limit: 1_000)
            let url = RequestURL.normalise(raw: raw.span, decodingReserved: true, into: &buffer, scratch: &scratch)
            let isEmpty = buffer.hasOverflowed && buffer.count == 0 && url.full.isEmpty && url.path.isEmpty
            #expect(isEmpty && url.wasMalformed)
        }
    }

    @Test("without room to decode, the URL is parsed as it is")
    func scratchOverflow() {
        var buffer = ByteBuffer(limit: 1_000)
        var scratch = ByteBuffer(limit: 4)
        let raw = Array("https://shop.example/a/../%6Cogin/".utf8)
        let url = RequestURL.normalise(raw: raw.span, decodingReserved: true, into: &buffer, scratch: &scratch)
        let path = MatchingSupport.text(buffer.bytes(of: url.path))
        #expect(path == "/%6Cogin")
    }

    @Test("a long URL of nothing but segments to drop is done")
    func longPath() {
        let raw = "https://h" + String(repeating: "/a", count: 20_000) + String(repeating: "/%2e.", count: 19_999)
        #expect(Self.normalise(raw).path == "/a")
    }
}
