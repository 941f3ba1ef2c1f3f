// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// One entry point of the engine under bytes of an attacker's choice, and what must hold for all of them.
///
/// Scripts/fuzz drives these with libFuzzer, FuzzTests for a bounded time from a seed.
package struct FuzzTarget: Sendable {
    /// Names the dictionary and the corpus, too: `cookie-header`.
    package let name: String

    /// Makes what checks one input after the other, and says of each what does not hold for it; nil if all does.
    package let makeCheck: @Sendable () -> (_ input: [UInt8]) -> String?

    package static let all = [
        cookieHeader, url, ipAddress, ipRange, pattern, patternReference, json, event, frame, form, multipart, graphQL,
        configuration, token, sealedToken, jwt, dataEnrichment, riskAnswer, handOver, runtimeAnswer, exchange, visit,
    ]
}

/// The input up to its first zero byte, and what is behind that.
func halves(_ input: [UInt8]) -> ([UInt8], [UInt8]) {
    let end = input.firstIndex(of: 0) ?? input.count
    return (Array(input[..<end]), Array(input[min(end + 1, input.count)...]))
}

/// A text of ours, as bytes.
func bytes(of span: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in span.indices { bytes.append(span[index]) }
    return bytes
}

/// (Foundation's reader refuses escaped lone surrogates, which JSON allows and JavaScript writes.)
package func isJSON(_ text: [UInt8]) -> Bool {
    var document = JSONDocument()
    return (try? document.parse(text.span)) != nil
}

func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains { whole[$0...].starts(with: part) }
}

func base64(_ bytes: [UInt8]) -> [UInt8] {
    var buffer = ByteBuffer(limit: 2 * bytes.count + 4)
    buffer.append(base64Encoding: bytes.span)
    return FuzzTargets.bytes(of: buffer.span)
}

/// The inside of a JSON string that stands for the characters with these numbers.
func escaped(_ bytes: [UInt8]) -> String {
    bytes.reduce(into: "") { text, byte in
        let scalar = Unicode.Scalar(byte)
        let isPlain = scalar.isASCII && byte >= 0x20 && byte != 0x22 && byte != 0x5C
        let digits = String(byte, radix: 16)
        text += isPlain ? String(scalar) : "\\u00" + (digits.count < 2 ? "0" : "") + digits
    }
}
