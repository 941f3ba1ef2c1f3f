// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Keeps of what a tokenizer tells the places that `EventScanner` names.
package struct EventSink: JSONSink, Sendable {
    package var event = CloudFrontEvent()

    /// Which object or array of the event we are in.
    private enum Place: UInt8, BitwiseCopyable {
        case outside
        case root
        case records
        case record
        case cloudFront
        case config
        case request
        case requestHeaders
        case requestHeaderValues
        case requestHeaderEntry
        case body
        case response
        case responseHeaders
        case responseHeaderValues
        case responseHeaderEntry
        case ignored

        var isArray: Bool { self == .records || self == .requestHeaderValues || self == .responseHeaderValues }
    }

    /// Which string or literal of an object comes next.
    private enum Field: UInt8, BitwiseCopyable {
        case none
        case eventType
        case requestID
        case distributionID
        case distributionDomainName
        case clientIP
        case method
        case uri
        case querystring
        case headerValue
        case bodyData
        case bodyEncoding
        case bodyInputTruncated
        case status
        case statusDescription
    }

    /// The places we are in, outermost first. The deepest that matters is the eighth.
    private var places = InlineArray<12, Place>(repeating: .outside)
    private var depth = 0
    /// How many containers deep we are inside something that does not matter.
    private var ignoredDepth = 0
    private var nextPlace = Place.root
    private var nextField = Field.none
    /// Whether the first of `Records` was met, whatever it was: the others are ignored.
    private var hasRecord = false
    /// Whether the table's last value is of the entry we are in.
    private var hasEntryValue = false

    mutating func reset() {
        event.reset()
        depth = 0
        ignoredDepth = 0
        nextPlace = .root
        nextField = .none
        hasRecord = false
        hasEntryValue = false
    }

    private var place: Place { depth > 0 ? places[depth - 1] : .outside }

    // MARK: - Containers

    package mutating func beginObject(at offset: Int) {
        let entered = enter(isArray: false)
        switch entered {
        case .request: event.request.range = ByteSlice(from: offset, to: offset)
        case .response: event.response.range = ByteSlice(from: offset, to: offset)
        case .requestHeaders: event.request.headersRange = ByteSlice(from: offset, to: offset)
        case .responseHeaders: event.response.headersRange = ByteSlice(from: offset, to: offset)
        case .body: event.request.body.isPresent = true
        case .requestHeaderEntry, .responseHeaderEntry: hasEntryValue = false
        default: break
        }
    }

    package mutating func beginArray(at offset: Int) {
        _ = enter(isArray: true)
    }

    /// Goes into a container and says which place that is.
    private mutating func enter(isArray: Bool) -> Place {
        guard ignoredDepth == 0, depth < 12 else {
            ignoredDepth += 1
            return .ignored
        }
        var entered = nextPlace
        switch place {
        case .records:
            entered = hasRecord ? .ignored : .record
            hasRecord = true
        case .requestHeaderValues: entered = .requestHeaderEntry
        case .responseHeaderValues: entered = .responseHeaderEntry
        default: break
        }
        guard entered != .ignored, entered.isArray == isArray else {
            ignoredDepth += 1
            return .ignored
        }
        places[depth] = entered
        depth += 1
        nextPlace = .ignored
        nextField = .none
        return entered
    }

    package mutating func endObject(at offset: Int) {
        leave(at: offset)
    }

    package mutating func endArray(at offset: Int) {
        leave(at: offset)
    }

    private mutating func leave(at offset: Int) {
        if ignoredDepth > 0 {
            ignoredDepth -= 1
        } else if depth > 0 {
            switch place {
            case .request: event.request.range = ByteSlice(from: event.request.range.start, to: offset)
            case .response: event.response.range = ByteSlice(from: event.response.range.start, to: offset)
            case .requestHeaders:
                event.request.headersRange = ByteSlice(from: event.request.headersRange.start, to: offset)
            case .responseHeaders:
                event.response.headersRange = ByteSlice(from: event.response.headersRange.start, to: offset)
            default: break
            }
            depth -= 1
        }
        endValue(at: offset)
    }

    /// A value ended. If it was a header's, the header's member ends with it.
    private mutating func endValue(at offset: Int) {
        guard ignoredDepth == 0 else { return }
        switch place {
        case .requestHeaders: event.request.headers.endField(at: offset)
        case .responseHeaders: event.response.headers.endField(at: offset)
        case .records: hasRecord = true
        default: break
        }
        nextField = .none
        nextPlace = .ignored
    }

    // MARK: - Members

    // Of members with the same name the last one counts, whatever its type, as in JavaScript. So a name that matters
    // first drops what an earlier member of that name said.

    package mutating func key(_ text: JSONText, in bytes: Span<UInt8>) {
        guard ignoredDepth == 0 else { return }
        find(text, in: bytes)
        drop(nextPlace)
        drop(nextField)
    }

    /// Finds what the member of that name of the object we are in is for.
    private mutating func find(_ text: JSONText, in bytes: Span<UInt8>) {
        nextPlace = .ignored
        nextField = .none
        switch place {
        case .root: if text.is("Records", in: bytes) { nextPlace = .records }
        case .record: if text.is("cf", in: bytes) { nextPlace = .cloudFront }
        case .cloudFront:
            if text.is("request", in: bytes) {
                nextPlace = .request
            } else if text.is("response", in: bytes) {
                nextPlace = .response
            } else if text.is("config", in: bytes) {
                nextPlace = .config
            }
        case .config: nextField = configField(text, in: bytes)
        case .request: requestMember(text, in: bytes)
        case .response: responseMember(text, in: bytes)
        case .body: nextField = bodyField(text, in: bytes)
        case .requestHeaders:
            event.request.headers.beginField(name: text)
            nextPlace = .requestHeaderValues
        case .responseHeaders:
            event.response.headers.beginField(name: text)
            nextPlace = .responseHeaderValues
        case .requestHeaderEntry, .responseHeaderEntry:
            if text.is("value", in: bytes) { nextField = .headerValue }
        case .outside, .records, .requestHeaderValues, .responseHeaderValues, .ignored: break
        }
    }

    private mutating func drop(_ place: Place) {
        switch place {
        case .records:
            event.reset()
            hasRecord = false
        case .cloudFront: event.reset()
        case .config:
            event.eventType = .empty
            event.requestID = .empty
            event.distributionID = .empty
            event.distributionDomainName = .empty
        case .request: event.request.reset()
        case .requestHeaders:
            event.request.headers.removeAll()
            event.request.headersRange = .empty
        case .body: event.request.body = CloudFrontEvent.Body()
        case .response: event.response.reset()
        case .responseHeaders:
            event.response.headers.removeAll()
            event.response.headersRange = .empty
        case .outside, .root, .record, .requestHeaderValues, .requestHeaderEntry, .responseHeaderValues,
            .responseHeaderEntry, .ignored:
            break
        }
    }

    private mutating func drop(_ field: Field) {
        switch field {
        case .headerValue:
            guard hasEntryValue else { return }
            hasEntryValue = false
            if place == .requestHeaderEntry {
                event.request.headers.removeLastValue()
            } else {
                event.response.headers.removeLastValue()
            }
        case .bodyInputTruncated: event.request.body.isTruncated = false
        default: store(.empty, as: field)
        }
    }

    private func configField(_ text: JSONText, in bytes: Span<UInt8>) -> Field {
        if text.is("eventType", in: bytes) { return .eventType }
        if text.is("requestId", in: bytes) { return .requestID }
        if text.is("distributionId", in: bytes) { return .distributionID }
        if text.is("distributionDomainName", in: bytes) { return .distributionDomainName }
        return .none
    }

    private mutating func requestMember(_ text: JSONText, in bytes: Span<UInt8>) {
        if text.is("headers", in: bytes) {
            nextPlace = .requestHeaders
        } else if text.is("body", in: bytes) {
            nextPlace = .body
        } else if text.is("uri", in: bytes) {
            nextField = .uri
        } else if text.is("method", in: bytes) {
            nextField = .method
        } else if text.is("querystring", in: bytes) {
            nextField = .querystring
        } else if text.is("clientIp", in: bytes) {
            nextField = .clientIP
        }
    }

    private mutating func responseMember(_ text: JSONText, in bytes: Span<UInt8>) {
        if text.is("headers", in: bytes) {
            nextPlace = .responseHeaders
        } else if text.is("status", in: bytes) {
            nextField = .status
        } else if text.is("statusDescription", in: bytes) {
            nextField = .statusDescription
        }
    }

    private func bodyField(_ text: JSONText, in bytes: Span<UInt8>) -> Field {
        if text.is("data", in: bytes) { return .bodyData }
        if text.is("encoding", in: bytes) { return .bodyEncoding }
        if text.is("inputTruncated", in: bytes) { return .bodyInputTruncated }
        return .none
    }

    /// The members in the form that CloudFront gives them, as far as they come one after the other: headers with one line
    /// each, and strings that need no look at what they are for.
    package mutating func members(at offset: Int, in bytes: Span<UInt8>) -> Int {
        guard ignoredDepth == 0 else { return offset }
        switch place {
        case .requestHeaders: return event.request.headers.readFields(at: offset, in: bytes)
        case .responseHeaders: return event.response.headers.readFields(at: offset, in: bytes)
        case .config, .request, .response, .body: return strings(at: offset, in: bytes)
        default: return offset
        }
    }

    /// `"method":"GET",…`
    private mutating func strings(at offset: Int, in bytes: Span<UInt8>) -> Int {
        var end = offset
        var index = offset
        while let name = bytes.jsonString(at: index), bytes.agrees(with: "\":\"", from: name.raw.end),
            let text = bytes.jsonString(at: name.raw.end + 2)
        {
            find(name, in: bytes)
            // A text that is stored takes the place of what an earlier member of that name said.
            drop(nextPlace)
            if nextField == .bodyInputTruncated { drop(nextField) }
            store(text, as: nextField)
            nextPlace = .ignored
            nextField = .none
            end = text.raw.end + 1
            guard bytes.agrees(with: ",\"", from: end) else { break }
            index = end + 1
        }
        return end
    }

    // MARK: - Values

    package mutating func string(_ text: JSONText, in bytes: Span<UInt8>) {
        guard ignoredDepth == 0 else { return }
        store(text, as: nextField)
        endValue(at: text.raw.end + 1)
    }

    private mutating func store(_ text: JSONText, as field: Field) {
        switch field {
        case .none, .bodyInputTruncated: break
        case .eventType: event.eventType = text
        case .requestID: event.requestID = text
        case .distributionID: event.distributionID = text
        case .distributionDomainName: event.distributionDomainName = text
        case .clientIP: event.request.clientIP = text
        case .method: event.request.method = text
        case .uri: event.request.uri = text
        case .querystring: event.request.querystring = text
        case .headerValue:
            hasEntryValue =
                place == .requestHeaderEntry
                ? event.request.headers.append(value: text) : event.response.headers.append(value: text)
        case .bodyData: event.request.body.data = text
        case .bodyEncoding: event.request.body.encoding = text
        case .status: event.response.status = text
        case .statusDescription: event.response.statusDescription = text
        }
    }

    package mutating func number(_ slice: ByteSlice, in bytes: Span<UInt8>) {
        // A status is a string by the documents; where it comes as a number its digits serve as well.
        if ignoredDepth == 0, nextField == .status {
            store(JSONText(from: slice.start, to: slice.end, isEscaped: false), as: .status)
        }
        endValue(at: slice.end)
    }

    package mutating func literal(_ literal: JSONLiteral, at slice: ByteSlice) {
        if ignoredDepth == 0, nextField == .bodyInputTruncated {
            event.request.body.isTruncated = literal == .true
        }
        endValue(at: slice.end)
    }
}
