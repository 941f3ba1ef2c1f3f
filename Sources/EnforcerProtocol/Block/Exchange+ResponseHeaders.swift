// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// The frame of a generated response, which is the same for all that we answer (lambda-edge.md §1.3).

extension Exchange {
    /// 40 KB in all at viewer-request, of which a little is CloudFront's own.
    static var responseLimit: Int { 39 << 10 }

    /// Writes a whole response with `responseHeaders`, and the body that is in `scratch`.
    mutating func writeResponse(status: ByteSlice, isBinary: Bool = false) {
        output.beginObject()
        output.key("status")
        output.string(status, of: text)
        output.key("statusDescription")
        output.string("")
        output.key("headers")
        writeHeaderObject(responseHeaders)
        output.key("body")
        if isBinary {
            output.base64(scratch)
        } else {
            output.string(scratch)
        }
        output.key("bodyEncoding")
        output.string(isBinary ? "base64" : "text")
        output.endObject()
    }

    mutating func addResponseHeader(_ name: StaticString, _ value: ByteSlice) {
        responseHeaders.append(HeaderAddition(name: text.slice { $0.append(name) }, value: value))
    }

    mutating func addResponseHeader(_ name: StaticString, _ value: StaticString) {
        addResponseHeader(name, text.slice { $0.append(value) })
    }

    /// Adds the headers of an object of `document`, name → text or list of texts. What CloudFront would refuse the answer
    /// for is left out, and so is a second `content-type`.
    mutating func addResponseHeaders(of node: Int, base: ByteSlice) {
        guard document.kind(of: node) == .object else { return }
        var key = node + 1
        while key + 1 < document.end(of: node) {
            let name = text.unescape(document.text(of: key), base: base.start)
            if ResponseHeaderRules.mayBeReturned(text.bytes(of: name)), !isContentTypeTwice(name) {
                addValues(of: key + 1, base: base, name: name)
            } else {
                trace.note(.response, "header_refused", detail: name)
            }
            key = document.end(of: key + 1)
        }
    }

    private func isContentTypeTwice(_ name: ByteSlice) -> Bool {
        guard text.bytes(of: name).equalsIgnoringASCIICase("content-type") else { return false }
        for header in responseHeaders where text.bytes(of: header.name).equalsIgnoringASCIICase("content-type") {
            return true
        }
        return false
    }

    private mutating func addValues(of node: Int, base: ByteSlice, name: ByteSlice) {
        if document.kind(of: node) == .array {
            var element = node + 1
            while element < document.end(of: node) {
                addValue(element, base: base, name: name)
                element = document.end(of: element)
            }
        } else {
            addValue(node, base: base, name: name)
        }
    }

    private mutating func addValue(_ node: Int, base: ByteSlice, name: ByteSlice) {
        guard document.kind(of: node) == .string || document.kind(of: node) == .number else { return }
        let value = scalar(node: node, base: base).slice
        guard isHeaderSafe(value) else {
            trace.note(.response, "header_refused", detail: name)
            return
        }
        responseHeaders.append(HeaderAddition(name: name, value: value))
    }

    /// Writes headers as CloudFront wants them: all values of one name in one list.
    mutating func writeHeaderObject(_ headers: [HeaderAddition]) {
        output.beginObject()
        for index in headers.indices where isFirst(index, of: headers) {
            output.lowercaseKey(headers[index].name, of: text)
            output.beginArray()
            for other in index..<headers.count where isSameName(headers[index], headers[other]) {
                output.beginObject()
                output.key("key")
                output.string(headers[other].name, of: text)
                output.key("value")
                output.string(headers[other].value, of: text)
                output.endObject()
            }
            output.endArray()
        }
        output.endObject()
    }

    private func isFirst(_ index: Int, of headers: [HeaderAddition]) -> Bool {
        for earlier in 0..<index where isSameName(headers[earlier], headers[index]) {
            return false
        }
        return true
    }

    private func isSameName(_ one: HeaderAddition, _ other: HeaderAddition) -> Bool {
        text.bytes(of: one.name).equalsIgnoringASCIICase(text.bytes(of: other.name))
    }

    /// Whether a value can stand in a header: for others CloudFront would refuse the whole answer (lambda-edge.md §2.5).
    func isHeaderSafe(_ slice: ByteSlice) -> Bool {
        let bytes = text.bytes(of: slice)
        for index in bytes.indices where ASCII.isControl(bytes[index]) {
            return false
        }
        return true
    }
}
