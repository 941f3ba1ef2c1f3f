// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import EnforcerCore
internal import EnforcerProtocol
internal import Logging
internal import Synchronization

/// Runs events through the engine: sends what it wants sent, asks what it wants asked. What the three functions share.
final class EngineHost: Sendable {
    /// Which of the three functions this is.
    enum Function: Sendable {
        case enforcer
        case activities
        case firstParty

        /// As it is called everywhere.
        var name: String {
            switch self {
            case .enforcer: "HumanEnforcer"
            case .activities: "HumanActivities"
            case .firstParty: "HumanFirstParty"
            }
        }

        /// What the configuration must hold for it.
        var purpose: ConfigurationReader.Purpose {
            switch self {
            case .enforcer: .enforcer
            case .activities: .activities
            case .firstParty: .firstParty
            }
        }
    }

    /// An exchange with an address of its own, so that it can wait in the pool. Only one task uses it at a time; the
    /// lock is there so that the compiler need not take our word for it.
    private final class Workspace: Sendable {
        let exchange = Mutex(Exchange())
    }

    private struct State: ~Copyable {
        var setup: EngineSetup
        /// Exchanges not in use. One request at a time needs one; more come only where requests overlap.
        var idle: [Workspace] = []
    }

    /// Exchanges kept for reuse; those beyond are given back to the system.
    private static let idleLimit = 16

    let function: Function
    private let state: Mutex<State>
    let transport: any Transport
    private let hooks: HumanSecurityHooks
    private let configuration: HumanSecurityConfiguration
    private let environment: EnforcerEnvironment
    let logger: Logger

    /// Activities that wait to be sent.
    let queue = Mutex(ReportQueue())

    /// When the platform ends the invocation that began last, in ms since the epoch; nil if there is no such end.
    let deadline = Mutex<Int64?>(nil)

    /// Nil if no metrics are wanted.
    private let metrics: EmbeddedMetrics?

    /// Nil where the configuration refers to no secret, or the function needs none.
    let secrets: SecretStore?

    /// - Parameters:
    ///   - configuration: what the function needs of it must be there.
    ///   - hooks: the customer's functions.
    /// - Throws: ``ConfigurationError`` with every error at once.
    init(
        _ configuration: HumanSecurityConfiguration,
        for function: Function,
        hooks: HumanSecurityHooks,
        transport: any Transport,
        environment: EnforcerEnvironment,
        logger: Logger
    ) throws(ConfigurationError) {
        let setup = try EngineSetup(configuration, for: function, hooks: hooks, environment: environment)
        var logger = logger
        logger.logLevel = setup.logLevel
        for warning in setup.warnings {
            logger.warning("configuration", metadata: ["option": "\(warning.key)", "problem": "\(warning.message)"])
        }
        let plan = setup.refersToSecrets && function != .firstParty ? configuration.secretPlan : nil
        secrets = plan.map { SecretStore($0, transport: transport, environment: environment, logger: logger) }
        state = Mutex(State(setup: setup))
        metrics = setup.metrics
        self.function = function
        self.transport = transport
        self.hooks = hooks
        self.configuration = configuration
        self.environment = environment
        self.logger = logger
    }

    // MARK: - Secrets

    /// Fetches the secrets that the configuration refers to, unless that was done. The first event does so otherwise.
    /// - Parameter limit: the most ms that it may take; without it a second and a half.
    func prepare(limit: Int? = nil) async {
        await secrets?.start(limit: limit, adopt)
    }

    /// Looks whether secrets have changed, if it is time to. For when nobody waits.
    func refresh() async {
        await secrets?.refresh(adopt)
    }

    /// Goes on with new secrets. What is remembered of tokens stays behind with the old ones; exchanges under way end as
    /// they began.
    private func adopt(_ values: HumanSecurityConfiguration) {
        let resolved = configuration.overlaid(with: values)
        do throws(ConfigurationError) {
            let setup = try EngineSetup(resolved, for: function, hooks: hooks, environment: environment)
            state.withLock { $0.setup = setup }
        } catch {
            // Texts in the place of references make no configuration worse.
            logger.error("new secrets could not be used", metadata: ["problem": "\(error)"])
        }
    }

    // MARK: - One event

