// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The WHATWG URL parser and serialiser (WHATWG URL §4.4, §4.5) for absolute http and https URLs.
///
///     url       = scheme "://" authority path [ "?" query ] [ "#" fragment ]
///     authority = [ user [ ":" password ] "@" ] host [ ":" port ]
///
/// `HTTPS://Shop.example:443\a\.%2e/b c?d=' ` gives `https://shop.example/b%20c?d=%27`.
///
/// Nothing is refused. Where the standard fails, in the scheme or the authority, these are kept as they stand and what
/// follows is read as always: a request with a strange host must not get past the routes. So is an authority of no
/// bytes: the standard would skip slashes and take the first path segment for the host.
struct URLParser: ~Escapable {
    private let text: Span<UInt8>
    private var index = 0
    private var result = ParsedURL()

    /// Appends the URL in `text`, which has neither tabs nor line ends, to `buffer`.
    static func parse(_ text: Span<UInt8>, into buffer: inout ByteBuffer) -> ParsedURL {
        var parser = URLParser(text)
        parser.result.start = buffer.count
        let defaultPort = parser.appendScheme(to: &buffer)
        parser.appendAuthority(defaultPort: defaultPort, to: &buffer)
        parser.appendPath(to: &buffer)
        parser.appendQueryAndFragment(to: &buffer)
        return parser.result
    }

    @_lifetime(copy text)
    private init(_ text: Span<UInt8>) {
        var start = 0
        var end = text.count
        while start < end, text[start] <= 0x20 { start += 1 }
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        self.text = text.extracting(start..<end)
    }

    private static func isSlash(_ byte: UInt8) -> Bool {
        byte == 0x2F || byte == 0x5C
    }

    // MARK: - Scheme and authority

    /// - Returns: the default port; nil if the scheme is neither of ours.
    private mutating func appendScheme(to buffer: inout ByteBuffer) -> Int? {
        if let colon = text.firstIndex(of: 0x3A), colon + 2 < text.count,
            Self.isSlash(text[colon + 1]), Self.isSlash(text[colon + 2])
        {
            index = colon + 3
            let scheme = text.extracting(0..<colon)
            if scheme.equalsIgnoringASCIICase("https") {
                buffer.append("https://")
                return 443
            }
            if scheme.equalsIgnoringASCIICase("http") {
                buffer.append("http://")
                return 80
            }
        }
        result.isWellFormed = false
        index = endOfForeignScheme()
        buffer.append(text.extracting(0..<index))
        return nil
    }

    /// Behind the first `://`; 0 if there is none.
    private func endOfForeignScheme() -> Int {
        var position = 0
        while let colon = text.firstIndex(of: 0x3A, from: position) {
            if text.extracting(colon..<text.count).hasPrefix("://") { return colon + 3 }
            position = colon + 1
        }
        return 0
    }

    private mutating func appendAuthority(defaultPort: Int?, to buffer: inout ByteBuffer) {
        let start = index
        while index < text.count, !Self.isSlash(text[index]), text[index] != 0x3F, text[index] != 0x23 { index += 1 }
        let authority = text.extracting(start..<index)
        let mark = buffer.count
        if let defaultPort, let host = Self.append(authority: authority, defaultPort: defaultPort, to: &buffer) {
            result.host = host
            return
        }
        result.isWellFormed = false
        buffer.truncate(to: mark)
        result.host = buffer.store(authority)
    }

    private static func append(
        authority: Span<UInt8>, defaultPort: Int, to buffer: inout ByteBuffer
    ) -> ByteSlice? {
        let at = authority.lastIndex(of: 0x40)
        if let at { append(userInfo: authority.extracting(0..<at), to: &buffer) }
        let hostAndPort = authority.extracting((at ?? -1) + 1..<authority.count)
        let colon = endOfHost(in: hostAndPort)
        let start = buffer.count
        guard URLHost.append(hostAndPort.extracting(0..<colon), to: &buffer) else { return nil }
        let host = ByteSlice(from: start, to: buffer.count)
        guard colon < hostAndPort.count else { return host }
        guard let port = port(in: hostAndPort.extracting(colon + 1..<hostAndPort.count), default: defaultPort) else {
            return nil
        }
        if port != defaultPort {
            buffer.append(0x3A)
            buffer.append(decimal: Int64(port))
        }
        return host
    }

