// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// What the targets hold an exchange's results against.

extension ExchangeRun {
    /// What keeps the result or the calls from being sent; nil if nothing does.
    func violation(of event: [UInt8]) -> String? {
        if isResponse, isUnchanged { return "a response that goes on as it came" }
        if isUnchanged, !result.isEmpty, !contains(event, result) { return "a result that never came" }
        if isResponse || !isUnchanged, !isJSON(result) { return "a result that is no JSON" }
        for (index, text) in calls.enumerated() where index % 2 == 1 {
            if !isJSON(text) { return "a call whose body is no JSON" }
            if String(validating: text, as: UTF8.self) == nil { return "a call whose body is no UTF-8" }
        }
        return nil
    }

    /// What CloudFront would refuse the result for (lambda-edge.md §2.5), if it refused nothing of the event.
    func refusal() -> String? {
        if isUnchanged { return nil }
        var document = JSONDocument()
        guard (try? document.parse(result.span)) != nil, document.kind(of: 0) == .object else { return "no object" }
        if isResponse {
            guard let status = document.member("status", of: 0, in: result.span) else { return "no status" }
            let digits = result[document.raw(of: status).start..<document.raw(of: status).end]
            guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return "no valid status" }
        }
        guard let headers = document.member("headers", of: 0, in: result.span) else { return nil }
        guard document.kind(of: headers) == .object else { return "headers that are no object" }
        var node = headers + 1
        while node + 1 < document.end(of: headers) {
            let name = unescaped(document, node)
            guard !name.isEmpty, name.allSatisfy(isLowerTokenByte) else { return "a header's name" }
            guard document.kind(of: node + 1) == .array else { return "a header without list" }
            var field = node + 2
            while field < document.end(of: node + 1) {
                guard let value = document.member("value", of: field, in: result.span) else { return "no value" }
                if unescaped(document, value).contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                    return "a control in \(String(decoding: name, as: UTF8.self))"
                }
                field = document.end(of: field)
            }
            node = document.end(of: node + 1)
        }
        return nil
    }

    private func unescaped(_ document: JSONDocument, _ node: Int) -> [UInt8] {
        var buffer = ByteBuffer(limit: 4 * result.count)
        buffer.append(jsonUnescaping: result.span.bytes(of: document.raw(of: node)))
        return bytes(of: buffer.span)
    }

    /// A token (RFC 9110 §5.6.2) in lower case, as CloudFront has the names of headers.
    private func isLowerTokenByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
    }
}
