// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import HumanSecurity
import Synchronization

/// Answers every call as the case says, and remembers the calls.
final class CannedTransport: Transport {
    enum Answer: Sendable {
        case response(IncomingResponse)
        case failure(TransportError)
    }

    /// The answers of a case's member `backend`, by the name that the case gives them.
    struct Answers: Sendable {
        var risk: Answer?
        var collector: Answer?
        var firstParty: Answer?
        var telemetry: Answer?
        var logs: Answer?
    }

    private let answers: Answers
    private let sent = Mutex<[OutgoingRequest]>([])

    init(_ answers: Answers) {
        self.answers = answers
    }

    /// Every call so far, in order.
    var requests: [OutgoingRequest] {
        sent.withLock { $0 }
    }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        // There is no network, so no secret either: a case that refers to one fails open.
        if request.kind == .secret { throw TransportError(.connection, "no network") }
        sent.withLock { $0.append(request) }
        let answer: Answer? =
            switch request.kind {
            case .risk: answers.risk
            case .activities: answers.collector
            case .firstParty: answers.firstParty
            case .telemetry: answers.telemetry
            case .logs: answers.logs
            case .secret: nil
            }
        switch answer {
        case .response(let response): return response
        case .failure(let error): throw error
        case nil: return IncomingResponse(status: 200)
        }
    }
}

extension CannedTransport.Answers {
    init(_ document: JSONDocument, of node: Int?, in bytes: Span<UInt8>) {
        func answer(_ name: StaticString) -> CannedTransport.Answer? {
            node.flatMap { document.value(name, of: $0, in: bytes) }
                .map { CannedTransport.Answer(document, of: $0, in: bytes) }
        }
        self.init(
            risk: answer("risk"),
            collector: answer("collector"),
            firstParty: answer("first_party"),
            telemetry: answer("telemetry"),
            logs: answer("logs")
        )
    }
}

extension CannedTransport.Answer {
    init(_ document: JSONDocument, of node: Int, in bytes: Span<UInt8>) {
        if let error = document.value("error", of: node, in: bytes) {
            let isTimeout = document.string(of: error, in: bytes) == "timeout"
            self = .failure(
                isTimeout ? TransportError(.timeout, "timeout") : TransportError(.connection, "connection refused")
            )
            return
        }
        let status = document.member("status", of: node, in: bytes).flatMap { document.number(of: $0, in: bytes) }
        var body: [UInt8] = []
        if let text = document.value("body", of: node, in: bytes) {
            let isText = document.kind(of: text) == .string
            body = isText ? document.stringBytes(of: text, in: bytes) : document.json(of: text, in: bytes)
        } else if let base64 = document.value("body_base64", of: node, in: bytes) {
            var buffer = ByteBuffer(limit: 1 << 28)
            buffer.append(base64Decoding: document.stringBytes(of: base64, in: bytes).span)
            body = buffer.takeAll()
        }
        var headers: [OutgoingRequest.Field] = []
        if let object = document.value("headers", of: node, in: bytes), document.kind(of: object) == .object {
            var index = object + 1
            while index + 1 < document.end(of: object) {
                headers.append(
                    OutgoingRequest.Field(
                        document.string(of: index, in: bytes),
                        document.string(of: index + 1, in: bytes)
                    )
                )
                index = document.end(of: index + 1)
            }
        }
        let statusCode = status.map { $0 >= 0 && $0 < 1000 ? Int($0) : 0 } ?? 200
        self = .response(IncomingResponse(status: statusCode, headers: headers, body: body))
    }
}
