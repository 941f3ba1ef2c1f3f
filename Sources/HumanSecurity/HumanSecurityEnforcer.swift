// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import EnforcerCore
internal import EnforcerProtocol
public import Logging
internal import Synchronization

/// Decides, for every viewer request, whether it goes on.
///
/// Make one for each process and use it for all requests: it keeps the compiled configuration, the cryptographic
/// contexts and working memory.
///
/// ```swift
/// let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
/// let enforcement = await enforcer.enforce(event)
/// if let response = enforcement.response {
///     return response            // blocked: this is the JSON to answer with
/// }
/// return enforcement.result         // goes on: the request, as it came or with changed headers
/// ```
///
/// It never throws for a request: whatever goes wrong, the request goes on, and ``Enforcement/reason`` says why.
public final class HumanSecurityEnforcer: Sendable {
    /// An exchange with an address of its own, so that it can wait in the pool. Only one task uses it at a time; the
    /// lock is there so that the compiler need not take our word for it.
    private final class Workspace: Sendable {
        let exchange = Mutex(Exchange())
    }

    private struct State: ~Copyable {
        var engine: Engine
        /// Exchanges not in use. One request at a time needs one; more come only where requests overlap.
        var idle: [Workspace] = []
    }

    /// Exchanges kept for reuse; those beyond are given back to the system.
    private static let idleLimit = 16

    private let state: Mutex<State>
    private let transport: any Transport
    private let environment: EnforcerEnvironment
    private let logger: Logger
    private let callHeaders: [OutgoingRequest.Field]
    private let logHeaders: [OutgoingRequest.Field]

    private init(
        engine: consuming sending Engine,
        authToken: String,
        loggerAuthToken: String,
        transport: any Transport,
        environment: EnforcerEnvironment,
        logger: Logger
    ) {
        state = Mutex(State(engine: engine))
        self.transport = transport
        self.environment = environment
        self.logger = logger
        callHeaders = [
            OutgoingRequest.Field("content-type", "application/json"),
            OutgoingRequest.Field("authorization", "Bearer \(authToken)"),
        ]
        logHeaders = [
            OutgoingRequest.Field("content-type", "application/json"),
            OutgoingRequest.Field("authorization", "Bearer \(loggerAuthToken)"),
        ]
    }

    /// Makes an enforcer.
    /// - Parameters:
    ///   - configuration: needs `px_app_id`, `px_auth_token` and `px_cookie_secret` (configuration.md §1.1).
    ///   - transport: sends the calls to the vendor's servers.
    ///   - environment: clock, randomness and region.
    ///   - logger: told of failures; at `debug` of every decision.
    /// - Throws: ``ConfigurationError`` with every error at once.
    public static func initialize(
        _ configuration: HumanSecurityConfiguration,
        transport: any Transport,
        environment: EnforcerEnvironment = .system,
        logger: Logger = Logger(label: "human-security.enforcer")
    ) throws(ConfigurationError) -> HumanSecurityEnforcer {
        let (compiled, warnings) = try configuration.compile(for: .enforcer)
        var logger = logger
        logger.logLevel =
            switch compiled.loggerSeverity {
            case .none: .critical
            case .error: .error
            case .debug: .debug
            }
        for warning in warnings {
            logger.warning("configuration", metadata: ["option": "\(warning.key)", "problem": "\(warning.message)"])
        }
        let authToken = String(decoding: compiled.authToken, as: UTF8.self)
        return HumanSecurityEnforcer(
            engine: Engine(
                configuration: compiled,
                region: Array((environment.region ?? "").utf8),
                nodeName: Array(environment.nodeName.utf8),
                systemName: Array(environment.systemName.utf8)
            ),
            authToken: authToken,
            loggerAuthToken: String(decoding: compiled.loggerAuthToken, as: UTF8.self),
            transport: transport,
            environment: environment,
            logger: logger
        )
    }

    // MARK: - Enforcing

