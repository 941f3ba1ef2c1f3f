// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport

/// An event that was fed to a scanner in pieces, and what came of it.
struct Scan: ~Copyable {
    private(set) var buffer: ByteBuffer
    private(set) var event: CloudFrontEvent
    private(set) var error: JSONError?
    private let fedCount: Int

    /// - Parameter piece: how many bytes come next; asked before each piece.
    init(_ bytes: [UInt8], piece: () -> Int) {
        var buffer = ByteBuffer(limit: bytes.count * 3 + 64, reserving: bytes.count)
        var scanner = EventScanner()
        do throws(JSONError) {
            var fed = 0
            while fed < bytes.count {
                let next = min(fed + max(piece(), 1), bytes.count)
                buffer.append(bytes.span.extracting(fed..<next))
                fed = next
                try scanner.advance(over: buffer.span)
            }
            try scanner.finish(&buffer)
        } catch {
            self.error = error
        }
        self.buffer = buffer
        event = scanner.event
        fedCount = bytes.count
    }

    /// All at once.
    init(_ bytes: [UInt8]) {
        self.init(bytes, piece: { bytes.count })
    }

    /// All at once, of an event written as a literal.
    init(_ text: String) {
        self.init(Array(text.utf8))
    }

    func text(_ slice: ByteSlice) -> [UInt8] { copy(of: buffer.bytes(of: slice)) }
    func text(_ text: JSONText) -> [UInt8] { self.text(text.raw) }

    /// Whether both scans ended the same way and found the same: the same slices, of the same bytes.
    func agrees(with other: borrowing Scan) -> Bool {
        guard error == other.error, Self.agree(event, other.event) else { return false }
        guard error == nil else { return true }
        // Up to `fedCount` both hold the input; behind it stands what was unescaped.
        guard buffer.count == other.buffer.count else { return false }
        let tail = ByteSlice(from: fedCount, to: buffer.count)
        return buffer.bytes(of: tail).equals(other.buffer.bytes(of: tail))
    }

    private static func agree(_ left: CloudFrontEvent, _ right: CloudFrontEvent) -> Bool {
        func same(_ path: KeyPath<CloudFrontEvent, JSONText>...) -> Bool {
            path.allSatisfy {
                left[keyPath: $0].raw == right[keyPath: $0].raw
                    && left[keyPath: $0].isEscaped == right[keyPath: $0].isEscaped
            }
        }
        return same(\.eventType, \.requestID, \.distributionID, \.distributionDomainName)
            && same(\.request.clientIP, \.request.method, \.request.uri, \.request.querystring)
            && same(\.request.body.data, \.request.body.encoding, \.response.status, \.response.statusDescription)
            && left.request.body.isPresent == right.request.body.isPresent
            && left.request.body.isTruncated == right.request.body.isTruncated
            && left.request.range == right.request.range && left.response.range == right.response.range
            && left.request.headersRange == right.request.headersRange
            && left.response.headersRange == right.response.headersRange
            && agree(left.request.headers, right.request.headers)
            && agree(left.response.headers, right.response.headers)
    }

    private static func agree(_ left: HeaderTable, _ right: HeaderTable) -> Bool {
        guard left.fields.count == right.fields.count else { return false }
        return zip(left.fields, right.fields).allSatisfy { one, other in
            one.name == other.name && one.raw == other.raw && left.valueCount(of: one) == right.valueCount(of: other)
                && (0..<left.valueCount(of: one)).allSatisfy { left.value($0, of: one) == right.value($0, of: other) }
        }
    }
}
