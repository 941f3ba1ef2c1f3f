// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CLogScan
internal import EnforcerCore

/// A request as a log tells it, in the form in which the engine takes events.
struct LoggedRequest: ~Copyable {
    /// What the engine is fed.
    enum Form {
        /// `frame`, which is ASCII.
        case frame
        /// `json`: a whole event.
        case json
    }

    private(set) var form = Form.frame
    /// Room for a frame; what is behind `count` is left from lines before.
    private var room: [UInt8] = []
    private var count = 0
    private var bits: UInt8 = 0
    private var writer = JSONWriter(limit: 1 << 24)

    /// Texts in `room`, in order: address, method, path, query, then a header's name and its value in turn.
    private var texts: [ByteSlice] = []
    private var host = ByteSlice.empty

    /// Whether all that the visitor sent as cookies is known.
    private(set) var knowsCookies = false
    /// Whether all headers are known.
    private(set) var knowsHeaders = false
    private(set) var knowsBody = false
    /// When it was, in ms since the epoch; nil if nothing tells.
    private(set) var time: Int64?

    var frame: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { room.span.extracting(0..<count) }
    }

    var json: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { writer.buffer.span }
    }

    // MARK: - From fields

    /// Real-time logs keep this much of a value, in bytes; one that is as long may have been cut off.
    private static let realTimeLimit = 800

    /// Takes a line's fields.
    /// - Parameters:
    ///   - fields: by the number of `LogField`; empty or `-` where there is nothing.
    ///   - bytes: what they are slices of.
    /// - Returns: whether there is a request in them.
    mutating func take(_ fields: [ByteSlice], of bytes: Span<UInt8>, isRealTime: Bool, dashMeansNoCookies: Bool) -> Bool
    {
        func field(_ name: LogField) -> ByteSlice? {
            let slice = fields[name.rawValue]
            if slice.isEmpty || slice.count == 1 && bytes[slice.start] == 0x2D { return nil }
            return slice
        }
        guard let method = field(.method), let uri = field(.uri) else { return false }
        begin(room: 2 * bytes.count + 256)
        put(field(.clientIP), of: bytes, decodes: false)
        put(method, of: bytes, decodes: true)
        put(uri, of: bytes, decodes: true)
        put(field(.query), of: bytes, decodes: true)
        time = Self.time(fields, of: bytes)
        knowsHeaders = field(.headers).map { takeHeaders($0, of: bytes) } ?? false
        knowsCookies = knowsHeaders
        if !knowsHeaders {
            host = put("host", field(.viewerHost) ?? field(.distributionHost), of: bytes)
            put("user-agent", field(.userAgent), of: bytes)
            put("x-forwarded-for", field(.forwardedFor), of: bytes)
            knowsCookies = dashMeansNoCookies
            if let cookie = field(.cookie) {
                let value = put("cookie", cookie, of: bytes)
                knowsCookies = !isRealTime || value.count < Self.realTimeLimit
            }
        }
        finish()
        return count <= room.count
    }

    private static func time(_ fields: [ByteSlice], of bytes: Span<UInt8>) -> Int64? {
        let date = fields[LogField.date.rawValue]
        if !date.isEmpty {
            return LogTime.milliseconds(
                date: bytes.bytes(of: date), time: bytes.bytes(of: fields[LogField.time.rawValue]))
        }
        let milliseconds = fields[LogField.timestampMilliseconds.rawValue]
        let timestamp = milliseconds.isEmpty ? fields[LogField.timestamp.rawValue] : milliseconds
        return LogTime.milliseconds(timestamp: bytes.bytes(of: timestamp), isMilliseconds: !milliseconds.isEmpty)
    }

    /// Takes all headers from one field, `name:value` a line; nothing if that may have been cut off.
    private mutating func takeHeaders(_ field: ByteSlice, of bytes: Span<UInt8>) -> Bool {
        var decoded = [UInt8](repeating: 0, count: Int(field.count) + 8)
        let text = LogScan.put(bytes.bytes(of: field), into: &decoded, at: 0, decodes: true)
        guard text.end <= decoded.count, text.end - text.start < Self.realTimeLimit else { return false }
        let lines = decoded.span.extracting(Int(text.start)..<Int(text.end))
        var start = 0
        while start < lines.count {
            let end = lines.firstIndex(of: 0x0A, from: start) ?? lines.count
            let line = ByteSlice(from: start, to: end)
            start = end + 1
            guard let colon = lines.bytes(of: line).firstIndex(of: 0x3A), colon > 0 else { continue }
            var value = ByteSlice(from: line.start + colon + 1, to: line.end)
            while !value.isEmpty, lines[value.start] <= 0x20 { value = ByteSlice(from: value.start + 1, to: value.end) }
            while !value.isEmpty, lines[value.end - 1] <= 0x20 {
                value = ByteSlice(from: value.start, to: value.end - 1)
            }
            let name = ByteSlice(from: line.start, to: line.start + colon)
            putCount(1)
            put(name, of: lines, decodes: false)
            put(value, of: lines, decodes: false)
            if lines.bytes(of: name).equalsIgnoringASCIICase("host") { host = texts[texts.count - 1] }
        }
        return true
    }

    // MARK: - The frame

    private mutating func begin(room size: Int) {
        if room.count < size { room = [UInt8](repeating: 0, count: size * 2) }
        form = .frame
        texts.removeAll(keepingCapacity: true)
        host = .empty
        knowsBody = false
        bits = 0
        room[0] = 0x46
        room[1] = 0x40
        count = 2
    }

    private mutating func finish() {
        guard count < room.count else { return count = .max }
        room[count] = 0
        count += 1
        if bits >= 0x80 { writeEvent() }
    }

    /// The number of a header's values, and one.
    private mutating func putCount(_ values: UInt8) {
        guard count < room.count else { return count = .max }
        room[count] = values + 1
        count += 1
    }

    private mutating func put(_ slice: ByteSlice?, of bytes: Span<UInt8>, decodes: Bool) {
        guard count < room.count else { return count = .max }
        let text = LogScan.put(bytes.bytes(of: slice ?? .empty), into: &room, at: count, decodes: decodes)
        guard text.end <= room.count else { return count = .max }
        count = Int(text.end)
        bits |= text.bits
        texts.append(ByteSlice(from: Int(text.start), to: Int(text.end)))
    }

    /// A header of one value, if there is one. Gives where the value is.
    @discardableResult
    private mutating func put(_ name: StaticString, _ value: ByteSlice?, of bytes: Span<UInt8>) -> ByteSlice {
        let size = name.utf8CodeUnitCount
        guard let value, room.count - count > size + 2 else { return .empty }
        putCount(1)
        room[count] = UInt8(truncatingIfNeeded: size)
        let start = count + 1
        for index in 0..<size { room[start + index] = name.byte(at: index) }
        count = start + size
        texts.append(ByteSlice(from: start, to: count))
        put(value, of: bytes, decodes: true)
        return texts[texts.count - 1]
    }

    /// Writes what is in the frame as an event: beyond ASCII a frame would be taken for Latin-1.
    private mutating func writeEvent() {
        form = .json
        let room = room
        let bytes = room.span
        writer.removeAll()
        writer.beginObject()
        writer.key("Records")
        writer.beginArray()
        writer.beginObject()
        writer.key("cf")
        writer.beginObject()
        writer.key("request")
        writer.beginObject()
        writer.key("clientIp")
        writer.string(bytes.bytes(of: texts[0]))
        writer.key("method")
        writer.string(bytes.bytes(of: texts[1]))
        writer.key("uri")
        writer.string(bytes.bytes(of: texts[2]))
        writer.key("querystring")
        writer.string(bytes.bytes(of: texts[3]))
        writer.key("headers")
        writer.beginObject()
        for index in stride(from: 4, to: texts.count - 1, by: 2) {
            writer.key(bytes.bytes(of: texts[index]))
            writer.beginArray()
            writer.beginObject()
            writer.key("key")
            writer.string(bytes.bytes(of: texts[index]))
            writer.key("value")
            writer.string(bytes.bytes(of: texts[index + 1]))
            writer.endObject()
            writer.endArray()
        }
        for _ in 0..<3 { writer.endObject() }
        writer.endObject()
        writer.endArray()
        writer.endObject()
    }

    // MARK: - From an event

    /// Takes a saved event.
    /// - Parameter time: of the request, in ms since the epoch. Without it nothing can be said of a token's expiry, so
    ///   cookies count as unknown.
    mutating func take(event node: Int, of document: borrowing JSONDocument, in bytes: Span<UInt8>, time: Int64?) {
        form = .json
        writer.removeAll()
        writer.value(document, node: node, in: bytes)
        self.time = time
        knowsCookies = time != nil
        knowsHeaders = true
        knowsBody = true
    }

    // MARK: - For people

    /// Method, host and path, without the query. Not for events, whose exchange knows them.
    var description: (method: String, host: String, path: String) {
        func text(_ slice: ByteSlice) -> String {
            let end = min(slice.end, slice.start + 256)
            return String(decoding: room[slice.start..<end], as: UTF8.self)
        }
        return (text(texts[1]), text(host), text(texts[2]))
    }
}
