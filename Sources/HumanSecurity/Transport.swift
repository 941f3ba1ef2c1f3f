// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// An HTTP request that the enforcer wants sent.
public struct OutgoingRequest: Sendable, Equatable {
    /// What a request is for.
    public enum Kind: String, Sendable {
        /// A call of the Risk API (protocol.md §5).
        case risk
        /// A report of what was decided (protocol.md §6).
        case activities
        /// The enforcer's own telemetry.
        case telemetry
        /// Log lines that a header asked for.
        case logs
        /// A call for a visitor to HUMAN's script or collector hosts.
        case firstParty = "first_party"
        /// A call of AWS Secrets Manager.
        case secret
    }

    /// A header field.
    public struct Field: Sendable, Equatable {
        /// The name as it is sent.
        public var name: String

        /// The value as it is sent, without line ends.
        public var value: String

        /// A field of that name.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What the request is for.
    public var kind: Kind

    /// `GET`, `POST` or another method, in capitals.
    public var method: String

    /// An absolute `http` or `https` URL.
    public var url: String

    /// All fields but those that HTTP itself needs, such as `host` and `content-length`.
    public var headers: [Field]

    /// Bytes as they are sent; empty for none.
    public var body: [UInt8]

    /// The time that the whole call may take, from name look-up to the last byte of the answer, in ms.
    public var timeoutMilliseconds: Int

    /// A request to be sent within `timeoutMilliseconds`.
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
    /// The status code, 100 to 599.
    public var status: Int

    /// The fields in the order in which they came.
    public var headers: [OutgoingRequest.Field]

    /// The whole body, with the transfer encoding taken off.
    public var body: [UInt8]

    /// An answer, for transports and tests.
    public init(status: Int, headers: [OutgoingRequest.Field] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no answer came.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it was.
    public enum Code: String, Sendable {
        /// The time limit of the request ran out.
        case timeout
        /// No connection, a broken connection, or an answer that is no HTTP.
        case connection
        /// The answer was larger than the transport takes.
        case tooLarge = "too_large"
    }

    /// How far the request had got.
    public enum Stage: String, Sendable {
        /// The host's name was looked up.
        case nameLookup = "name_lookup"
        /// The connection was being made; where the time ran out, perhaps in TLS.
        case connect
        /// The two sides agreed on TLS, or did not: certificates are checked here.
        case tls
        /// The request was being sent, or the answer waited for or read.
        case answer
    }

    /// Decides which reason is reported: `timeout` is one of its own.
    public var code: Code

    /// Nil if the transport cannot tell, or nothing was sent. Goes into the log, where the message does not.
    public var stage: Stage?

    /// What the client said; goes into `error_message` of activities, so it must hold no secret.
    public var message: String

    /// A failure with the client's word for it.
    public init(_ code: Code, _ message: String, at stage: Stage? = nil) {
        self.code = code
        self.message = message
        self.stage = stage
    }

    public var description: String { "\(code.rawValue): \(message)" }
}

/// Sends requests for the enforcer.
///
/// A transport must keep to ``OutgoingRequest/timeoutMilliseconds`` in total, follow no redirect, send only the headers
/// it is given (besides those that HTTP itself needs), and take no answer of more than a few megabytes.
public protocol Transport: Sendable {
    /// Sends one request and waits for the whole answer.
    /// - Throws: ``TransportError``; also when the answer is not complete in ``OutgoingRequest/timeoutMilliseconds``.
    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse
}