    /// Decides one request, reports it, and comes back when both are done.
    ///
    /// Reporting is bounded by `px_s2s_timeout`. A host that can answer first should use ``decide(_:tracing:)``.
    /// - Parameter event: the CloudFront viewer-request (or origin-request) event as JSON text.
    public func enforce(_ event: [UInt8]) async -> Enforcement {
        var enforcement = await decide(event)
        await deliver(enforcement.reports)
        enforcement.reports = []
        return enforcement
    }

    /// Decides one request and leaves the reporting to the caller: ``Enforcement/reports`` go to ``deliver(_:)``.
    /// - Parameters:
    ///   - event: the event as JSON text.
    ///   - deadlineMilliseconds: when the platform ends the invocation, in ms since the epoch; the Risk API is waited for
    ///     no longer than leaves time to answer. Nil if there is no such end.
    ///   - tracing: whether to fill ``Enforcement/trace``.
    public func decide(
        _ event: [UInt8],
        deadlineMilliseconds: Int64? = nil,
        tracing: Bool = false
    ) async -> Enforcement {
        let workspace = state.withLock { $0.idle.popLast() } ?? Workspace()
        var step = begin(event, workspace)
        while case .send = step {
            var request = workspace.exchange.withLock { outgoing($0.calls[0], of: $0) }
            if let deadlineMilliseconds {
                request.timeoutMilliseconds = min(request.timeoutMilliseconds, timeLeft(until: deadlineMilliseconds))
            }
            do {
                let answer = try await transport.send(request)
                // Nothing looks at the headers of the Risk API's answer.
                let headers = request.kind == .firstParty ? answer.headers : []
                step = supply(.answered(status: answer.status), headers, answer.body, workspace)
            } catch {
                logger.error(
                    "call failed",
                    metadata: ["kind": "\(request.kind.rawValue)", "code": "\(error.code.rawValue)"]
                )
                let outcome = error.code == .timeout ? CallOutcome.timedOut : .failed
                step = supply(outcome, [], Array(error.message.utf8), workspace)
            }
        }
        let enforcement = workspace.exchange.withLock {
            let enforcement = summary(of: $0, tracing: tracing)
            $0.reset()
            return enforcement
        }
        state.withLock { if $0.idle.count < Self.idleLimit { $0.idle.append(workspace) } }
        record(enforcement)
        return enforcement
    }

    /// Sends activities, one after the other. Failures are logged and change nothing.
    public func deliver(_ reports: [OutgoingRequest]) async {
        for report in reports {
            do {
                let answer = try await transport.send(report)
                if answer.status != 200 {
                    logger.error("activity refused", metadata: ["status": "\(answer.status)"])
                }
            } catch {
                logger.error("activity not delivered", metadata: ["code": "\(error.code.rawValue)"])
            }
        }
    }

    // MARK: - Driving the engine

    /// Kept back of an invocation's time for the answer, in ms.
    private static let answerReserve: Int64 = 200

    private func timeLeft(until deadline: Int64) -> Int {
        let (left, hasOverflowed) = deadline.subtractingReportingOverflow(environment.now())
        guard !hasOverflowed else { return 0 }
        return Int(min(max(left - Self.answerReserve, 0), Int64(Int32.max)))
    }

    private func begin(_ event: [UInt8], _ workspace: Workspace) -> Step {
        let (high, low) = environment.random()
        let now = environment.now()
        return workspace.exchange.withLock { exchange in
            exchange.feed(event.span)
            return state.withLock {
                exchange.begin(&$0.engine, now: now, entropy: Entropy(high: high, low: low))
            }
        }
    }

    private func supply(
        _ outcome: CallOutcome,
        _ headers: [OutgoingRequest.Field],
        _ body: [UInt8],
        _ workspace: Workspace
    ) -> Step {
        let now = environment.now()
        var list = ByteStringList()
        for field in headers {
            list.append(Array(field.name.utf8).span)
            list.append(Array(field.value.utf8).span)
        }
        return workspace.exchange.withLock { exchange in
            state.withLock {
                exchange.supply(outcome, headers: list, body: body.span, engine: &$0.engine, now: now)
            }
        }
    }