    /// Runs one event to its end.
    /// - Parameters:
    ///   - deadlineMilliseconds: when the platform ends the invocation, in ms since the epoch; nil if there is no such end.
    ///   - tracing: whether to fill ``Enforcement/trace``.
    func run(
        _ event: [UInt8],
        deadlineMilliseconds: Int64?,
        tracing: Bool
    ) async -> Enforcement {
        deadline.withLock { $0 = deadlineMilliseconds }
        if secrets != nil { await prepare(limit: deadlineMilliseconds.map { timeLeft(until: $0) }) }
        let (setup, idle) = state.withLock { ($0.setup, $0.idle.popLast()) }
        let workspace = idle ?? Workspace()
        var step = begin(event, workspace, setup)
        loop: while true {
            let limit = deadlineMilliseconds.map { timeLeft(until: $0) }
            switch step {
            case .send: step = await send(workspace, setup, limit: limit)
            case .ask(let hook): step = await ask(hook, workspace, setup, limit: limit)
            case .finish: break loop
            }
        }
        let enforcement = workspace.exchange.withLock {
            let enforcement = summary(of: $0, setup, tracing: tracing)
            $0.reset()
            return enforcement
        }
        state.withLock { if $0.idle.count < Self.idleLimit { $0.idle.append(workspace) } }
        record(enforcement)
        return enforcement
    }

    private func send(_ workspace: Workspace, _ setup: EngineSetup, limit: Int?) async -> Step {
        var request = workspace.exchange.withLock { outgoing($0.calls[0], of: $0, setup) }
        if let limit { request.timeoutMilliseconds = min(request.timeoutMilliseconds, limit) }
        do {
            let answer = try await transport.send(request)
            // Nothing looks at the headers of the Risk API's answer.
            let headers = request.kind == .firstParty ? answer.headers : []
            let step = supply(.answered(status: answer.status), headers, answer.body, workspace, setup)
            let problem = request.kind == .risk ? workspace.exchange.withLock { $0.risk.problem } : nil
            if let problem {
                fault("answer of no use", request.kind, code: "\(problem)", stage: .answer, status: answer.status)
            }
            return step
        } catch {
            fault("call failed", request.kind, code: error.code.rawValue, stage: error.stage)
            let outcome = error.code == .timeout ? CallOutcome.timedOut : .failed
            return supply(outcome, [], Array(error.message.utf8), workspace, setup)
        }
    }

    private func ask(_ hook: Hook, _ workspace: Workspace, _ setup: EngineSetup, limit: Int?) async -> Step {
        let arguments = workspace.exchange.withLock { exchange in
            HookRunner.Arguments(
                request: HookRequest(json: Array(copying: exchange.requestBytes)),
                context: hook == .additionalActivity
                    ? HookContext(json: Array(copying: exchange.text.bytes(of: exchange.hookContext))) : nil,
                response: hook == .loginSuccessful
                    ? HookResponse(json: Array(copying: exchange.responseBytes)) : nil,
                entry: exchange.credentialsIndex
            )
        }
        let answer = await setup.hooks.ask(hook, arguments, limitMilliseconds: limit)
        var json: [UInt8] = []
        let outcome: HookOutcome
        switch answer {
        case .answered(let bytes):
            json = bytes
            outcome = .answered
        case .failed: outcome = .failed
        case .timedOut: outcome = .timedOut
        }
        if outcome != .answered {
            let problem = outcome == .timedOut ? "had not answered in time" : "threw"
            logger.error("hook failed", metadata: ["option": "\(hook.option.key)", "problem": "\(problem)"])
        }
        let now = environment.now()
        return workspace.exchange.withLock { exchange in
            setup.engine.withLock { exchange.supply(outcome, json: json.span, engine: &$0, now: now) }
        }
    }

    // MARK: - Driving the engine

    /// Kept back of an invocation's time for the answer, in ms.
    private static let answerReserve: Int64 = 200

    func timeLeft(until deadline: Int64) -> Int {
        let (left, hasOverflowed) = deadline.subtractingReportingOverflow(environment.now())
        guard !hasOverflowed else { return 0 }
        return Int(min(max(left - Self.answerReserve, 0), Int64(Int32.max)))
    }

