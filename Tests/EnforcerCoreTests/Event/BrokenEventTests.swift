// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

/// What is wrong with the text as JSON, and what happens then.
struct BrokenEventTests {
    private static let event =
        #"{"Records":[{"cf":{"config":{"eventType":"viewer-request"},"request":{"uri":"/\u0061","#
        + #""headers":{"a":[{"key":"A","value":"x\n"}],"b":[]}}}}]}"#

    @Test("an event that ends early is incomplete, wherever that is")
    func truncated() {
        let bytes = Array(Self.event.utf8)
        for count in 0..<bytes.count {
            let scan = Scan(Array(bytes[0..<count]))
            #expect(scan.error == JSONError(.incomplete, at: count))
        }
        #expect(Scan(bytes).error == nil)
    }

    @Test("what follows the event is malformed", arguments: ["x", "{}", ",", "\u{0}", "\u{FEFF}"])
    func trailing(garbage: String) {
        let scan = Scan(Self.event + garbage)
        #expect(scan.error == JSONError(.malformed, at: Self.event.utf8.count))
    }

    @Test("an event that nests too deep is refused, also where it is passed over")
    func tooDeep() {
        let scan = Scan(#"{"x":"# + String(repeating: "[", count: 100_000))
        #expect(scan.error == JSONError(.tooDeep, at: 5 + 1023))
    }

    @Test("a buffer without room to unescape is too large, and every smaller one too")
    func noRoom() {
        let bytes = Array(Self.event.utf8)
        // Three strings hold escapes; each is copied whole, then shrinks: `/\u0061` to `/a`, `x\n` to two bytes.
        let needed = bytes.count + max(7, 2 + 3)
        for limit in bytes.count...needed + 2 {
            var buffer = ByteBuffer(limit: limit)
            buffer.append(bytes.span)
            var scanner = EventScanner()
            var code: JSONError.Code?
            do throws(JSONError) {
                try scanner.advance(over: buffer.span)
                try scanner.finish(&buffer)
            } catch {
                code = error.code
            }
            #expect(code == (limit < needed ? .tooLarge : nil))
        }
    }

    @Test("a scanner may be used again, also after an error in the middle of a header")
    func reuse() {
        let broken = Array(#"{"Records":[{"cf":{"request":{"uri":"/old","headers":{"old":[{"value":"x","y":[["#.utf8)
        let sound = Array(Self.event.utf8)
        var scanner = EventScanner()
        for text in [broken, sound, broken, sound] {
            scanner.reset()
            var buffer = ByteBuffer(limit: 1000)
            buffer.append(text.span)
            do throws(JSONError) {
                try scanner.advance(over: buffer.span)
                try scanner.finish(&buffer)
                let fresh = Scan(text)
                let names = scanner.event.request.headers.fields.map { copy(of: buffer.bytes(of: $0.name)) }
                #expect(names == fresh.event.request.headers.fields.map { fresh.text($0.name) })
                #expect(copy(of: buffer.bytes(of: scanner.event.request.uri.raw)) == Array("/a".utf8))
                #expect(scanner.event.request.range == fresh.event.request.range)
            } catch {
                #expect(text == broken)
                #expect(error.code == .incomplete)
            }
        }
    }
}
