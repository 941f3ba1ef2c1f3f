// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// CORS preflight requests (protocol.md §11.1).

extension Exchange {
    func isPreflight(_ configuration: borrowing CompiledConfiguration) -> Bool {
        guard configuration.isCORSSupported,
            text.bytes(of: context.method).equalsIgnoringASCIICase("OPTIONS"),
            let origin = header("origin"), !origin.isEmpty,
            let method = header("access-control-request-method"), !method.isEmpty
        else { return false }
        return true
    }

    /// Whether a preflight that nobody answered goes on unexamined.
    mutating func passesPreflight(_ configuration: borrowing CompiledConfiguration) -> Bool {
        trace.note(.preflight, configuration.filtersPreflightRequests ? "passed" : "enforced", .preflightFilter)
        return configuration.filtersPreflightRequests
    }

    /// Answers with `{status, headers, body}` of the customer's function. False, with nothing written, if there is no such
    /// answer, or CloudFront would refuse it: a status beside 200 to 599, or more than 40 KB (lambda-edge.md §1.3).
    mutating func writePreflightResponse() -> Bool {
        guard let base = answeredObject() else { return false }
        guard let status = preflightStatus(base) else {
            trace.note(.preflight, "answer_without_status", .customPreflightHandler)
            return false
        }
        responseHeaders.removeAll(keepingCapacity: true)
        if let headers = document.value("headers", of: 0, in: text.bytes(of: base)) {
            addResponseHeaders(of: headers, base: base)
        }
        scratch.removeAll()
        if let body = document.value("body", of: 0, in: text.bytes(of: base)), document.kind(of: body) == .string {
            scratch.append(scalar(node: body, base: base).slice, of: text)
        }
        let start = output.startDocument()
        parts.removeAll()
        parts.append(decimal: Int64(status))
        writeResponse(status: text.store(parts))
        guard output.buffer.count - start <= Self.responseLimit, !output.buffer.hasOverflowed else {
            output.buffer.truncate(to: start)
            trace.note(.preflight, "answer_too_large", .customPreflightHandler)
            return false
        }
        result = .response(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.preflight, "answered", .customPreflightHandler)
        return true
    }

    private func preflightStatus(_ base: ByteSlice) -> Int? {
        let bytes = text.bytes(of: base)
        guard let node = document.value("status", of: 0, in: bytes),
            let status = document.javaScriptNumber(node, in: bytes), status >= 200, status < 600
        else { return nil }
        return Int(status)
    }

    /// Whether the answer to a block has to tell a page of another origin that it may read it.
    func wantsCORSHeaders(_ configuration: borrowing CompiledConfiguration) -> Bool {
        guard configuration.isCORSSupported, let origin = header("origin") else { return false }
        return !origin.isEmpty
    }

    /// Adds what the customer's function gave, else the usual two headers.
    mutating func addCORSHeaders(_ configuration: borrowing CompiledConfiguration) {
        guard wantsCORSHeaders(configuration), let origin = header("origin") else { return }
        if let base = answeredObject() {
            addResponseHeaders(of: 0, base: base)
            trace.note(.response, "cors_headers", .customBlockResponseHeaders)
            return
        }
        guard isHeaderSafe(origin) else {
            trace.note(.response, "cors_headers_refused", .corsSupport)
            return
        }
        addResponseHeader("Access-Control-Allow-Origin", origin)
        addResponseHeader("Access-Control-Allow-Credentials", "true")
        trace.note(.response, "cors_headers", .corsSupport)
    }
}
