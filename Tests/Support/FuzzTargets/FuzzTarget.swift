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
        cookieHeader, url, ipAddress, pattern, event, frame, form, multipart, configuration, exchange, token,
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
