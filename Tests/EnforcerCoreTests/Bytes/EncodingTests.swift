// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

@Suite("Base64, hexadecimal and percent escapes")
struct EncodingTests {
    struct Fixture: Decodable {
        var base64: [[String]]
        var percent: [[String?]]
    }

    static func text(_ write: (inout ByteBuffer) -> Void) -> String {
        String(decoding: MatchingSupport.written(write), as: UTF8.self)
    }

    // MARK: - Base64

    @Test("base64 is read as leniently as Node.js reads it")
    func base64Decoding() throws {
        let rows = try MatchingSupport.fixture("bytes/text.json", as: Fixture.self).base64
        #expect(rows.count >= 300)
        for row in rows {
            let bytes = MatchingSupport.written { $0.append(base64Decoding: Array(row[0].utf8).span) }
            #expect(Self.text { $0.append(hexEncoding: bytes.span) } == row[1], "\(row[0])")
        }
    }

    @Test("base64 is written as Foundation writes it, and read back")
    func base64Encoding() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let bytes = random.bytes(limit: 40)
            let text = Self.text { $0.append(base64Encoding: bytes.span) }
            #expect(text == Data(bytes).base64EncodedString())
            #expect(MatchingSupport.written { $0.append(base64Decoding: Array(text.utf8).span) } == bytes)
        }
    }

    // MARK: - Hexadecimal

    @Test("hexadecimal is written in lower case, and its digits are read in both")
    func hexadecimal() {
        #expect(Self.text { $0.append(hexEncoding: [0x00, 0x1F, 0xA0, 0xFF].span) } == "001fa0ff")
        for byte in UInt8.min...UInt8.max {
            #expect(Hex.value(of: byte) == UInt8(String(Unicode.Scalar(byte)), radix: 16))
            #expect(Hex.value(of: Hex.digit(byte)) == byte & 0x0F)
        }
    }

    // MARK: - Percent escapes

    @Test("escapes are decoded as JavaScript decodes them")
    func percentDecoding() throws {
        let rows = try MatchingSupport.fixture("bytes/text.json", as: Fixture.self).percent
        #expect(rows.count >= 600)
        for row in rows {
            let text = Array(try #require(row[0]).utf8)
            var buffer = ByteBuffer(limit: 1_000)
            buffer.append("kept ")
            let isURI = buffer.append(decodingURI: text.span)
            let uri = MatchingSupport.text(buffer.span)
            #expect(uri == "kept " + (row[1] ?? "") && isURI == (row[1] != nil), "\(row)")
            buffer.truncate(to: 5)
            let isComponent = buffer.append(decodingURIComponent: text.span)
            let component = MatchingSupport.text(buffer.span)
            #expect(component == "kept " + (row[2] ?? "") && isComponent == (row[2] != nil), "\(row)")
        }
    }

    @Test(
        "each reserved character's escape is left by the one and decoded by the other", arguments: Array(";/?:@&=+$,#"))
    func reserved(character: Character) throws {
        let byte = try #require(character.asciiValue)
        let escape = "%" + String(byte, radix: 16)
        #expect(Percent.isReserved(byte))
        #expect(Self.text { _ = $0.append(decodingURI: Array(escape.utf8).span) } == escape)
        #expect(Self.text { _ = $0.append(decodingURIComponent: Array(escape.utf8).span) } == String(character))
    }

    @Test("a component keeps only what is unreserved")
    func percentEncoding() {
        let all = (0..<256).map { UInt8($0) }
        let text = Self.text { $0.append(percentEncodingComponent: all.span) }
        let kept = text.replacing(/%[0-9A-F]{2}/, with: "")
        #expect(kept == "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~")
        #expect(text.utf8.count == kept.utf8.count + 3 * (256 - kept.utf8.count))
        #expect(Self.text { $0.append(percentEncodingComponent: Array("a+b/ä=".utf8).span) } == "a%2Bb%2F%C3%A4%3D")
    }

    @Test("any text survives being encoded and decoded")
    func percentRoundTrip() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<500 {
            let text = String(decoding: random.bytes(limit: 30), as: UTF8.self)
            let encoded = MatchingSupport.written { $0.append(percentEncodingComponent: Array(text.utf8).span) }
            #expect(Self.text { _ = $0.append(decodingURIComponent: encoded.span) } == text)
        }
    }

    @Test("an escape needs two digits, and an index inside", arguments: [-1, 0, 1, 3, 4, 5, 6, Int.max])
    func escapeAt(index: Int) {
        let byte = Percent.byte(in: Array("a%4f%4".utf8).span, at: min(index, 1_000))
        #expect(byte == (index == 1 ? 0x4F : nil))
    }
}
