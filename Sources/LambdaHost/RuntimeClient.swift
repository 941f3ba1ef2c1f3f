// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// The Lambda Runtime API (lambda-edge.md §3.1) over one connection that is kept.
struct RuntimeClient: ~Copyable {
    /// An event to handle.
    struct Invocation {
        /// `Lambda-Runtime-Aws-Request-Id`.
        var requestID: String

        /// `Lambda-Runtime-Invocation-Id`, to be echoed.
        var invocationID: String?

        /// `Lambda-Runtime-Deadline-Ms`, in ms since the epoch.
        var deadlineMilliseconds: Int64?

        /// `Lambda-Runtime-Trace-Id`.
        var trace: String?

        /// The event, or why it did not arrive whole.
        var event: Result<[UInt8], TransportError>
    }

    /// What `next` gave.
    enum Next {
        case invocation(Invocation)
        /// No event; asking again may help.
        case failed(String)
        /// The platform wants the process to end.
        case containerError
    }

    /// What the platform said to a report.
    enum Receipt: Equatable {
        case accepted
        /// Refused, or not delivered; the next event may be asked for.
        case refused(String)
        /// The platform wants the process to end.
        case containerError
    }

    private static let base = "/2018-06-01/runtime"
    private var connection: RuntimeConnection

    /// - Parameters:
    ///   - endpoint: `AWS_LAMBDA_RUNTIME_API`, host and port.
    ///   - eventLimit: the most bytes that an event may have.
    init(endpoint: String, eventLimit: Int) {
        connection = RuntimeConnection(endpoint: endpoint, bodyLimit: eventLimit)
    }

    /// Waits for the next event, without limit: the sandbox may be frozen meanwhile.
    mutating func next() -> Next {
        let answer = connection.send(method: "GET", path: "\(RuntimeClient.base)/invocation/next")
        if answer.status == 500 { return .containerError }
        guard answer.status == 200, let requestID = answer.header("lambda-runtime-aws-request-id") else {
            return .failed(answer.failure?.description ?? "status \(answer.status), or no request id")
        }
        return .invocation(
            Invocation(
                requestID: requestID,
                invocationID: answer.header("lambda-runtime-invocation-id"),
                deadlineMilliseconds: answer.header("lambda-runtime-deadline-ms").flatMap { Int64($0) },
                trace: answer.header("lambda-runtime-trace-id"),
                event: answer.failure.map { .failure($0) } ?? .success(answer.body)
            )
        )
    }

    mutating func respond(_ body: [UInt8], to invocation: borrowing Invocation) -> Receipt {
        post(body, to: "invocation/\(invocation.requestID)/response", RuntimeClient.echo(invocation))
    }

    mutating func fail(_ report: ErrorReport, of invocation: borrowing Invocation) -> Receipt {
        post(
            report.json,
            to: "invocation/\(invocation.requestID)/error",
            RuntimeClient.echo(invocation) + RuntimeClient.type(report)
        )
    }

    /// Says that the function cannot start. To be called once, before `next`.
    mutating func failInitialization(_ report: ErrorReport) -> Receipt {
        post(report.json, to: "init/error", RuntimeClient.type(report))
    }

    private mutating func post(_ body: [UInt8], to path: String, _ headers: [OutgoingRequest.Field]) -> Receipt {
        let answer = connection.send(
            method: "POST",
            path: "\(RuntimeClient.base)/\(path)",
            headers: [OutgoingRequest.Field("Content-Type", "application/json")] + headers,
            body: body,
            timeoutMilliseconds: RuntimeClient.reportLimitMilliseconds
        )
        if answer.status == 500 { return .containerError }
        if let failure = answer.failure { return .refused(failure.description) }
        guard answer.status == 202 else {
            // The body says which rule was broken; it holds nothing of the event.
            return .refused("status \(answer.status): \(String(decoding: answer.body.prefix(512), as: UTF8.self))")
        }
        return .accepted
    }

    private static func echo(_ invocation: borrowing Invocation) -> [OutgoingRequest.Field] {
        invocation.invocationID.map { [OutgoingRequest.Field("Lambda-Runtime-Invocation-Id", $0)] } ?? []
    }

    private static func type(_ report: ErrorReport) -> [OutgoingRequest.Field] {
        [OutgoingRequest.Field("Lambda-Runtime-Function-Error-Type", report.type)]
    }

    /// The API is local; this bounds a hang, it is no budget.
    private static let reportLimitMilliseconds = 30_000
}
