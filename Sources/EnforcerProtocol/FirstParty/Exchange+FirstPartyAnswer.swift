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
        guard output.buffer.count - start <= Self.responseLimit, !output.buffer.hasOverflowed else {
            // CloudFront answers 502 to a larger response at viewer-request (lambda-edge.md §1.3).
            output.buffer.truncate(to: start)
            trace.note(.firstParty, "answer_too_large")
            return writeSubstitute(kind)
        }
        result = .response(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.firstParty, "answered")
    }

    private mutating func writeAnswer(_ status: Int, _ headers: borrowing ByteStringList, _ body: Span<UInt8>) {
        responseHeaders.removeAll(keepingCapacity: true)
        var index = 0
        while index + 1 < headers.count {
            if ResponseHeaderRules.mayBeReturned(headers[index]) {
                responseHeaders.append(
                    HeaderAddition(name: text.store(headers[index]), value: text.store(headers[index + 1]))
                )
            }
            index += 2
        }
        scratch.removeAll()
        scratch.append(body)
        parts.removeAll()
        parts.append(decimal: Int64(status))
        writeResponse(status: text.store(parts), isBinary: true)
    }

    /// The neutral answer (protocol.md §8.6).
    mutating func writeSubstitute(_ kind: FirstPartyKind) {
        let isPixel = kind == .xhr && text.bytes(of: context.path).hasSuffix(".gif")
        responseHeaders.removeAll(keepingCapacity: true)
        addResponseHeader("Content-Type", isPixel ? "image/gif" : "application/javascript")
        scratch.removeAll()
        if isPixel {
            // One transparent pixel; a GIF in a text body would arrive damaged [D15].
            let pixel = text.slice { $0.append("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7") }
            scratch.append(base64Decoding: pixel, of: text)
        } else if kind == .xhr {
            scratch.append("{}")
        }
        let start = output.startDocument()
        writeResponse(status: text.slice { $0.append("200") }, isBinary: isPixel)
        result = .response(ByteSlice(from: start, to: output.buffer.count))
    }
}
