// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// An HTTP request that the enforcer wants sent.
public struct OutgoingRequest: Sendable, Equatable {
    /// What a request is for.
    public enum Kind: String, Sendable {
        case risk
        case activities
        case telemetry
        case logs
        case firstParty = "first_party"
        /// A call of AWS Secrets Manager.
        case secret
    }

    /// A header field.
    public struct Field: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var kind: Kind
    public var method: String

    /// An absolute `http` or `https` URL.
    public var url: String

    public var headers: [Field]
    public var body: [UInt8]

    /// The time that the whole call may take, from name look-up to the last byte of the answer, in ms.
    public var timeoutMilliseconds: Int

    public init(
        kind: Kind,
        method: String = "POST",
        url: String,
        headers: [Field],
        body: [UInt8],
        timeoutMilliseconds: Int
    ) {
        self.kind = kind
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}

/// The answer to an ``OutgoingRequest``.
public struct IncomingResponse: Sendable, Equatable {
    public var status: Int
    public var headers: [OutgoingRequest.Field]
    public var body: [UInt8]

    public init(status: Int, headers: [OutgoingRequest.Field] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no answer came.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The time limit of the request ran out.
        case timeout
        /// No connection, a broken connection, or an answer that is no HTTP.
        case connection
        /// The answer was larger than the transport takes.
        case tooLarge = "too_large"
    }

    public var code: Code

    /// What the client said; goes into `error_message` of activities, so it must hold no secret.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }
}

/// Sends requests for the enforcer.
///
/// A transport must keep to ``OutgoingRequest/timeoutMilliseconds`` in total, follow no redirect, send only the headers
/// it is given (besides those that HTTP itself needs), and take no answer of more than a few megabytes.
public protocol Transport: Sendable {
    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse
}
