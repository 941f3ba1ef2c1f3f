// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import TestSupport

/// What an event says, taken apart by whoever takes it apart: the scanner, or a reader of whole documents to check the
/// scanner by. What is missing is empty.
struct EventModel: Equatable {
    struct Header: Equatable {
        var name: [UInt8]
        var values: [[UInt8]]
    }

    var config: [[UInt8]] = [[], [], [], []]
    var hasRequest = false
    var clientIP: [UInt8] = []
    var method: [UInt8] = []
    var uri: [UInt8] = []
    var querystring: [UInt8] = []
    var headers: [Header] = []
    var hasBody = false
    var body: [[UInt8]] = [[], []]
    var isTruncated = false
    var hasResponse = false
    var status: [UInt8] = []
    var statusDescription: [UInt8] = []
    var responseHeaders: [Header] = []

    /// The objects as they stand in the event; nobody but a reader of bytes knows them.
    var ranges: [[UInt8]] = [[], [], [], []]

    init() {}

    /// Without what a reader of whole values cannot know: the order of headers, and where things stood.
    var unordered: EventModel {
        var model = self
        model.headers.sort { $0.name.lexicographicallyPrecedes($1.name) }
        model.responseHeaders.sort { $0.name.lexicographicallyPrecedes($1.name) }
        model.ranges = []
        return model
    }
}

// MARK: - As the scanner reads it

extension EventModel {
    init(_ scan: borrowing Scan) {
        let event = scan.event
        config = [
            wellFormed(scan, event.eventType), wellFormed(scan, event.requestID),
            wellFormed(scan, event.distributionID),
            wellFormed(scan, event.distributionDomainName),
        ]
        hasRequest = event.hasRequest
        clientIP = wellFormed(scan, event.request.clientIP)
        method = wellFormed(scan, event.request.method)
        uri = wellFormed(scan, event.request.uri)
        querystring = wellFormed(scan, event.request.querystring)
        headers = Self.headers(event.request.headers, scan)
        hasBody = event.request.body.isPresent
        body = [wellFormed(scan, event.request.body.data), wellFormed(scan, event.request.body.encoding)]
        isTruncated = event.request.body.isTruncated
        hasResponse = !event.response.range.isEmpty
        status = wellFormed(scan, event.response.status)
        statusDescription = wellFormed(scan, event.response.statusDescription)
        responseHeaders = Self.headers(event.response.headers, scan)
        ranges = [
            scan.text(event.request.range), scan.text(event.request.headersRange), scan.text(event.response.range),
            scan.text(event.response.headersRange),
        ]
    }

    private static func headers(_ table: HeaderTable, _ scan: borrowing Scan) -> [Header] {
        var headers: [Header] = []
        for field in table.fields {
            var header = Header(name: wellFormed(scan, field.name), values: [])
            for index in 0..<table.valueCount(of: field) {
                header.values.append(wellFormed(scan, table.value(index, of: field)))
            }
            headers.append(header)
        }
        return headers
    }
}

private func wellFormed(_ scan: borrowing Scan, _ text: JSONText) -> [UInt8] {
    wellFormed(scan, text.raw)
}

private func wellFormed(_ scan: borrowing Scan, _ slice: ByteSlice) -> [UInt8] {
    wellFormed(scan.buffer.bytes(of: slice))
}

/// What is left when ill-formed UTF-8 is replaced: the readers differ in when they replace it.
private func wellFormed(_ bytes: Span<UInt8>) -> [UInt8] {
    var buffer = ByteBuffer(limit: bytes.count * 3)
    buffer.append(wellFormed: bytes)
    return copy(of: buffer.span)
}

// MARK: - As a document says it

