// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// What the function answers.
    enum Result: BitwiseCopyable {
        /// Nothing that could be answered: the event had no request.
        case none
        /// A slice of the event: the request as it came.
        case event(ByteSlice)
        /// A slice of the output.
        case request(ByteSlice)
        case response(ByteSlice)
    }

    /// Whether a response was generated.
    package var isResponse: Bool {
        if case .response = result { true } else { false }
    }

    /// Whether the request goes on just as it came.
    package var isUnchanged: Bool {
        switch result {
        case .none, .event: true
        case .request, .response: false
        }
    }

    /// JSON of the request to go on with, or of the generated response. Empty if the event had no request.
    package var resultBytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            switch result {
            case .none: text.bytes(of: .empty)
            case .event(let slice): text.bytes(of: slice)
            case .request(let slice), .response(let slice): output.buffer.bytes(of: slice)
            }
        }
    }

    /// Lets the request go on, without the headers that only we may write.
    mutating func passRequest() {
        let request = event.request
        guard event.hasRequest, !text.hasOverflowed else { return }
        result = .event(request.range)
        // A viewer who sends the hand-over header would speak to HumanActivities in our name [D5].
        var isForged = false
        for field in request.headers.fields where isHandOver(field) {
            isForged = true
        }
        guard isForged, !request.headersRange.isEmpty else { return }
        let start = output.startDocument()
        output.buffer.append(ByteSlice(from: request.range.start, to: request.headersRange.start), of: text)
        output.beginObject()
        for field in request.headers.fields where !isHandOver(field) {
            output.raw(field.raw, of: text)
        }
        output.endObject()
        output.buffer.append(ByteSlice(from: request.headersRange.end, to: request.range.end), of: text)
        guard !output.buffer.hasOverflowed else { return }
        result = .request(ByteSlice(from: start, to: output.buffer.count))
    }

    private func isHandOver(_ field: HeaderTable.Field) -> Bool {
        text.bytes(of: field.name).equalsIgnoringASCIICase(WireName.handOverHeader)
    }
}
