// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Hands on what the vendor answered, whatever its status (protocol.md §8.4), or the substitute if nothing came.
    /// - Parameter headers: names and values in turn.
    mutating func answerFirstParty(
        _ outcome: CallOutcome,
        headers: borrowing ByteStringList,
        body: Span<UInt8>,
        kind: FirstPartyKind
    ) {
        guard case .answered(let status) = outcome, status >= 200, status < 600 else {
            trace.note(.firstParty, "no_answer")
            return writeSubstitute(kind)
        }
        let start = output.startDocument()
        writeAnswer(status, headers, body)
        guard output.buffer.count - start <= Self.answerLimit, !output.buffer.hasOverflowed else {
            // CloudFront answers 502 to a larger response at viewer-request (lambda-edge.md §1.3).
            output.buffer.truncate(to: start)
            trace.note(.firstParty, "answer_too_large")
            return writeSubstitute(kind)
        }
        result = .response(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.firstParty, "answered")
    }

    /// 40 KB in all, of which a little is CloudFront's own.
    private static var answerLimit: Int { 39 << 10 }

    private mutating func writeAnswer(_ status: Int, _ headers: borrowing ByteStringList, _ body: Span<UInt8>) {
        output.beginObject()
        output.key("status")
        scratch.removeAll()
        scratch.append(decimal: Int64(status))
        output.string(scratch)
        output.key("statusDescription")
        output.string("")
        output.key("headers")
        output.beginObject()
        var index = 0
        while index + 1 < headers.count {
            if isFirst(index, headers), ResponseHeaderRules.mayBeReturned(headers[index]) {
                writeHeader(index, headers)
            }
            index += 2
        }
        output.endObject()
        output.key("body")
        scratch.removeAll()
        scratch.append(body)
        output.base64(scratch)
        output.key("bodyEncoding")
        output.string("base64")
        output.endObject()
    }

    private func isFirst(_ index: Int, _ headers: borrowing ByteStringList) -> Bool {
        var earlier = 0
        while earlier < index {
            if headers[earlier].equalsIgnoringASCIICase(headers[index]) { return false }
            earlier += 2
        }
        return true
    }

    /// All values of one name.
    private mutating func writeHeader(_ first: Int, _ headers: borrowing ByteStringList) {
        output.lowercaseKey(headers[first])
        output.beginArray()
        var index = first
        while index + 1 < headers.count {
            if headers[index].equalsIgnoringASCIICase(headers[first]) {
                output.beginObject()
                output.key("key")
                output.string(headers[index])
                output.key("value")
                output.string(headers[index + 1])
                output.endObject()
            }
            index += 2
        }
        output.endArray()
    }

    /// The neutral answer (protocol.md §8.6).
    mutating func writeSubstitute(_ kind: FirstPartyKind) {
        let isPixel = kind == .xhr && text.bytes(of: context.path).hasSuffix(".gif")
        let start = output.startDocument()
        output.beginObject()
        output.key("status")
        output.string("200")
        output.key("statusDescription")
        output.string("")
        output.key("headers")
        output.beginObject()
        beginHeader("content-type", "Content-Type")
        output.string(isPixel ? "image/gif" : "application/javascript")
        endHeader()
        output.endObject()
        output.key("body")
        if isPixel {
            // One transparent pixel; a GIF in a text body would arrive damaged [D15].
            output.string("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
        } else {
            output.string(kind == .xhr ? "{}" : "")
        }
        output.key("bodyEncoding")
        output.string(isPixel ? "base64" : "text")
        output.endObject()
        result = .response(ByteSlice(from: start, to: output.buffer.count))
    }
}
