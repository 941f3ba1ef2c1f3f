// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What the captcha script is told in its URL (protocol.md §7.3).
///
/// Written as `?a=c&u=<uuid>&v=<vid>&m=0&b=<base64 of the URL>&h=<base64 of the method>`. Every value is
/// percent-encoded, because a raw `+` of base64 would be read as a blank and a vid may be anything (protocol.md D3).
/// Values are slices of the bytes given to `write`; an empty one is written as nothing, its name stays.
package struct CaptchaParameters: BitwiseCopyable, Sendable {
    /// The letter, or letters, of the Risk API's action.
    package var action = ByteSlice.empty
    package var uuid = ByteSlice.empty
    package var vid = ByteSlice.empty
    package var isMobile = false
    /// The normalised URL of the request, not yet base64.
    package var url = ByteSlice.empty
    /// The method of the request, not yet base64.
    package var method = ByteSlice.empty

    package init() {}

    /// - Parameter scratch: working space; what is in it is lost.
    package func write(to url: inout ByteBuffer, values: Span<UInt8>, scratch: inout ByteBuffer) {
        url.append("?a=")
        url.append(percentEncoding: values.bytes(of: action))
        url.append("&u=")
        url.append(percentEncoding: values.bytes(of: uuid))
        url.append("&v=")
        url.append(percentEncoding: values.bytes(of: vid))
        url.append(isMobile ? "&m=1" : "&m=0")
        url.append("&b=")
        url.append(percentEncodedBase64: values.bytes(of: self.url), scratch: &scratch)
        url.append("&h=")
        url.append(percentEncodedBase64: values.bytes(of: method), scratch: &scratch)
    }
}

extension ByteBuffer {
    /// Appends `text` with everything but RFC 3986's unreserved characters as `%XX`. What is not well-formed UTF-8
    /// becomes U+FFFD first: readers refuse the whole query otherwise.
    fileprivate mutating func append(percentEncoding text: Span<UInt8>) {
        var index = 0
        while index < text.count {
            let end = text.endOfPlain(from: index) { Self.isUnreserved($0) }
            if end > index {
                append(text.extracting(index..<end))
                index = end
                continue
            }
            let scalar = UTF8Text.pageScalar(in: text, at: index)
            if scalar.isWellFormed {
                for offset in 0..<scalar.width { append(percentEncoding: text[index + offset]) }
            } else {
                append("%EF%BF%BD")
            }
            index += scalar.width
        }
    }

    /// RFC 3986 §2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
        default: ASCII.isLetter(byte) || ASCII.isDigit(byte)
        }
    }

    /// Appends the padded base64 of `bytes`, in which only `+`, `/` and `=` need an escape.
    fileprivate mutating func append(percentEncodedBase64 bytes: Span<UInt8>, scratch: inout ByteBuffer) {
        scratch.removeAll()
        scratch.append(base64Encoding: bytes)
        append(percentEncoding: scratch.span)
    }
}
