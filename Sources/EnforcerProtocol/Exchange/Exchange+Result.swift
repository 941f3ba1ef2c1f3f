// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

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
        /// Of an event that came as a frame: what goes on is what came, with the changes that the exchange lists.
        case changes
    }

    /// Whether there is nothing to answer with yet.
    var isNothing: Bool {
        if case .none = result { true } else { false }
    }

    /// Whether a response was generated.
    package var isResponse: Bool {
        if case .response = result { true } else { false }
    }

    /// Whether the request goes on just as it came.
    package var isUnchanged: Bool {
        switch result {
        case .none, .event: true
        case .request, .response, .changes: false
        }
    }

    /// Whether `removals`, `additions` and `responseCookie` say all that is to change.
    package var isChanged: Bool {
        switch result {
        case .changes: true
        case .request: function == .enforcer
        case .response: function == .activities
        case .none, .event: false
        }
    }

    /// CloudFront's id of the request, as a slice of `text`.
    package var eventRequestID: ByteSlice { event.requestID.raw }

    /// The viewer's request as it stands in the event: what hooks are told.
    package var requestBytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { text.bytes(of: event.request.range) }
    }

    /// The origin's response as it stands in the event.
    package var responseBytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { text.bytes(of: event.response.range) }
    }

    /// JSON of the request to go on with, or of the generated response. Empty if the event had no request, and if it
    /// came as a frame and goes on changed.
    package var resultBytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            switch result {
            case .none, .changes: text.bytes(of: .empty)
            case .event(let slice): text.bytes(of: slice)
            case .request(let slice), .response(let slice): output.buffer.bytes(of: slice)
            }
        }
    }
}
