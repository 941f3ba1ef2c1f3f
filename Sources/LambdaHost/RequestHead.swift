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
        guard scheme.hasPrefix("http://") || scheme == "https://", url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else {
            throw TransportError(.connection, "the URL is not valid")
        }
        append(method)
        append(url)
        for field in headers where !RequestHead.framing.contains(field.name.lowercased()) {
            guard RequestHead.isToken(field.name) else {
                throw TransportError(.connection, "a header name is not valid")
            }
            guard field.value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
                throw TransportError(.connection, "the value of header \(field.name) is not valid")
            }
            // libcurl takes "name:" as the order to leave the field out.
            let isEmpty = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            append(isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
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
