// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

// One request, from event bytes to result. All transitions are in this file; what is done at each is in the extensions.
//
//     feed … feed
//        │
//      begin ──► filtered / disabled / failed open ───────────────────────────────► finish
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
    package internal(set) var token = RiskToken()
    package internal(set) var risk = RiskExchange()

    // MARK: What comes out

    /// Bodies and URLs of `calls`, and the result if it is not a piece of the event.
    package var output = JSONWriter(limit: outputLimit, reserving: 16 << 10)

    /// The request to send now (after `.send`), or the activities to deliver (after `.finish`).
    package internal(set) var calls: [OutgoingCall] = []
    package private(set) var decision = Decision(.failedOpen, .eventMalformed)
    package internal(set) var trace = Trace()
    var result = Result.none

    // MARK: Working space

    var scratch = ByteBuffer(limit: textLimit, reserving: 4 << 10)
    var parts = ByteBuffer(limit: textLimit, reserving: 1 << 10)
    var document = JSONDocument()

    package init() {}

    /// Makes ready for the next request. Keeps all memory.
    package mutating func reset() {
        state = .receiving
        scanFailure = nil
        scanner.reset()
        text.removeAll()
        cookies.removeAll()
        context = RequestContext()
        token = RiskToken()
        risk = RiskExchange()
        output.removeAll()
        calls.removeAll(keepingCapacity: true)
        decision = Decision(.failedOpen, .eventMalformed)
        trace.removeAll()
        result = .none
    }

    // MARK: - Inputs

    /// Takes the next piece of the event. Pieces may be cut anywhere.
    package mutating func feed(_ piece: Span<UInt8>) {
        precondition(state == .receiving, "feed comes before begin")
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
        precondition(state == .receiving, "begin comes once, after feed")
        if scanFailure == nil, !text.hasOverflowed {
            do {
                try scanner.finish(&text)
            } catch {
                scanFailure = error
            }
        }
        if text.hasOverflowed { return finish(Decision(.failedOpen, .eventTooLarge)) }
        if scanFailure != nil { return finish(Decision(.failedOpen, .eventMalformed)) }
        guard event.hasRequest else { return finish(Decision(.failedOpen, .eventWithoutRequest)) }

        guard engine.configuration.isModuleEnabled else {
            trace.note(.module, "disabled", .moduleEnabled)
            return finish(Decision(.disabled, .moduleDisabled))
        }
        readContext(engine, now: now, entropy: entropy)
        if let reason = filter(by: engine.configuration) {
            return finish(Decision(.filtered, reason))
        }
        verifyToken(&engine)
        switch judgeToken(engine, now: now) {
        case .ask(let callReason):
            risk.callReason = callReason
            risk.startTime = now
            sendRiskRequest(engine)
            guard !text.hasOverflowed, !output.buffer.hasOverflowed else {
                return finish(Decision(.failedOpen, .outputTooLarge))
            }
            state = .awaitingRisk
            return .send
        case .decided(let decision):
            return conclude(engine, decision, now: now)
        }
    }

    /// Takes the end of the call that `.send` asked for.
    /// - Parameters:
    ///   - outcome: how it ended.
    ///   - body: the answer's body, or for a failure its text.
    ///   - now: ms since the epoch.
    package mutating func supply(
        _ outcome: CallOutcome,
        body: Span<UInt8>,
        engine: inout Engine,
        now: Int64
    ) -> Step {
        precondition(state == .awaitingRisk, "supply comes once, after send")
        calls.removeAll(keepingCapacity: true)
        readRiskAnswer(outcome, body: body, now: now)
        return conclude(engine, judgeRiskAnswer(engine), now: now)
    }

    // MARK: - Ends

    /// The decision stands: reports it and answers.
    private mutating func conclude(_ engine: borrowing Engine, _ decision: Decision, now: Int64) -> Step {
        writeActivity(engine, decision, now: now)
        if decision.outcome == .block { writeBlockResponse(engine) }
        guard !text.hasOverflowed, !output.buffer.hasOverflowed else {
            calls.removeAll(keepingCapacity: true)
            return finish(Decision(.failedOpen, .outputTooLarge))
        }
        return finish(decision)
    }

    private mutating func finish(_ decision: Decision) -> Step {
        self.decision = decision
        trace.note(.decision, decision.outcome.name)
        if decision.outcome != .block { passRequest() }
        state = .finished
        return .finish
    }
}
