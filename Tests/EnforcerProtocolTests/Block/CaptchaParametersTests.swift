// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Testing

@Suite("Captcha parameters")
struct CaptchaParametersTests {
    @Test("They stand in the order of the protocol")
    func ordinary() {
        let text = parameters(
            action: "c", uuid: "5d1f6b40-8f5a-11ef-a9a3-6f1b4d6a1c22", vid: "5e9a5f30-8f5a-11ef-9d0c-2f6f3f1b2c3d",
            url: "https://shop.example/a?b=c", method: "GET")
        #expect(
            text == "?a=c&u=5d1f6b40-8f5a-11ef-a9a3-6f1b4d6a1c22&v=5e9a5f30-8f5a-11ef-9d0c-2f6f3f1b2c3d&m=0"
                + "&b=aHR0cHM6Ly9zaG9wLmV4YW1wbGUvYT9iPWM%3D&h=R0VU")
    }

    @Test("Without values the names stay")
    func empty() {
        #expect(parameters() == "?a=&u=&v=&m=0&b=&h=")
        #expect(parameters(isMobile: true) == "?a=&u=&v=&m=1&b=&h=")
    }

    @Test("What base64 has beyond letters and digits is percent-encoded")
    func base64() {
        #expect(parameters(url: [0xFB, 0xEF, 0xBE]) == "?a=&u=&v=&m=0&b=%2B%2B%2B%2B&h=")
        #expect(parameters(url: [0xFF, 0xFF]) == "?a=&u=&v=&m=0&b=%2F%2F8%3D&h=")
        #expect(parameters(url: [0xFF]) == "?a=&u=&v=&m=0&b=%2Fw%3D%3D&h=")
    }

    @Test("A reader of queries gets hostile values back")
    func hostile() throws {
        let texts = HostileValue.all.map { value in
            parameters(action: value.bytes, uuid: value.bytes, vid: value.bytes, url: value.bytes, method: value.bytes)
        }
        let read: [[[String]]] = try NodeOracle.run(
            """
            const hex = (text) => Buffer.from(text, 'base64').toString('hex');
            const value = ([name, text]) => [name, name === 'b' || name === 'h' ? hex(text) : text];
            return input.map((text) => [...new URLSearchParams(text)].map(value));
            """, on: texts)
        for (index, value) in HostileValue.all.enumerated() {
            #expect(
                texts[index].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>\\`+;".utf8.contains($0) },
                "\(value.name)")
            let hex = value.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            let expected = [
                ["a", value.text], ["u", value.text], ["v", value.text], ["m", "0"], ["b", hex], ["h", hex],
            ]
            #expect(read[index] == expected, "\(value.name)")
        }
    }

    private func parameters(
        action: String = "", uuid: String = "", vid: String = "", url: String, method: String
    ) -> String {
        parameters(
            action: Array(action.utf8), uuid: Array(uuid.utf8), vid: Array(vid.utf8), url: Array(url.utf8),
            method: Array(method.utf8))
    }

    private func parameters(
        action: [UInt8] = [], uuid: [UInt8] = [], vid: [UInt8] = [], isMobile: Bool = false, url: [UInt8] = [],
        method: [UInt8] = []
    ) -> String {
        var values = ByteBuffer(limit: 1 << 16)
        var parameters = CaptchaParameters()
        parameters.action = values.store(action.span)
        parameters.uuid = values.store(uuid.span)
        parameters.vid = values.store(vid.span)
        parameters.isMobile = isMobile
        parameters.url = values.store(url.span)
        parameters.method = values.store(method.span)
        var text = ByteBuffer(limit: 1 << 16)
        var scratch = ByteBuffer(limit: 1 << 20)
        parameters.write(to: &text, values: values.span, scratch: &scratch)
        return String(decoding: text.contents, as: UTF8.self)
    }
}
