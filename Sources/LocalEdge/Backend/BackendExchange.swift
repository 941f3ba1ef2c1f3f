// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A call that the embedded backend got, and what it answered.
package struct BackendExchange: Sendable {
    /// What a call is for.
    package enum Kind: String, Sendable {
        case risk
        case activities
    }

    package var kind: Kind
    package var headers: [HeaderLine]

    /// JSON text, if the caller kept to the protocol.
    package var body: [UInt8]

    /// When the call came, in ms since the epoch.
    package var began: Int64

    /// The answer; nil while there is none.
    package var answer: EdgeResponse?

    /// Until the answer was handed to the socket, in ms; nil while there is none.
    package var milliseconds: Double?

    /// The enforcer's own ids of the requests that it is about.
    var requestIDs: Set<String>

    package init(kind: Kind, headers: [HeaderLine] = [], body: [UInt8], began: Int64 = 0) {
        self.kind = kind
        self.headers = headers
        self.body = body
        self.began = began
        let parts = ActivityCheck.activities(in: body) ?? []
        requestIDs = Set(
            parts.compactMap { ($0[kind == .risk ? "additional" : "details"]?["request_id"])?.stringValue })
    }
}
