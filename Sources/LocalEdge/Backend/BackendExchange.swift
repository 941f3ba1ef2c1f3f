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

    /// A request that an exchange is about, as the enforcer tells of it.
    struct Subject: Sendable {
        /// The enforcer's own.
        var requestID: String
        var clientIP: String?
        var method: String?
        var url: String
        /// When the enforcer began, in ms since the epoch.
        var began: Int64?
    }

    /// What it is about; several where activities of several requests came together.
    var subjects: [Subject]

    package init(kind: Kind, headers: [HeaderLine] = [], body: [UInt8], began: Int64 = 0) {
        self.kind = kind
        self.headers = headers
        self.body = body
        self.began = began
        let details = kind == .risk ? "additional" : "details"
        subjects = (ActivityCheck.activities(in: body) ?? []).compactMap { part in
            guard let id = part[details]?["request_id"]?.stringValue else { return nil }
            let request = kind == .risk ? part["request"] : part
            return Subject(
                requestID: id,
                clientIP: request?["socket_ip"]?.stringValue,
                method: part[details]?["http_method"]?.stringValue,
                url: request?["url"]?.stringValue ?? "",
                began: part[details]?["enforcer_start_time"]?.numberValue.flatMap { Int64(exactly: $0) })
        }
    }

    /// What it says of the decision on a request; nil for a risk request.
    /// - Parameter requestID: the enforcer's own.
    func decidingActivity(on requestID: String) -> JSONValue? {
        guard kind == .activities else { return nil }
        return ActivityCheck.activities(in: body)?.first {
            $0["type"] != "additional_s2s" && $0["details"]?["request_id"]?.stringValue == requestID
        }
    }
}