    private func outgoing(_ call: OutgoingCall, of exchange: borrowing Exchange) -> OutgoingRequest {
        OutgoingRequest(
            kind: OutgoingRequest.Kind(call.kind),
            method: call.kind == .firstParty
                ? String(copying: exchange.text.bytes(of: exchange.context.method)) : "POST",
            url: String(copying: exchange.output.buffer.bytes(of: call.url)),
            headers: headers(of: call, exchange),
            body: Array(copying: exchange.output.buffer.bytes(of: call.body)),
            timeoutMilliseconds: call.timeoutMilliseconds
        )
    }

    private func headers(of call: OutgoingCall, _ exchange: borrowing Exchange) -> [OutgoingRequest.Field] {
        switch call.kind {
        case .risk, .activities, .telemetry: return callHeaders
        case .logs: return logHeaders
        case .firstParty:
            var fields: [OutgoingRequest.Field] = []
            for header in exchange.upstreamHeaders {
                fields.append(
                    OutgoingRequest.Field(
                        String(copying: exchange.text.bytes(of: header.name)),
                        String(copying: exchange.text.bytes(of: header.value))
                    )
                )
            }
            return fields
        }
    }

    // MARK: - Reading the engine

    private func summary(of exchange: borrowing Exchange, tracing: Bool) -> Enforcement {
        let result = Array(copying: exchange.resultBytes)
        var reports: [OutgoingRequest] = []
        for call in exchange.calls {
            reports.append(outgoing(call, of: exchange))
        }
        var trace: [Enforcement.TraceEntry] = []
        if tracing {
            for entry in exchange.trace.entries {
                trace.append(Enforcement.TraceEntry(entry, of: exchange))
            }
        }
        return Enforcement(
            outcome: Enforcement.Outcome(exchange.decision.outcome),
            reason: "\(exchange.decision.reason.name)",
            score: exchange.decision.score,
            result: result.isEmpty ? Array("null".utf8) : result,
            isResponse: exchange.isResponse,
            isUnchanged: exchange.isUnchanged,
            reports: reports,
            trace: trace
        )
    }

    /// Counts the decision as `human_security_decisions`, by outcome and reason, and logs it.
    private func record(_ enforcement: Enforcement) {
        let dimensions = [("outcome", enforcement.outcome.rawValue), ("reason", enforcement.reason)]
        Counter(label: "human_security_decisions", dimensions: dimensions).increment()
        let metadata: Logger.Metadata = [
            "outcome": "\(enforcement.outcome.rawValue)", "reason": "\(enforcement.reason)",
        ]
        if enforcement.outcome == .failedOpen {
            logger.error("failed open", metadata: metadata)
        } else {
            logger.debug("decided", metadata: metadata)
        }
    }
}

extension OutgoingRequest.Kind {
    init(_ kind: OutgoingCall.Kind) {
        self =
            switch kind {
            case .risk: .risk
            case .activities: .activities
            case .telemetry: .telemetry
            case .logs: .logs
            case .firstParty: .firstParty
            }
    }
}

extension Enforcement.Outcome {
    init(_ outcome: Decision.Outcome) {
        self =
            switch outcome {
            case .pass: .pass
            case .block: .block
            case .simulatedBlock: .simulatedBlock
            case .firstParty: .firstParty
            case .filtered: .filtered
            case .preflight: .preflight
            case .telemetry: .telemetry
            case .disabled: .disabled
            case .failedOpen: .failedOpen
            }
    }
}

extension Enforcement.TraceEntry {
    init(_ entry: Trace.Entry, of exchange: borrowing Exchange) {
        step = "\(entry.stage.name)"
        outcome = "\(entry.outcome)"
        option = entry.option.map { "\($0.key)" }
        detail = entry.detail.isEmpty ? nil : String(copying: exchange.text.bytes(of: entry.detail))
        if let element = entry.element, let name = option { option = "\(name)[\(element)]" }
    }
}
