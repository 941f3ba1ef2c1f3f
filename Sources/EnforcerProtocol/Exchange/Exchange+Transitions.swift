// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

// Every step of a viewer request from one state to the next.
//
//     feed … feed
//        │
//      begin ── stages, one after the other ── finish
//                  │            ▲
//                  │ ask        │ supply(answer)          a customer's function, if there is one
//                  │ send       │ supply(outcome)         the Risk API, or a first-party upstream
//                  ▼            │
//                 host ─────────┘
//
// A stage goes on to another one, asks a hook, sends, or ends with a decision. A hook that nobody set is passed over in
// place, so the stage after it always finds `answer`, and nil means "as if it were not there".

extension Exchange {
    /// Which function the exchange is for.
    enum Function: UInt8, BitwiseCopyable {
        case enforcer
        case activities
        case firstParty
    }

    enum State: BitwiseCopyable {
        case receiving
        case asking(Hook, then: Stage)
        case awaitingRisk
        case awaitingFirstParty(FirstPartyKind)
        case finished
    }

    /// What is done next, in the order of protocol.md §1.2.
    enum Stage: UInt8, BitwiseCopyable {
        case locateVisitor
        case readContext
        case serveFirstParty
        case filter
        case filterByHook
        case preflight
        case answerPreflight
        case telemetry
        case verify
        case takeParameters
        case enforce
        case enforceByHook
        case monitorByHook
        case readCredentials
        case takeCredentials
        case readSensitivity
        case readSensitivityByHook
        case judge
        case tellCustomer
        case prepareResponse
        case conclude
        // Of HumanActivities.
        case readLoginOutcome
        case takeLoginOutcome
        case reportOrigin
    }

    private enum Move: BitwiseCopyable {
        case go(Stage)
        case ask(Hook, then: Stage)
        case send(State)
        case end(Decision)
    }

    // MARK: - Inputs

    var isReceiving: Bool {
        if case .receiving = state { true } else { false }
    }

    /// Takes the next piece of the event. Pieces may be cut anywhere.
    package mutating func feed(_ piece: Span<UInt8>) {
        precondition(isReceiving, "feed comes before begin")
        text.append(piece)
        guard scanFailure == nil else { return }
        do {
            try scanner.advance(over: text)
        } catch {
            scanFailure = error
        }
    }

    /// Says that the event is complete, and decides as far as that can be done without asking anybody.
    /// - Parameters:
    ///   - now: ms since the epoch.
    ///   - entropy: 128 random bits for the request id.
    package mutating func begin(_ engine: inout Engine, now: Int64, entropy: Entropy) -> Step {
        precondition(isReceiving, "begin comes once, after feed")
        if let failure = finishScan() { return finish(engine, Decision(.failedOpen, failure), now: now) }
        if let decision = decisionWithoutWork(engine.configuration) { return finish(engine, decision, now: now) }
        context.startTime = now
        context.requestID = text.slice { $0.append(uuid: entropy) }
        return run(from: .locateVisitor, &engine, now: now)
    }

    /// Says that the event is complete: an origin-response event for HumanActivities (protocol.md §1.8).
    /// - Parameter now: ms since the epoch.
    package mutating func beginOriginResponse(_ engine: inout Engine, now: Int64) -> Step {
        precondition(isReceiving, "begin comes once, after feed")
        function = .activities
        if let failure = finishScan() { return finish(engine, Decision(.failedOpen, failure), now: now) }
        if let decision = decisionWithoutWork(engine.configuration) { return finish(engine, decision, now: now) }
        if let problem = readHandOver(&engine, now: now) { return finish(engine, Decision(.pass, problem), now: now) }
        return run(from: .readLoginOutcome, &engine, now: now)
    }

    /// Says that the event is complete: an origin-request event for HumanFirstParty (protocol.md §8.5).
    /// - Parameters:
    ///   - now: ms since the epoch.
    ///   - entropy: 128 random bits for the request id.
    package mutating func beginOriginRequest(_ engine: inout Engine, now: Int64, entropy: Entropy) -> Step {
        precondition(isReceiving, "begin comes once, after feed")
        function = .firstParty
        if let failure = finishScan() { return finish(engine, Decision(.failedOpen, failure), now: now) }
        context.startTime = now
        context.requestID = text.slice { $0.append(uuid: entropy) }
        readContext(engine)
        guard let match = firstPartyMatch(engine.configuration) else {
            return finish(engine, Decision(.pass, .noFirstPartyPath), now: now)
        }
        readCookies(engine.configuration)
        _ = serveFirstParty(engine, match)
        return finish(engine, Decision(.firstParty, match.kind.reason), now: now)
    }

    /// The decision where the configuration lets none be made.
    private mutating func decisionWithoutWork(_ configuration: borrowing CompiledConfiguration) -> Decision? {
        if !configuration.isModuleEnabled {
            trace.note(.module, "disabled", .moduleEnabled)
            return Decision(.disabled, .moduleDisabled)
        }
        guard configuration.lacksSecrets else { return nil }
        trace.note(.module, "secrets_unavailable")
        return Decision(.failedOpen, .secretsUnavailable)
    }

