// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Reads from the event what the decision needs (protocol.md §1.3).
    mutating func readContext(_ engine: borrowing Engine) {
        context.method = event.request.method.raw
        context.clientIP = clientIP(engine.configuration)
        readMobile()
        readUserAgent(limit: engine.configuration.userAgentMaximumLength)
        readURL(engine.configuration)
        readViewerConnection()
        readLogRequest(engine.configuration)
    }

    /// The first value of a request header, or nil.
    func header(_ name: StaticString) -> ByteSlice? {
        event.request.headers.first(name, in: text.span)
    }

    func header(_ name: Span<UInt8>) -> ByteSlice? {
        event.request.headers.first(name, in: text.span)
    }

    /// What the customer's function says; else the first configured header that has something to say, word for word; else
    /// the peer (protocol.md §11.5).
    private mutating func clientIP(_ configuration: borrowing CompiledConfiguration) -> ByteSlice {
        if let address = answeredText(), !address.isEmpty {
            trace.note(.userIP, "from_hook", .extractUserIP)
            return address
        }
        for index in 0..<configuration.ipHeaders.count {
            if let value = header(configuration.ipHeaders[index]), !value.isEmpty { return value }
        }
        return event.request.clientIP.raw
    }

    private mutating func readUserAgent(limit: Int) {
        guard let value = header("user-agent") else { return }
        // No text has more units than bytes, and ASCII is always well-formed.
        guard Int(value.count) > limit || !text.bytes(of: value).isASCII else {
            context.userAgent = value
            return
        }
        scratch.removeAll()
        scratch.append(value, of: text, utf16Limit: limit)
        context.userAgent = text.bytes(of: value).equals(scratch.span) ? value : text.store(scratch)
    }

    /// Puts the URL together and normalises it (protocol.md §11.7).
    private mutating func readURL(_ configuration: borrowing CompiledConfiguration) {
        // CloudFront never shows this header; where it is there all the same, it names the scheme [D22].
        let scheme = header("x-forwarded-proto") ?? .empty
        let isPlain = text.bytes(of: scheme).trimmed().equalsIgnoringASCIICase("http")
        let host = header("host") ?? .empty
        let request = event.request
        let start = text.count
        text.append(isPlain ? "http://" : "https://")
        text.append(copyOf: host)
        text.append(copyOf: request.uri.raw)
        if !request.querystring.raw.isEmpty {
            text.append(0x3F)
            text.append(copyOf: request.querystring.raw)
        }
        context.rawURL = ByteSlice(from: start, to: text.count)
        let pathStart = start + (isPlain ? 7 : 8) + Int(host.count)
        guard !isNormal(host, event.request.uri.raw, event.request.querystring.raw) else {
            context.url = context.rawURL
            context.path = ByteSlice(from: pathStart, to: pathStart + Int(request.uri.raw.count))
            context.pathAndQuery = ByteSlice(from: pathStart, to: text.count)
            noteURL("as_it_came", configuration)
            return
        }

        scratch.removeAll()
        parts.removeAll()
        let normalised = Self.normalise(
            context.rawURL,
            of: text,
            decodingReserved: configuration.decodesReservedCharacters,
            into: &parts,
            scratch: &scratch
        )
        context.urlDiffersFromRaw = normalised.differsFromRaw
        context.url = text.store(normalised.full, of: parts)
        context.path = text.store(normalised.path, of: parts)
        context.pathAndQuery = ByteSlice(
            from: context.url.start + min(Int(normalised.origin.count), Int(context.url.count)),
            to: context.url.end
        )
        noteURL(
            normalised.wasMalformed ? "malformed" : normalised.differsFromRaw ? "normalised" : "as_it_came",
            configuration
        )
    }

    /// Whether the URL of these parts, and of nothing else, is as normalisation would leave it.
    private func isNormal(_ host: ByteSlice, _ path: ByteSlice, _ query: ByteSlice) -> Bool {
        !text.hasOverflowed
            && RequestURL.isNormal(
                host: text.bytes(of: host), path: text.bytes(of: path), query: text.bytes(of: query))
    }

    private mutating func noteURL(_ outcome: StaticString, _ configuration: borrowing CompiledConfiguration) {
        trace.note(
            .url, outcome, configuration.decodesReservedCharacters ? .decodesReservedCharacters : nil,
            detail: context.path)
    }

    /// Parameters of their own let the compiler see that the text is read while the other two are written.
    private static func normalise(
        _ raw: ByteSlice,
        of text: borrowing ByteBuffer,
        decodingReserved: Bool,
        into parts: inout ByteBuffer,
        scratch: inout ByteBuffer
    ) -> NormalisedURL {
        RequestURL.normalise(
            raw: text.bytes(of: raw),
            decodingReserved: decodingReserved,
            into: &parts,
            scratch: &scratch
        )
    }

    /// Headers that CloudFront adds for functions behind the viewer-request event (configuration.md §1.6).
    private mutating func readViewerConnection() {
        context.httpVersion = header("cloudfront-viewer-http-version") ?? .empty
        guard let tls = header("cloudfront-viewer-tls") else { return }
        let start = text.bytes(of: tls).hasPrefix("TLSv") ? tls.start + 4 : tls.start
        let end = text.index(of: 0x3A, in: tls)
        context.tlsProtocol = ByteSlice(from: start, to: end)
        let rest = ByteSlice(from: end + 1, to: tls.end)
        context.tlsCipher = ByteSlice(from: rest.start, to: text.index(of: 0x3A, in: rest))
    }

    /// Reads the cookies, which requests that are filtered do without.
    mutating func readCookies(_ configuration: borrowing CompiledConfiguration) {
        let headers = event.request.headers
        for field in headers.fields where field.isNamed("cookie", in: text.span) {
            // Every value counts: a pair never spans two of them, so reading one after the other is the same as joining
            // them [D2].
            for index in 0..<headers.valueCount(of: field) {
                cookies.parse(header: headers.value(index, of: field), of: text)
            }
        }
        if !configuration.customCookieHeader.isEmpty, let custom = header(configuration.customCookieHeader.span) {
            cookies.parse(header: custom, of: text)
        }
        if let vid = cookies.value(of: WireName.visitorIDCookie, in: text.span), isVisitorID(vid) {
            context.visitorID = vid
            if !mobile.isMobile { context.vid = JSONScalar(slice: vid, isText: true) }
        }
        if !mobile.isMobile, let pxhd = cookies.value(of: WireName.visitorCookie, in: text.span) {
            context.pxhd = JSONScalar(slice: pxhd, isText: true)
        }
        context.crossTabSession = cookies.value(of: WireName.crossTabSessionCookie, in: text.span) ?? .empty
    }

    /// A visitor id from a cookie is taken only if it has the form of one: it is written into pages [D4].
    private func isVisitorID(_ slice: ByteSlice) -> Bool {
        let bytes = text.bytes(of: slice)
        guard bytes.count == 36 else { return false }
        for index in 0..<36 {
            let byte = bytes[index]
            let isRight =
                switch index {
                case 8, 13, 18, 23: byte == 0x2D
                case 14: byte >= 0x31 && byte <= 0x35
                case 19: byte == 0x38 || byte == 0x39 || byte == 0x61 || byte == 0x62
                default: ASCII.isDigit(byte) || byte >= 0x61 && byte <= 0x66
                }
            if !isRight { return false }
        }
        return true
    }

    /// The first entry of a route list that the path matches.
    mutating func firstMatch(in routes: borrowing RouteList) -> Int? {
        Self.firstMatch(in: routes, for: context.path, of: text, using: &patternWorkspace)
    }

    private static func firstMatch(
        in routes: borrowing RouteList,
        for path: ByteSlice,
        of text: borrowing ByteBuffer,
        using workspace: inout PatternWorkspace
    ) -> Int? {
        routes.firstMatch(for: text.bytes(of: path), using: &workspace)
    }

    /// Whether the path is one where even monitor mode blocks (protocol.md §1.4).
    mutating func isEnforcedRoute(_ configuration: borrowing CompiledConfiguration) -> Bool {
        guard let element = firstMatch(in: configuration.enforcedRoutes) else { return false }
        trace.note(.enforcedRoute, "enforced", .enforcedRoutes, element: element)
        return true
    }

    /// Finds out whether the configuration has a block simulated only. False if it does not, and then the customer's
    /// function may.
    mutating func readMonitoring(_ configuration: borrowing CompiledConfiguration) -> Bool {
        if configuration.mode == .monitor {
            context.isMonitored = !bypassesMonitoring(configuration)
            if context.isMonitored { trace.note(.mode, "monitor", .moduleMode) }
            return true
        }
        guard let element = firstMatch(in: configuration.monitoredRoutes) else {
            trace.note(.mode, "active_blocking", .moduleMode)
            return false
        }
        context.isMonitored = !bypassesMonitoring(configuration)
        if context.isMonitored { trace.note(.monitoredRoute, "monitor", .monitoredRoutes, element: element) }
        return true
    }

    mutating func bypassesMonitoring(_ configuration: borrowing CompiledConfiguration) -> Bool {
        guard !configuration.bypassMonitorHeader.isEmpty,
            let value = header(configuration.bypassMonitorHeader.span), text.bytes(of: value).equals("1")
        else { return false }
        trace.note(.bypassMonitor, "bypassed", .bypassMonitorHeader)
        return true
    }
}

extension ByteBuffer {
    /// Where `byte` first stands in `slice`; the slice's end if it does not.
    func index(of byte: UInt8, in slice: ByteSlice) -> Int {
        slice.start + (bytes(of: slice).firstIndex(of: byte) ?? Int(slice.count))
    }

    /// Appends a version 4 UUID (RFC 9562 §5.4) made of 122 of the 128 bits.
    mutating func append(uuid entropy: Entropy) {
        let high = entropy.high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = entropy.low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        append(hexEncoding: UInt16(truncatingIfNeeded: high >> 48))
        append(hexEncoding: UInt16(truncatingIfNeeded: high >> 32))
        append(0x2D)
        append(hexEncoding: UInt16(truncatingIfNeeded: high >> 16))
        append(0x2D)
        append(hexEncoding: UInt16(truncatingIfNeeded: high))
        append(0x2D)
        append(hexEncoding: UInt16(truncatingIfNeeded: low >> 48))
        append(0x2D)
        append(hexEncoding: UInt16(truncatingIfNeeded: low >> 32))
        append(hexEncoding: UInt16(truncatingIfNeeded: low >> 16))
        append(hexEncoding: UInt16(truncatingIfNeeded: low))
    }
}
