// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

// One request, from event bytes to result. All transitions are in this file; what is done at each is in the extensions.
//
//     feed … feed
//        │
//      begin ──► disabled / filtered / preflight / telemetry / failed open ──────► finish
//        │
//        ├────► send (first party) ──► supply ───────────────────────────────────► finish
//        │
//        ├────► token decides (pass, block) ─────────────────────────► report ────► finish
//        │
//        └────► send (Risk API) ──► supply ──► answer decides ───────► report ────► finish
//
// The engine reads no clock and draws no randomness; both are arguments. Input never traps: every byte string gives a
// decision with a reason. Calling out of order traps, as that is the host's mistake.

package struct Exchange: ~Copyable {
    enum State: BitwiseCopyable {
        case receiving
        case awaitingRisk
        case awaitingFirstParty(FirstPartyKind)
        case finished
    }

    /// The most bytes of an event, a risk answer and all that is derived from them. CloudFront's largest event carries
    /// 1.33 MB of body (lambda-edge.md §1.1).
    package static var textLimit: Int { 8 << 20 }

    /// The most bytes of all requests and the result together.
    package static var outputLimit: Int { 8 << 20 }

    private var state = State.receiving
    private var scanFailure: JSONError?
    private var scanner = EventScanner()

    // MARK: What is known

    /// The event, and behind it everything learnt on the way. Slices of `context`, `token` and `risk` point into it.
    package var text = ByteBuffer(limit: textLimit, reserving: 16 << 10)
    var event: CloudFrontEvent { _read { yield scanner.event } }
    var cookies = CookieTable()
    package internal(set) var context = RequestContext()
    package internal(set) var mobile = MobileRequest()
    package internal(set) var token = RiskToken()
    package internal(set) var identifiers = AccountIdentifiers()
    var graphQL = GraphQLOperations()
    var credentials: ExtractedCredentials?
    /// Which login endpoint the credentials are of.
    var credentialsIndex = 0
    var enrichment = DataEnrichment()
    package internal(set) var risk = RiskExchange()

    // MARK: What comes out

    /// Bodies and URLs of `calls`, and the result if it is not a piece of the event.
    package var output = JSONWriter(limit: outputLimit, reserving: 16 << 10)

    /// The request to send now (after `.send`), or the activities to deliver (after `.finish`).
    package internal(set) var calls: [OutgoingCall] = []
    package private(set) var decision = Decision(.failedOpen, .eventMalformed)
    package internal(set) var trace = Trace()
    var result = Result.none
    var additions: [HeaderAddition] = []

    /// The headers of a first-party call. Slices are of `text`.
    package internal(set) var upstreamHeaders: [HeaderAddition] = []
    var sendsLog = false

    // MARK: Working space

    var scratch = ByteBuffer(limit: textLimit, reserving: 4 << 10)
    var parts = ByteBuffer(limit: textLimit, reserving: 1 << 10)
    var document = JSONDocument()
    var patternWorkspace = PatternWorkspace()
    /// For bodies: what has more nodes than this says nothing, so the limit is far beyond what CloudFront delivers.
    var bodyDocument = JSONDocument(maximumNodes: 1 << 20)

    package init() {}

    /// Makes ready for the next request. Keeps all memory.
    package mutating func reset() {
        state = .receiving
        scanFailure = nil
        scanner.reset()
        text.removeAll()
        cookies.removeAll()
        context = RequestContext()
        mobile = MobileRequest()
        token = RiskToken()
        identifiers = AccountIdentifiers()
        graphQL.removeAll()
        credentials = nil
        enrichment = DataEnrichment()
        additions.removeAll(keepingCapacity: true)
        upstreamHeaders.removeAll(keepingCapacity: true)
        sendsLog = false
        risk = RiskExchange()
        output.removeAll()
        calls.removeAll(keepingCapacity: true)
        decision = Decision(.failedOpen, .eventMalformed)
        trace.removeAll()
        result = .none
    }

    private var isReceiving: Bool {
        if case .receiving = state { true } else { false }
    }

    // MARK: - Inputs

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

    /// Says that the event is complete, and decides as far as that can be done without the Risk API.
    /// - Parameters:
    ///   - now: ms since the epoch.
    ///   - entropy: 128 random bits for the request id.
    package mutating func begin(_ engine: inout Engine, now: Int64, entropy: Entropy) -> Step {
        precondition(isReceiving, "begin comes once, after feed")
        if scanFailure == nil, !text.hasOverflowed {
            do {
                try scanner.finish(&text)
            } catch {
                scanFailure = error
            }
        }
        if text.hasOverflowed { return finish(engine, Decision(.failedOpen, .eventTooLarge), now: now) }
        if scanFailure != nil { return finish(engine, Decision(.failedOpen, .eventMalformed), now: now) }
        guard event.hasRequest else { return finish(engine, Decision(.failedOpen, .eventWithoutRequest), now: now) }

        guard engine.configuration.isModuleEnabled else {
            trace.note(.module, "disabled", .moduleEnabled)
            return finish(engine, Decision(.disabled, .moduleDisabled), now: now)
        }
        readContext(engine, now: now, entropy: entropy)
        if let match = firstPartyMatch(engine.configuration) {
            switch serveFirstParty(engine, match) {
            case .send:
                state = .awaitingFirstParty(match.kind)
                return .send
            case .substituted:
                return finish(engine, Decision(.firstParty, match.kind.reason), now: now)
            }
        }
        if let reason = filter(by: engine.configuration) {
            return finish(engine, Decision(.filtered, reason), now: now)
        }
        if isUncheckedPreflight(engine.configuration) {
            return finish(engine, Decision(.preflight, .preflight), now: now)
        }
        if isTelemetryCommand(&engine, now: now) {
            sendTelemetry(engine, now: now)
            return finish(engine, Decision(.telemetry, .telemetry), now: now)
        }
        verifyToken(&engine)
        verifyOriginalToken(&engine)
        readDataEnrichment(&engine)
        readIdentifiers(engine.configuration)
        readBody(engine.configuration)
        readSensitivity(engine.configuration)
        switch judgeToken(engine, now: now) {
        case .ask(let callReason):
            risk.callReason = callReason
            risk.startTime = now
            sendRiskRequest(engine)
            guard !text.hasOverflowed, !output.buffer.hasOverflowed else {
                return finish(engine, Decision(.failedOpen, .outputTooLarge), now: now)
            }
            state = .awaitingRisk
            return .send
        case .decided(let decision):
            return conclude(&engine, decision, now: now)
        }
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
            return conclude(&engine, judgeRiskAnswer(engine), now: now)
        case .awaitingFirstParty(let kind):
            answerFirstParty(outcome, headers: headers, body: body, kind: kind)
            return finish(engine, Decision(.firstParty, kind.reason), now: now)
        case .receiving, .finished:
            preconditionFailure("supply comes once, after send")
        }
    }

    // MARK: - Ends

    /// The decision stands: reports it and answers.
    private mutating func conclude(_ engine: inout Engine, _ decision: Decision, now: Int64) -> Step {
        if decision.outcome == .block {
            sendActivity(engine, decision, now: now)
            writeBlockResponse(engine)
        } else {
            addOriginHeaders(engine, decision, now: now)
            let isHandedOver = handOver(&engine, decision)
            if !isHandedOver || !engine.configuration.defersActivities { sendActivity(engine, decision, now: now) }
        }
        guard !text.hasOverflowed, !output.buffer.hasOverflowed else {
            calls.removeAll(keepingCapacity: true)
            return finish(engine, Decision(.failedOpen, .outputTooLarge), now: now)
        }
        return finish(engine, decision, now: now)
    }

    private mutating func finish(_ engine: borrowing Engine, _ decision: Decision, now: Int64) -> Step {
        self.decision = decision
        trace.note(.decision, decision.outcome.name)
        if decision.outcome == .failedOpen { additions.removeAll(keepingCapacity: true) }
        if decision.outcome != .block, decision.outcome != .firstParty { passRequest(engine) }
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