    /// Reads the event to its end. Nil if it holds a request, else what is wrong with it.
    mutating func finishScan() -> Decision.Reason? {
        if scanFailure == nil, !text.hasOverflowed, !isFrame {
            do {
                try scanner.finish(&text)
            } catch {
                scanFailure = error
            }
        }
        if text.hasOverflowed { return .eventTooLarge }
        if scanFailure != nil { return .eventMalformed }
        return event.hasRequest ? nil : .eventWithoutRequest
    }

    /// Takes the end of the call that `.send` asked for.
    /// - Parameters:
    ///   - outcome: how it ended.
    ///   - headers: of a first-party call's answer: names and values in turn. Nothing else looks at them.
    ///   - body: the answer's body, or for a failure its text.
    ///   - now: ms since the epoch.
    package mutating func supply(
        _ outcome: CallOutcome,
        headers: borrowing ByteStringList = ByteStringList(),
        body: Span<UInt8>,
        engine: inout Engine,
        now: Int64
    ) -> Step {
        calls.removeAll(keepingCapacity: true)
        switch state {
        case .awaitingRisk:
            readRiskAnswer(outcome, body: body, now: now)
            verdict = judgeAnswer(engine)
            return run(from: .tellCustomer, &engine, now: now)
        case .awaitingFirstParty(let kind):
            answerFirstParty(outcome, headers: headers, body: body, kind: kind)
            return finish(engine, Decision(.firstParty, kind.reason), now: now)
        case .receiving, .asking, .finished:
            preconditionFailure("supply(outcome) comes once, after send")
        }
    }

    /// Takes the answer to what `.ask` asked.
    /// - Parameters:
    ///   - outcome: whether the function answered.
    ///   - json: what it answered; anything that is no JSON, or longer than `hookAnswerLimit`, counts as no answer.
    ///   - now: ms since the epoch.
    package mutating func supply(
        _ outcome: HookOutcome,
        json: Span<UInt8>,
        engine: inout Engine,
        now: Int64
    ) -> Step {
        guard case .asking(let hook, let stage) = state else {
            preconditionFailure("supply(answer) comes once, after ask")
        }
        take(outcome, json, of: hook)
        return run(from: stage, &engine, now: now)
    }

    // MARK: - Stages

    private mutating func run(from first: Stage, _ engine: inout Engine, now: Int64) -> Step {
        var stage = first
        while true {
            switch visit(stage, &engine, now: now) {
            case .go(let next): stage = next
            case .ask(let hook, let next):
                if engine.configuration.hooks.contains(hook) {
                    state = .asking(hook, then: next)
                    return .ask(hook)
                }
                answer = nil
                stage = next
            case .send(let next):
                guard !text.hasOverflowed, !output.buffer.hasOverflowed else {
                    calls.removeAll(keepingCapacity: true)
                    return finish(engine, Decision(.failedOpen, .outputTooLarge), now: now)
                }
                state = next
                return .send
            case .end(let decision): return finish(engine, decision, now: now)
            }
        }
    }

    private mutating func visit(_ stage: Stage, _ engine: inout Engine, now: Int64) -> Move {
        switch stage {
        case .locateVisitor: return .ask(.userIP, then: .readContext)
        case .readContext:
            readContext(engine)
            return .go(.serveFirstParty)
        case .serveFirstParty:
            guard let match = firstPartyMatch(engine.configuration) else { return .go(.filter) }
            guard dryRun == .off else { return .end(Decision(.firstParty, match.kind.reason)) }
            readCookies(engine.configuration)
            switch serveFirstParty(engine, match) {
            case .send: return .send(.awaitingFirstParty(match.kind))
            case .substituted: return .end(Decision(.firstParty, match.kind.reason))
            }
        case .filter:
            if let reason = filter(by: engine.configuration) { return .end(Decision(.filtered, reason)) }
            return .ask(.isFiltered, then: .filterByHook)
        case .filterByHook:
            return isTrue(.filterCustom, "filtered", .isFiltered, engine)
                ? .end(Decision(.filtered, .custom)) : .go(.preflight)
        case .preflight:
            return isPreflight(engine.configuration)
                ? .ask(.preflightResponse, then: .answerPreflight) : .go(.telemetry)
        case .answerPreflight:
            if writePreflightResponse() { return .end(Decision(.preflight, .custom)) }
            return passesPreflight(engine.configuration) ? .end(Decision(.preflight, .preflight)) : .go(.telemetry)
        case .telemetry:
            guard isTelemetryCommand(&engine, now: now) else { return .go(.verify) }
            sendTelemetry(engine, now: now)
            return .end(Decision(.telemetry, .telemetry))
        default: return judge(stage, &engine, now: now)
        }
    }

