// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Walks the parameters of a header value (RFC 9110 §5.6.6): those of `multipart/form-data; boundary="x"; a=b` are
/// `boundary` and `a`.
///
/// Read leniently: no escapes in quoted text, because browsers write none there (WHATWG HTML §4.10.22.8) and old ones put
/// bare backslashes of file names; a quote that is not closed ends with the text.
package struct HeaderParameters: BitwiseCopyable {
    private var index = 0

    package init() {}

    /// The next parameter, as slices of `text`, which is the same at every call.
    package mutating func next(in text: Span<UInt8>) -> (name: ByteSlice, value: ByteSlice)? {
        while let semicolon = text.firstIndex(of: 0x3B, from: index) {
            index = semicolon + 1
            skipWhitespace(in: text)
            let nameStart = index
            while index < text.count, text[index] != 0x3D, text[index] != 0x3B { index += 1 }
            guard index < text.count, text[index] == 0x3D else { continue }
            let name = slice(from: nameStart, to: index, trimmedIn: text)
            index += 1
            return (name, value(in: text))
        }
        index = text.count
        return nil
    }

    private mutating func value(in text: Span<UInt8>) -> ByteSlice {
        skipWhitespace(in: text)
        if index < text.count, text[index] == 0x22 {
            let start = index + 1
            let end = text.firstIndex(of: 0x22, from: start) ?? text.count
            index = end
            return ByteSlice(from: start, to: end)
        }
        let start = index
        index = text.firstIndex(of: 0x3B, from: start) ?? text.count
        return slice(from: start, to: index, trimmedIn: text)
    }

    private mutating func skipWhitespace(in text: Span<UInt8>) {
        while index < text.count, ASCII.isWhitespace(text[index]) { index += 1 }
    }

    private func slice(from start: Int, to end: Int, trimmedIn text: Span<UInt8>) -> ByteSlice {
        var end = end
        while end > start, ASCII.isWhitespace(text[end - 1]) { end -= 1 }
        return ByteSlice(from: start, to: end)
    }
}