    private func begin(_ event: [UInt8], _ workspace: Workspace, _ setup: EngineSetup) -> Step {
        let (high, low) = environment.random()
        let now = environment.now()
        return workspace.exchange.withLock { exchange in
            exchange.feed(event.span)
            return setup.engine.withLock {
                switch function {
                case .enforcer: exchange.begin(&$0, now: now, entropy: Entropy(high: high, low: low))
                case .activities: exchange.beginOriginResponse(&$0, now: now)
                case .firstParty:
                    exchange.beginOriginRequest(&$0, now: now, entropy: Entropy(high: high, low: low))
                }
            }
        }
    }

    private func supply(
        _ outcome: CallOutcome,
        _ headers: [OutgoingRequest.Field],
        _ body: [UInt8],
        _ workspace: Workspace,
        _ setup: EngineSetup
    ) -> Step {
        let now = environment.now()
        var list = ByteStringList()
        for field in headers {
            list.append(Array(field.name.utf8).span)
            list.append(Array(field.value.utf8).span)
        }
        return workspace.exchange.withLock { exchange in
            setup.engine.withLock {
                exchange.supply(outcome, headers: list, body: body.span, engine: &$0, now: now)
            }
        }
    }

    private func outgoing(
        _ call: OutgoingCall,
        of exchange: borrowing Exchange,
        _ setup: EngineSetup
    ) -> OutgoingRequest {
        OutgoingRequest(
            kind: OutgoingRequest.Kind(call.kind),
            method: call.kind == .firstParty
                ? String(copying: exchange.text.bytes(of: exchange.context.method)) : "POST",
            url: String(copying: exchange.output.buffer.bytes(of: call.url)),
            headers: headers(of: call, exchange, setup),
            body: Array(copying: exchange.output.buffer.bytes(of: call.body)),
            timeoutMilliseconds: call.timeoutMilliseconds
        )
    }

    private func headers(
        of call: OutgoingCall,
        _ exchange: borrowing Exchange,
        _ setup: EngineSetup
    ) -> [OutgoingRequest.Field] {
        switch call.kind {
        case .risk, .activities, .telemetry: return setup.callHeaders
        case .logs: return setup.logHeaders
        case .firstParty:
            var fields: [OutgoingRequest.Field] = []
            for header in exchange.upstreamHeaders {
                let name = String(copying: exchange.text.bytes(of: header.name))
                let value = String(copying: exchange.text.bytes(of: header.value))
                // One line for each name: every server takes that, and it means the same (RFC 9110 §5.3).
                if let index = fields.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
                    fields[index].value += ", \(value)"
                } else {
                    fields.append(OutgoingRequest.Field(name, value))
                }
            }
            return fields
        }
    }

    // MARK: - Reading the engine

    private func summary(of exchange: borrowing Exchange, _ setup: EngineSetup, tracing: Bool) -> Enforcement {
        let result = Array(copying: exchange.resultBytes)
        var reports: [OutgoingRequest] = []
        for call in exchange.calls {
            reports.append(outgoing(call, of: exchange, setup))
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
            riskMilliseconds: exchange.risk.roundTrip,
            requestID: String(copying: exchange.text.bytes(of: exchange.eventRequestID)),
            reports: reports,
            trace: trace
        )
    }

    /// Counts the decision as `human_security_decisions`, by outcome and reason, and logs it.
    private func record(_ enforcement: Enforcement) {
        let dimensions = [("outcome", enforcement.outcome.rawValue), ("reason", enforcement.reason)]
        Counter(label: "human_security_decisions", dimensions: dimensions).increment()
        if let metrics { environment.writeMetrics(metrics.line(for: enforcement, now: environment.now())) }
        // Whose secrets are missing has said so, once.
        if enforcement.outcome == .failedOpen, enforcement.reason != "secrets_unavailable" {
            logger.error("failed open", metadata: metadata(of: enforcement))
        } else {
            logger.debug("decided", metadata: metadata(of: enforcement))
        }
    }

    private func metadata(of enforcement: Enforcement) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "outcome": "\(enforcement.outcome.rawValue)", "reason": "\(enforcement.reason)",
        ]
        if let score = enforcement.score { metadata["score"] = "\(score)" }
        if let time = enforcement.riskMilliseconds { metadata["risk_ms"] = "\(time)" }
        if !enforcement.requestID.isEmpty { metadata["request_id"] = "\(enforcement.requestID)" }
        return metadata
    }
}