    /// The stages from the token on.
    private mutating func judge(_ stage: Stage, _ engine: inout Engine, now: Int64) -> Move {
        switch stage {
        case .verify:
            if dryRun != .withoutCookies { readVisitor(&engine, now: now) }
            readOperations(engine.configuration)
            return .ask(.customParameters, then: .takeParameters)
        case .takeParameters:
            takeParameters()
            return .go(.enforce)
        case .enforce:
            return isEnforcedRoute(engine.configuration)
                ? .go(.readCredentials) : .ask(.isEnforced, then: .enforceByHook)
        case .enforceByHook:
            if isTrue(.enforcedRoute, "enforced", .isEnforced, engine) { return .go(.readCredentials) }
            if readMonitoring(engine.configuration) { return .go(.readCredentials) }
            return .ask(.isMonitored, then: .monitorByHook)
        case .monitorByHook:
            if isTrue(.monitoredRoute, "monitor", .isMonitored, engine) {
                context.isMonitored = !bypassesMonitoring(engine.configuration)
            }
            return .go(.readCredentials)
        case .readCredentials:
            return readCredentials(engine.configuration)
                ? .ask(.credentials, then: .takeCredentials) : .go(.readSensitivity)
        case .takeCredentials:
            takeCredentials(engine.configuration)
            return .go(.readSensitivity)
        case .readSensitivity:
            readSensitivity(engine.configuration)
            return context.isSensitive ? .go(.judge) : .ask(.isSensitive, then: .readSensitivityByHook)
        case .readSensitivityByHook:
            context.isSensitive = isTrue(.sensitiveRoute, "sensitive", .isSensitive, engine)
            return .go(.judge)
        case .judge:
            if dryRun != .off { return .end(judgeDry(engine, now: now)) }
            switch judgeRequest(engine, now: now) {
            case .ask(let reason):
                risk.callReason = reason
                risk.startTime = now
                sendRiskRequest(engine)
                return .send(.awaitingRisk)
            case .decided(let decision):
                verdict = decision
                return .go(.tellCustomer)
            }
        case .tellCustomer:
            guard engine.configuration.hooks.contains(.additionalActivity) else { return .go(.prepareResponse) }
            writeHookContext(engine, verdict)
            return .ask(.additionalActivity, then: .prepareResponse)
        case .prepareResponse:
            let isAsked = verdict.outcome == .block && wantsCORSHeaders(engine.configuration)
            return isAsked ? .ask(.blockResponseHeaders, then: .conclude) : .go(.conclude)
        case .readLoginOutcome:
            return readLoginOutcome(engine.configuration)
                ? .ask(.loginSuccessful, then: .takeLoginOutcome) : .go(.reportOrigin)
        case .takeLoginOutcome:
            takeLoginOutcome()
            return .go(.reportOrigin)
        case .reportOrigin:
            if !isRepeated(&engine) { sendOriginActivities(engine, now: now) }
            return .end(verdict)
        default:
            return .end(conclude(&engine, verdict, now: now))
        }
    }

    /// Reads what cookies and headers say about the visitor, his token first.
    private mutating func readVisitor(_ engine: inout Engine, now: Int64) {
        readCookies(engine.configuration)
        verifyToken(&engine, now: now)
        verifyOriginalToken(&engine)
        readDataEnrichment(&engine)
        readIdentifiers(engine.configuration)
    }

    // MARK: - Ends

    /// The decision stands: reports it and answers. Gives the decision, or that what it needs is too large.
    private mutating func conclude(_ engine: inout Engine, _ decision: Decision, now: Int64) -> Decision {
        if decision.outcome == .block {
            sendActivity(engine, decision, now: now)
            writeBlockResponse(engine, decision)
        } else {
            addOriginHeaders(engine, decision, now: now)
            let isHandedOver = handOver(&engine, decision)
            if !isHandedOver || !engine.configuration.defersActivities { sendActivity(engine, decision, now: now) }
        }
        guard !text.hasOverflowed, !output.buffer.hasOverflowed else {
            calls.removeAll(keepingCapacity: true)
            return Decision(.failedOpen, .outputTooLarge)
        }
        return decision
    }

    private mutating func finish(_ engine: borrowing Engine, _ decision: Decision, now: Int64) -> Step {
        self.decision = decision
        trace.note(.decision, decision.outcome.name)
        if dryRun != .off {
            state = .finished
            return .finish
        }
        if decision.outcome == .failedOpen {
            additions.removeAll(keepingCapacity: true)
            result = .none
        }
        switch function {
        case .enforcer where !isResponse: passRequest(engine)
        case .activities: passResponse(engine.configuration)
        case .firstParty where isNothing: result = .event(event.request.range)
        case .enforcer, .firstParty: break
        }
        sendLog(engine, now: now)
        state = .finished
        return .finish
    }
}

extension FirstPartyKind {
    fileprivate var reason: Decision.Reason {
        switch self {
        case .sensor: .firstPartySensor
        case .xhr: .firstPartyXHR
        case .captcha: .firstPartyCaptcha
        }
    }
}
