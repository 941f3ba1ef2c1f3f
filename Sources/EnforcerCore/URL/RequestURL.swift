// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CEnforcerShim

/// The normalisation of request URLs (protocol.md §11.7).
package enum RequestURL {
    /// Bytes that each of the two buffers must have room for when a raw URL has `count` bytes: a byte that is no UTF-8
    /// comes out as the nine of `%EF%BF%BD`, any other as three at most, and a host such as `1` as an address.
    package static func capacity(forRawCount count: Int) -> Int {
        9 * min(max(count, 0), 1 << 26) + 64
    }

    /// Normalises the URL of a request.
    ///
    /// It never fails: whatever cannot be decoded or parsed goes on as it came, so that no URL gets a request past the
    /// rules (protocol.md §12.2, D1).
    ///
    /// - Parameters:
    ///   - raw: `https://` + host + path + `?` + query string.
    ///   - decodingReserved: `px_url_decode_reserved_characters`.
    ///   - buffer: gets the URL appended; see `capacity(forRawCount:)`. Without that room the URL is empty, and the
    ///     buffer says that it has overflowed.
    ///   - scratch: is overwritten. Without that room the URL is parsed without being decoded.
    package static func normalise(
        raw: Span<UInt8>, decodingReserved: Bool, into buffer: inout ByteBuffer, scratch: inout ByteBuffer
    ) -> NormalisedURL {
        let isDecoded = decode(raw, into: &scratch)
        var parsed: ParsedURL
        if scratch.hasOverflowed {
            parsed = URLParser.parse(raw, into: &buffer)
        } else {
            parsed = URLParser.parse(scratch.span, into: &buffer)
        }
        if decodingReserved { parsed = decodeReserved(parsed, in: &buffer, scratch: &scratch) }
        normaliseSlashes(of: &parsed, in: &buffer)
        guard !buffer.hasOverflowed else {
            buffer.truncate(to: parsed.start)
            return NormalisedURL(
                full: .empty, origin: .empty, host: .empty, path: .empty, query: .empty,
                wasMalformed: true, differsFromRaw: false
            )
        }
        return result(parsed, of: raw, in: buffer, wasMalformed: !isDecoded || !parsed.isWellFormed)
    }

    /// Whether `normalise` changes nothing of the URL with these parts, as is the case with nearly all. False may also mean
    /// that only a closer look can tell.
    ///
    /// - Parameter query: without the question mark; empty if there is none.
    package static func isNormal(host: Span<UInt8>, path: Span<UInt8>, query: Span<UInt8>) -> Bool {
        // Safe: addresses and counts are those of the same spans, and do not leave the closures.
        unsafe host.withUnsafeBufferPointer { host in
            unsafe path.withUnsafeBufferPointer { path in
                unsafe query.withUnsafeBufferPointer { query in
                    unsafe enforcer_url_is_normal(
                        host.baseAddress, host.count, path.baseAddress, path.count, query.baseAddress, query.count)
                }
            }
        }
    }

    /// Parses a URL of our own making as the WHATWG standard has it, and nothing more: escapes stay as they are.
    ///
    /// - Parameter buffer: gets the URL appended; see `capacity(forRawCount:)`.
    package static func parse(_ text: Span<UInt8>, into buffer: inout ByteBuffer) -> NormalisedURL {
        let parsed = URLParser.parse(text, into: &buffer)
        return result(parsed, of: text, in: buffer, wasMalformed: !parsed.isWellFormed || buffer.hasOverflowed)
    }

    private static func result(
        _ parsed: ParsedURL, of raw: Span<UInt8>, in buffer: borrowing ByteBuffer, wasMalformed: Bool
    ) -> NormalisedURL {
        let full = ByteSlice(from: parsed.start, to: parsed.end)
        return NormalisedURL(
            full: full,
            origin: ByteSlice(from: parsed.start, to: parsed.path.start),
            host: parsed.host,
            path: parsed.path,
            query: parsed.query,
            wasMalformed: wasMalformed,
            differsFromRaw: !buffer.bytes(of: full).equals(raw)
        )
    }

    /// Steps 1 and 2: `decodeURI` over everything, and without the tabs and line ends that the parser would ignore.
    ///
    /// - Returns: whether the percent sequences were well-formed.
    private static func decode(_ raw: Span<UInt8>, into scratch: inout ByteBuffer) -> Bool {
        scratch.removeAll()
        let isDecoded = scratch.append(decodingURI: raw)
        if !isDecoded { scratch.append(raw) }
        scratch.removeTabsAndLineEnds()
        return isDecoded
    }

    /// Step 3: the path decoded in full, and all of the URL parsed again; as it was if a sequence is malformed.
    private static func decodeReserved(
        _ parsed: ParsedURL, in buffer: inout ByteBuffer, scratch: inout ByteBuffer
    ) -> ParsedURL {
        guard buffer.bytes(of: parsed.path).firstIndex(of: 0x25) != nil else { return parsed }
        scratch.removeAll()
        scratch.append(buffer.bytes(of: ByteSlice(from: parsed.start, to: parsed.path.start)))
        guard scratch.append(decodingURIComponent: buffer.bytes(of: parsed.path)) else { return parsed }
        scratch.append(buffer.bytes(of: ByteSlice(from: parsed.path.end, to: parsed.end)))
        guard !scratch.hasOverflowed else { return parsed }
        scratch.removeTabsAndLineEnds()
        buffer.truncate(to: parsed.start)
        return URLParser.parse(scratch.span, into: &buffer)
    }

    /// Step 4: the slashes at the end of the path go, runs of them become one; the rest moves up.
    private static func normaliseSlashes(of url: inout ParsedURL, in buffer: inout ByteBuffer) {
        guard isToBeNormalised(buffer.bytes(of: url.path)) else { return }
        var end = url.path.end
        while end > url.path.start, buffer[end - 1] == 0x2F { end -= 1 }
        var write = url.path.start
        for read in url.path.start..<end {
            let byte = buffer[read]
            if byte == 0x2F, write > url.path.start, buffer[write - 1] == 0x2F { continue }
            buffer[write] = byte
            write += 1
        }
        if write == url.path.start, url.path.end > write {
            // All slashes: the first one stays.
            write += 1
        }
        let removed = url.path.end - write
        guard removed > 0 else { return }
        for read in url.path.end..<url.end {
            buffer[read - removed] = buffer[read]
        }
        buffer.truncate(to: url.end - removed)
        url.path = ByteSlice(from: url.path.start, to: write)
        if !url.query.isEmpty { url.query = ByteSlice(from: url.query.start - removed, to: url.query.end - removed) }
        url.end -= removed
    }

    /// Nearly no path is; to look costs less than to move.
    private static func isToBeNormalised(_ path: Span<UInt8>) -> Bool {
        guard path.count > 1 else { return false }
        for index in 1..<path.count where path[index] == 0x2F && path[index - 1] == 0x2F {
            return true
        }
        return path[path.count - 1] == 0x2F
    }
}

extension ByteBuffer {
    fileprivate mutating func removeTabsAndLineEnds() {
        guard Self.containsTabOrLineEnd(span) else { return }
        var write = 0
        for read in 0..<count {
            if Self.isTabOrLineEnd(self[read]) { continue }
            self[write] = self[read]
            write += 1
        }
        truncate(to: write)
    }

    private static func isTabOrLineEnd(_ byte: UInt8) -> Bool {
        byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func containsTabOrLineEnd(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where isTabOrLineEnd(bytes[index]) {
            return true
        }
        return false
    }
}
