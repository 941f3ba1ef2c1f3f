// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// Method, URL and header fields of a request in the form that the C side takes: texts that end with a zero byte.
///
/// Field by field this is also the guard against request splitting: a value that holds a line break makes no request.
struct RequestHead {
    private(set) var text: [UInt8] = []

    /// - Throws: a `.connection` error that says what is wrong, without the offending value.
    init(method: String, url: String, headers: [OutgoingRequest.Field]) throws(TransportError) {
        guard RequestHead.isToken(method) else { throw TransportError(.connection, "the method is not valid") }
        let scheme = url.prefix(8).lowercased()
        guard scheme.hasPrefix("http://") || scheme == "https://", RequestHead.isVisible(url) else {
            throw TransportError(.connection, "the URL is not valid")
        }
        append(method)
        append(url)
        for field in headers where !RequestHead.framing.contains(field.name.lowercased()) {
            try RequestHead.check(field)
            // libcurl takes "name:" as the order to leave the field out.
            let isEmpty = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            append(isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
    }

    /// The same checks for a request that is not libcurl's to write: its header as RFC 9112 has it, with the empty line.
    ///
    /// - Parameters:
    ///   - target: path, and perhaps query.
    ///   - headers: sent as they are, framing fields, too.
    ///   - bodySize: for `Content-Length`; nil leaves that out.
    static func text(
        method: String,
        target: String,
        host: String,
        headers: [OutgoingRequest.Field],
        bodySize: Int?
    ) throws(TransportError) -> [UInt8] {
        guard isToken(method) else { throw TransportError(.connection, "the method is not valid") }
        guard isVisible(target), isVisible(host) else { throw TransportError(.connection, "the URL is not valid") }
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        for field in headers {
            try check(field)
            text += "\(field.name): \(field.value)\r\n"
        }
        if let bodySize { text += "Content-Length: \(bodySize)\r\n" }
        text += "\r\n"
        return Array(text.utf8)
    }

    private static func check(_ field: OutgoingRequest.Field) throws(TransportError) {
        guard isToken(field.name) else { throw TransportError(.connection, "a header name is not valid") }
        guard field.value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
            throw TransportError(.connection, "the value of header \(field.name) is not valid")
        }
    }

    /// Neither white space nor control.
    private static func isVisible(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    private mutating func append(_ part: String) {
        text.append(contentsOf: part.utf8)
        text.append(0)
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(tokenBytes.contains)
    }

    private static let tokenBytes: [UInt8] = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~".utf8
    )

    /// Fields that belong to one hop (RFC 9110 §7.6.1) or frame the body. The client makes its own; a visitor's, passed
    /// on, could end the kept connection or contradict the body.
    private static let framing = [
        "connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}