extension EventModel {
    init(_ document: JSONDocument, in bytes: Span<UInt8>) {
        func string(_ name: StaticString, of node: Int?) -> [UInt8] {
            guard let node, let value = document.member(name, of: node, in: bytes) else { return [] }
            return string(value)
        }
        func string(_ node: Int) -> [UInt8] {
            var buffer = ByteBuffer(limit: bytes.count * 3)
            buffer.append(jsonUnescaping: bytes.bytes(of: document.text(of: node).raw))
            return wellFormed(buffer.span)
        }
        func object(_ name: StaticString, of node: Int?) -> Int? {
            guard let node, let value = document.member(name, of: node, in: bytes) else { return nil }
            return document.kind(of: value) == .object ? value : nil
        }
        func range(_ node: Int?) -> [UInt8] {
            guard let node else { return [] }
            return copy(of: bytes.bytes(of: document.raw(of: node)))
        }
        func headers(_ node: Int?) -> [Header] {
            guard let node else { return [] }
            var headers: [Header] = []
            var name = node + 1
            while name < document.end(of: node) {
                var header = Header(name: string(name), values: [])
                if document.kind(of: name + 1) == .array {
                    var entry = name + 2
                    while entry < document.end(of: name + 1) {
                        if let value = document.member("value", of: entry, in: bytes),
                            document.kind(of: value) == .string
                        {
                            header.values.append(string(value))
                        }
                        entry = document.end(of: entry)
                    }
                }
                headers.append(header)
                name = document.end(of: name + 1)
            }
            return headers
        }

        guard let root = document.root, let records = document.member("Records", of: root, in: bytes),
            document.kind(of: records) == .array, records + 1 < document.end(of: records),
            let cloudFront = object("cf", of: records + 1)
        else { return }
        let config = object("config", of: cloudFront)
        self.config = [
            string("eventType", of: config), string("requestId", of: config), string("distributionId", of: config),
            string("distributionDomainName", of: config),
        ]
        let request = object("request", of: cloudFront)
        hasRequest = request != nil
        clientIP = string("clientIp", of: request)
        method = string("method", of: request)
        uri = string("uri", of: request)
        querystring = string("querystring", of: request)
        self.headers = headers(object("headers", of: request))
        let body = object("body", of: request)
        hasBody = body != nil
        self.body = [string("data", of: body), string("encoding", of: body)]
        isTruncated =
            body.flatMap { document.member("inputTruncated", of: $0, in: bytes) }.map { document.kind(of: $0) == .true }
            ?? false
        let response = object("response", of: cloudFront)
        hasResponse = response != nil
        status = string("status", of: response)
        if let response, let number = document.member("status", of: response, in: bytes),
            document.kind(of: number) == .number
        {
            status = range(number)
        }
        statusDescription = string("statusDescription", of: response)
        responseHeaders = headers(object("headers", of: response))
        ranges = [
            range(request), range(object("headers", of: request)), range(response),
            range(object("headers", of: response)),
        ]
    }
}

// MARK: - As Foundation says it

extension EventModel {
    init(foundation bytes: [UInt8]) throws {
        let root = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
        let records = root["Records"] as? [[String: Any]] ?? []
        let cloudFront = records.first?["cf"] as? [String: Any] ?? [:]
        func string(_ name: String, of object: [String: Any]) -> [UInt8] { Array((object[name] as? String ?? "").utf8) }
        func headers(of object: [String: Any]) -> [Header] {
            let headers = object["headers"] as? [String: [[String: String]]] ?? [:]
            return headers.map { name, entries in
                Header(name: Array(name.utf8), values: entries.compactMap { $0["value"].map { Array($0.utf8) } })
            }
        }
        let config = cloudFront["config"] as? [String: Any] ?? [:]
        self.config = ["eventType", "requestId", "distributionId", "distributionDomainName"].map {
            string($0, of: config)
        }
        hasRequest = cloudFront["request"] != nil
        let request = cloudFront["request"] as? [String: Any] ?? [:]
        clientIP = string("clientIp", of: request)
        method = string("method", of: request)
        uri = string("uri", of: request)
        querystring = string("querystring", of: request)
        self.headers = headers(of: request)
        hasBody = request["body"] != nil
        let body = request["body"] as? [String: Any] ?? [:]
        self.body = [string("data", of: body), string("encoding", of: body)]
        isTruncated = body["inputTruncated"] as? Bool ?? false
        hasResponse = cloudFront["response"] != nil
        let response = cloudFront["response"] as? [String: Any] ?? [:]
        status = string("status", of: response)
        statusDescription = string("statusDescription", of: response)
        responseHeaders = headers(of: response)
    }
}
