// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CNodeEngine
internal import EnforcerCore
internal import EnforcerProtocol

/// An engine and the exchanges that are under way on it: what C holds as `enforcer_node_engine`.
final class NodeEngine {
    /// `AWS_REGION`, host name and operating system.
    struct Facts: ~Escapable {
        var region: Span<UInt8>
        var nodeName: Span<UInt8>
        var systemName: Span<UInt8>

        @_lifetime(copy region, copy nodeName, copy systemName)
        init(region: Span<UInt8>, nodeName: Span<UInt8>, systemName: Span<UInt8>) {
            self.region = region
            self.nodeName = nodeName
            self.systemName = systemName
        }
    }

    struct Problem {
        var isError: Bool
        var key: [UInt8]
        var message: [UInt8]
    }

    let purpose: ConfigurationReader.Purpose
    let problems: [Problem]
    var engine: Engine
    var pool = ExchangePool()

    init(
        purpose: ConfigurationReader.Purpose,
        configuration: Span<UInt8>,
        hooks: HookSet,
        facts: Facts,
        seed: UInt64
    ) {
        var reader = ConfigurationReader()
        reader.read(configuration)
        var compiled = reader.finish(for: purpose)
        compiled.hooks = hooks
        var problems: [Problem] = []
        for problem in reader.problems {
            var message = ByteBuffer(limit: 1 << 10)
            problem.appendMessage(to: &message)
            problems.append(
                Problem(isError: problem.code.isError, key: problem.key, message: message.takeAll())
            )
        }
        self.purpose = purpose
        self.problems = problems
        engine = Engine(
            configuration: compiled,
            region: copy(facts.region),
            nodeName: copy(facts.nodeName),
            systemName: copy(facts.systemName),
            seed: seed
        )
    }

    // MARK: - Steps

    func begin(
        _ event: Span<UInt8>,
        isJSON: Bool,
        now: Int64,
        entropy: Entropy,
        _ step: inout enforcer_node_step
    ) {
        guard let slot = pool.take() else {
            unsafe step.kind = UInt8(ENFORCER_NODE_FINISH)
            unsafe step.outcome = Decision.Outcome.failedOpen.rawValue
            unsafe step.reason = Decision.Reason.tooManyExchanges.rawValue
            return
        }
        if isJSON { slot.exchange.feed(event) } else { slot.exchange.feed(frame: event) }
        let next: Step =
            switch purpose {
            case .enforcer: slot.exchange.begin(&engine, now: now, entropy: entropy)
            case .activities: slot.exchange.beginOriginResponse(&engine, now: now)
            case .firstParty: slot.exchange.beginOriginRequest(&engine, now: now, entropy: entropy)
            }
        unsafe slot.tell(next, to: &step)
    }

    func supply(
        _ id: UInt32,
        _ outcome: CallOutcome,
        headers: borrowing ByteStringList,
        body: Span<UInt8>,
        now: Int64,
        _ step: inout enforcer_node_step
    ) {
        guard let slot = pool.slot(id), case .send = slot.last else { return }
        let next = slot.exchange.supply(outcome, headers: headers, body: body, engine: &engine, now: now)
        unsafe slot.tell(next, to: &step)
    }

    func answer(_ id: UInt32, _ outcome: HookOutcome, json: Span<UInt8>, now: Int64, _ step: inout enforcer_node_step) {
        guard let slot = pool.slot(id), case .ask = slot.last else { return }
        let next = slot.exchange.supply(outcome, json: json, engine: &engine, now: now)
        unsafe slot.tell(next, to: &step)
    }

    func release(_ id: UInt32) {
        pool.release(id)
    }

    /// Traps in the middle of an exchange, as a mistake in the engine would.
    func trap() {
        guard let slot = pool.take() else { preconditionFailure("no exchange is free") }
        _ = slot.exchange.supply(.timedOut, body: Span(), engine: &engine, now: 0)
    }
}

private func copy(_ bytes: Span<UInt8>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for index in bytes.indices {
        copy.append(bytes[index])
    }
    return copy
}
