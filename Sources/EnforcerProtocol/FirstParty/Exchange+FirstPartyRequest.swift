// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// What a first-party request becomes.
enum FirstPartyStep: BitwiseCopyable {
    /// The call to the vendor was written, or the request turned there.
    case send
    /// The substitute was written.
    case substituted
}

extension Exchange {
    /// Finds out whether the request is for a first-party path (protocol.md §8.1).
    func firstPartyMatch(_ configuration: borrowing CompiledConfiguration) -> FirstPartyMatch? {
        FirstPartyPaths.match(text.bytes(of: context.path), configuration)
    }

    /// Asks the vendor for what the request wants, or substitutes what cannot be asked for.
    mutating func serveFirstParty(_ engine: borrowing Engine, _ match: FirstPartyMatch) -> FirstPartyStep {
        guard engine.configuration.isFirstPartyEnabled else {
            trace.note(.firstParty, "switched_off", .firstPartyEnabled)
            writeSubstitute(match.kind)
            return .substituted
        }
        guard let upstream = upstream(engine.configuration, match), function == .firstParty || hasWholeBody else {
            trace.note(.firstParty, "refused")
            writeSubstitute(match.kind)
            return .substituted
        }
        // With its port, where the configured URL has one.
        let host = ByteSlice(from: upstream.host.start, to: upstream.origin.end)
        writeUpstreamHeaders(engine.configuration, host: host)
        if function == .firstParty {
            rewriteRequest(upstream)
            return .send
        }
        let body = firstPartyBody()
        let url = output.buffer.store(upstream.full, of: text)
        let start = output.startDocument()
        output.buffer.append(body, of: scratch)
        calls.append(
            OutgoingCall(
                kind: .firstParty,
                url: url,
                body: ByteSlice(from: start, to: output.buffer.count),
                timeoutMilliseconds: engine.configuration.firstPartyTimeoutMilliseconds
            )
        )
        trace.note(.firstParty, match.kind.name, .firstPartyTimeout)
        return .send
    }

    // MARK: - URL

    /// The vendor's URL (protocol.md §8.2) in `text`; nil if the path asked for would lead to another host or path.
    private mutating func upstream(
        _ configuration: borrowing CompiledConfiguration,
        _ match: FirstPartyMatch
    ) -> NormalisedURL? {
        let query = ByteSlice(
            from: context.pathAndQuery.start + Int(context.path.count),
            to: context.pathAndQuery.end
        )
        scratch.removeAll()
        switch match.kind {
        case .sensor:
            scratch.append(configuration.clientURL.span)
            scratch.append(0x2F)
            scratch.append(configuration.appID.span)
            scratch.append("/main.min.js")
        case .captcha:
            scratch.append(configuration.captchaURL.span)
            scratch.append(0x2F)
            scratch.append(configuration.appID.span)
            scratch.append("/captcha.js")
            scratch.append(query, of: text)
        case .xhr:
            let rest = ByteSlice(from: context.path.start + match.prefixCount, to: context.path.end)
            scratch.append(configuration.collectorURL.span)
            scratch.append(rest, of: text)
            scratch.append(query, of: text)
            let url = Self.parse(scratch, into: &text)
            return isAllowed(url, rest: rest, configuration) ? url : nil
        }
        let url = Self.parse(scratch, into: &text)
        return url.wasMalformed ? nil : url
    }

    private static func parse(_ raw: borrowing ByteBuffer, into text: inout ByteBuffer) -> NormalisedURL {
        RequestURL.parse(raw.span, into: &text)
    }

    /// Whether a composed URL still leads to the collector, and to the path that was asked for: `/xhr.evil.example` must
    /// not become part of a host name.
    private mutating func isAllowed(
        _ url: NormalisedURL,
        rest: ByteSlice,
        _ configuration: borrowing CompiledConfiguration
    ) -> Bool {
        guard !url.wasMalformed else { return false }
        let collector = RequestURL.parse(configuration.collectorURL.span, into: &text)
        return text.bytes(of: url.origin).equals(text.bytes(of: collector.origin))
            && text.bytes(of: url.path).hasPrefix(text.bytes(of: rest))
    }

    // MARK: - Headers and body

    /// The request's headers for the vendor (protocol.md §8.3) in `upstreamHeaders`, an entry for each value.
    private mutating func writeUpstreamHeaders(_ configuration: borrowing CompiledConfiguration, host: ByteSlice) {
        let vid = mobile.isMobile ? ByteSlice.empty : context.visitorID
        var cookieText = ByteSlice.empty
        let headers = event.request.headers
        for field in headers.fields where !isSensitive(field, configuration) && !isReplaced(field) {
            if text.bytes(of: field.name).equalsIgnoringASCIICase("cookie") {
                cookieText = joinedValue(of: field, headers)
                continue
            }
            for index in 0..<headers.valueCount(of: field) {
                addUpstream(field.name, headers.value(index, of: field))
            }
        }
        addUpstream("host", host)
        addUpstream("x-forwarded-for", context.clientIP)
        addUpstream("x-px-first-party", text.slice { $0.append("1") })
        addUpstream("x-px-enforcer-true-ip", context.clientIP)
        if !vid.isEmpty {
            let pair = text.slice {
                $0.append("pxvid=")
                $0.append(copyOf: vid)
            }
            cookieText = append(pair, to: cookieText)
        }
        if !cookieText.isEmpty { addUpstream("cookie", cookieText) }
    }

    private func isSensitive(_ field: HeaderTable.Field, _ configuration: borrowing CompiledConfiguration) -> Bool {
        isSensitive(text.bytes(of: field.name), configuration)
    }

    /// Headers that we write ourselves, and the one that is nobody else's to write [D5].
    private func isReplaced(_ field: HeaderTable.Field) -> Bool {
        let name = text.bytes(of: field.name)
        return name.equalsIgnoringASCIICase("host") || name.equalsIgnoringASCIICase("x-px-first-party")
            || name.equalsIgnoringASCIICase("x-px-enforcer-true-ip")
            || name.equalsIgnoringASCIICase(WireName.handOverHeader)
    }

    private mutating func joinedValue(of cookie: HeaderTable.Field, _ headers: HeaderTable) -> ByteSlice {
        var joined = headers.value(0, of: cookie)
        for index in 1..<max(headers.valueCount(of: cookie), 1) {
            joined = append(headers.value(index, of: cookie), to: joined)
        }
        return joined
    }

    private mutating func append(_ slice: ByteSlice, to list: ByteSlice) -> ByteSlice {
        guard !list.isEmpty else { return slice }
        return text.slice {
            $0.append(copyOf: list)
            $0.append("; ")
            $0.append(copyOf: slice)
        }
    }

    private mutating func addUpstream(_ name: StaticString, _ value: ByteSlice) {
        addUpstream(text.slice { $0.append(name) }, value)
    }

    private mutating func addUpstream(_ name: ByteSlice, _ value: ByteSlice) {
        upstreamHeaders.append(HeaderAddition(name: name, value: value))
    }

    /// Half of a body is of no use to anybody [D12].
    private var hasWholeBody: Bool { !event.request.body.isPresent || !event.request.body.isTruncated }

    /// The body, decoded, in `scratch`.
    private mutating func firstPartyBody() -> ByteSlice {
        scratch.removeAll()
        return decodeBody() ?? .empty
    }
}