    private static func append(userInfo: Span<UInt8>, to buffer: inout ByteBuffer) {
        let colon = userInfo.firstIndex(of: 0x3A) ?? userInfo.count
        let start = buffer.count
        buffer.append(userInfo.extracting(0..<colon), escaping: .userInfo)
        if colon + 1 < userInfo.count {
            buffer.append(0x3A)
            buffer.append(userInfo.extracting(colon + 1..<userInfo.count), escaping: .userInfo)
        }
        if buffer.count > start { buffer.append(0x40) }
    }

    /// The first colon outside brackets, or the end.
    private static func endOfHost(in text: Span<UInt8>) -> Int {
        var isInsideBrackets = false
        for index in text.indices {
            switch text[index] {
            case 0x5B: isInsideBrackets = true
            case 0x5D: isInsideBrackets = false
            case 0x3A: if !isInsideBrackets { return index }
            default: break
            }
        }
        return text.count
    }

    /// - Returns: the default for an empty port; nil for what is none.
    private static func port(in text: Span<UInt8>, default defaultPort: Int) -> Int? {
        if text.isEmpty { return defaultPort }
        var value = 0
        for index in text.indices {
            guard ASCII.isDigit(text[index]) else { return nil }
            value = value * 10 + Int(text[index] &- 0x30)
            guard value <= 0xFFFF else { return nil }
        }
        return value
    }

    // MARK: - Path, query, fragment

    private mutating func appendPath(to buffer: inout ByteBuffer) {
        let start = buffer.count
        if index < text.count, Self.isSlash(text[index]) { index += 1 }
        while true {
            let segment = nextSegment()
            let isLast = index >= text.count || !Self.isSlash(text[index])
            switch Self.dots(in: segment) {
            case 0:
                buffer.append(0x2F)
                buffer.append(segment, escaping: .path)
            case 1:
                if isLast { buffer.append(0x2F) }
            default:
                Self.dropLastSegment(of: &buffer, from: start)
                if isLast { buffer.append(0x2F) }
            }
            if isLast { break }
            index += 1
        }
        result.path = ByteSlice(from: start, to: buffer.count)
    }

    @_lifetime(copy self)
    private mutating func nextSegment() -> Span<UInt8> {
        let start = index
        while index < text.count, !Self.isSlash(text[index]), text[index] != 0x3F, text[index] != 0x23 { index += 1 }
        return text.extracting(start..<index)
    }

    /// 1 for `.`, 2 for `..`, either dot also as `%2e`; 0 for any other segment.
    private static func dots(in segment: Span<UInt8>) -> Int {
        var dots = 0
        var index = 0
        while index < segment.count {
            if segment[index] == 0x2E {
                index += 1
            } else if Percent.byte(in: segment, at: index) == 0x2E {
                index += 3
            } else {
                return 0
            }
            dots += 1
            if dots > 2 { return 0 }
        }
        return dots
    }

    private static func dropLastSegment(of buffer: inout ByteBuffer, from start: Int) {
        var end = buffer.count
        while end > start {
            end -= 1
            if buffer[end] == 0x2F { break }
        }
        buffer.truncate(to: end)
    }

    private mutating func appendQueryAndFragment(to buffer: inout ByteBuffer) {
        if index < text.count, text[index] == 0x3F {
            let end = text.firstIndex(of: 0x23, from: index) ?? text.count
            buffer.append(0x3F)
            let start = buffer.count
            buffer.append(text.extracting(index + 1..<end), escaping: .query)
            result.query = ByteSlice(from: start, to: buffer.count)
            index = end
        }
        if index < text.count {
            buffer.append(0x23)
            buffer.append(text.extracting(index + 1..<text.count), escaping: .fragment)
        }
        result.end = buffer.count
    }
}
