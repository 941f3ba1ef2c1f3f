// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// HumanFirstParty: turns requests for first-party paths to the vendor's servers (protocol.md §8.5).

extension Exchange {
    /// Rewrites the request for its upstream, and makes it the result.
    /// - Parameter upstream: the vendor's URL; `upstreamHeaders` are there already.
    mutating func rewriteRequest(_ upstream: NormalisedURL) {
        guard isFrame || bodyDocument.reads(event.request.range, of: text) else { return }
        let start = output.startDocument()
        output.beginObject()
        if isFrame { writeMembers() } else { copyMembers(event.request.range) }
        output.key("uri")
        output.string(upstream.path, of: text)
        // Without its question mark [D12].
        output.key("querystring")
        output.string(upstream.query, of: text)
        output.key("headers")
        writeHeaderObject(upstreamHeaders)
        output.key("origin")
        writeOrigin(upstream)
        output.endObject()
        guard !output.buffer.hasOverflowed, !text.hasOverflowed else {
            output.buffer.truncate(to: start)
            return
        }
        result = .request(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.originRequest, "rewritten", .firstPartyEnabled, detail: upstream.full)
    }

    private mutating func copyMembers(_ range: ByteSlice) {
        var key = 1
        while key + 1 < bodyDocument.end(of: 0) {
            if !isRewritten(key, range) { writeMember(key, range) }
            key = bodyDocument.end(of: key + 1)
        }
    }

    private func isRewritten(_ key: Int, _ range: ByteSlice) -> Bool {
        let bytes = text.bytes(of: range)
        let name = bodyDocument.text(of: key)
        return name.equals("uri", in: bytes) || name.equals("querystring", in: bytes)
            || name.equals("headers", in: bytes) || name.equals("origin", in: bytes)
    }

    /// As the event has it: method, body, address, and whatever CloudFront may add some day.
    private mutating func writeMember(_ key: Int, _ range: ByteSlice) {
        let name = text.unescape(bodyDocument.text(of: key), base: range.start)
        output.key(name, of: text)
        var writer = JSONWriter(limit: Self.textLimit)
        writer.value(bodyDocument, node: key + 1, in: text.bytes(of: range))
        output.raw(writer.buffer.span)
    }

    /// The same members of a request that came as a frame, which holds no others.
    private mutating func writeMembers() {
        if event.request.body.isPresent {
            output.key("body")
            output.beginObject()
            output.key("inputTruncated")
            output.bool(event.request.body.isTruncated)
            output.key("action")
            output.string("read-only")
            output.key("encoding")
            output.string(event.request.body.encoding.raw, of: text)
            output.key("data")
            output.string(event.request.body.data.raw, of: text)
            output.endObject()
        }
        output.key("clientIp")
        output.string(event.request.clientIP.raw, of: text)
        output.key("method")
        output.string(event.request.method.raw, of: text)
    }

    private mutating func writeOrigin(_ upstream: NormalisedURL) {
        let isPlain = text.bytes(of: upstream.full).hasPrefix("http:")
        let port = ByteSlice(from: upstream.host.end + 1, to: upstream.origin.end)
        output.beginObject()
        output.key("custom")
        output.beginObject()
        output.key("domainName")
        output.string(upstream.host, of: text)
        output.key("port")
        output.number(JSONNumber.leadingInteger(of: text.bytes(of: port)) ?? (isPlain ? 80 : 443))
        output.key("protocol")
        output.string(isPlain ? "http" : "https")
        output.key("path")
        output.string("")
        output.key("sslProtocols")
        output.beginArray()
        output.string("TLSv1.2")
        output.endArray()
        // Seconds.
        output.key("readTimeout")
        output.number(4)
        output.key("keepaliveTimeout")
        output.number(5)
        output.key("customHeaders")
        output.beginObject()
        output.endObject()
        output.endObject()
        output.endObject()
    }
}
