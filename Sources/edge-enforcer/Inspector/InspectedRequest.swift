// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

/// A request as the inspector keeps and shows it.
struct InspectedRequest: Sendable {
    /// The request's id at the edge.
    var id: String { observed.record.requestID }

    /// What the page knows it by; given by the store.
    var key = 0

    /// The number of the event that told of it last; given by the store.
    var event = 0

    let observed: ObservedRequest

    /// What the engine says about it.
    let rerun: InspectorRerun.Answer

    /// Whether the engine came to what really happened, so that its trace is that of the request.
    let isReproduced: Bool

    /// About how much memory it takes, in bytes.
    let size: Int

    private let mask: InspectorMask

    /// - Parameter mask: of the functions' configuration.
    init(_ observed: ObservedRequest, _ rerun: InspectorRerun.Answer, mask: InspectorMask) {
        self.observed = observed
        self.rerun = rerun
        self.mask = mask.covering(observed.record.request.headers)
        isReproduced = rerun.agrees(with: observed)
        let record = observed.record
        let own = record.request.headers.reduce(record.request.target.utf8.count) {
            $0 + $1.name.utf8.count + $1.value.utf8.count
        }
        let events = record.stages.reduce(0) { $0 + $1.event.count + $1.resultSize }
        let calls = observed.exchanges.reduce(0) { $0 + $1.body.count + ($1.answer?.body.count ?? 0) }
        size = own + events + calls + rerun.size + 1_024
    }

    // MARK: - What came of it

    /// One word, as in the trace.
    var outcome: String {
        switch observed.record.stage {
        case .refused: return "refused"
        case .failed: return "failed"
        case .passed, .rerouted, .generated: break
        }
        if isReproduced, let outcome = rerun.outcome { return outcome }
        return observed.decision.outcome.rawValue.replacing(" ", with: "_")
    }

    var reason: String {
        switch observed.record.stage {
        case .refused(let reason), .failed(let reason): return reason
        case .passed, .rerouted, .generated: break
        }
        if isReproduced, let reason = rerun.reason { return reason }
        return observed.decision.reason
    }

    /// A line of the list.
    var summary: JSONValue {
        let record = observed.record
        return [
            "key": .number(Double(key)),
            "time": .number(Double(record.began)),
            "method": .string(record.request.method),
            "path": .string(mask.text(record.request.target)),
            "outcome": .string(outcome),
            "reason": .string(mask.text(reason)),
            "score": isReproduced ? rerun.score : .null,
            "status": .number(Double(record.status)),
            "milliseconds": Self.rounded(record.milliseconds),
        ]
    }

    /// Everything, without secrets.
    var detail: JSONValue {
        let record = observed.record
        let stages = record.stages.map { stage -> JSONValue in
            var members: [String: JSONValue] = [
                "place": .string(stage.place), "milliseconds": Self.rounded(stage.milliseconds),
            ]
            if let run = rerun.stages.first(where: { $0.place == stage.place }) {
                members.merge(run.members(mask)) { own, _ in own }
            }
            if case .failed(let reason) = stage.outcome { members["failure"] = .string(mask.text(reason)) }
            if case .exited(let reason) = stage.outcome { members["failure"] = .string(mask.text(reason)) }
            if case .timedOut(let limit) = stage.outcome {
                members["failure"] = .string("no answer within \(limit) ms")
            }
            return .object(members)
        }
        let seen = observed.backend != .unseen && !observed.exchanges.isEmpty
        return [
            "summary": summary,
            "isReproduced": .bool(isReproduced),
            "clientIP": .string(record.request.clientIP),
            "headers": .array(
                record.request.headers.map { line in
                    ["name": .string(line.name), "value": .string(mask.header(line.name, line.value))]
                }),
            "stages": .array(stages),
            "areCallsSeen": .bool(seen),
            "calls": .array(seen ? observed.exchanges.map(call) : rerun.requests.map { InspectorRerun.call($0, mask) }),
            "notes": .array(rerun.notes.map { .string($0) }),
        ]
    }

    /// What a re-run of it came to, held against what happened.
    func comparison(with answer: InspectorRerun.Answer, mask changed: InspectorMask) -> JSONValue {
        let mask = changed.covering(observed.record.request.headers)
        return InspectorComparison(before: rerun, after: answer, outcome: outcome, reason: reason).json(mask)
    }

    private func call(_ exchange: BackendExchange) -> JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string(exchange.kind.rawValue),
            "milliseconds": exchange.milliseconds.map(Self.rounded) ?? .null,
            "headers": .array(
                exchange.headers.map { line in
                    ["name": .string(line.name), "value": .string(mask.header(line.name, line.value))]
                }),
            "body": .string(mask.body(exchange.body)),
        ]
        if let answer = exchange.answer {
            members["answer"] = [
                "status": .number(Double(answer.status)), "body": .string(mask.body(answer.body)),
            ]
        }
        return .object(members)
    }

    /// To hundredths.
    static func rounded(_ milliseconds: Double) -> JSONValue {
        .number((milliseconds * 100).rounded() / 100)
    }
}

extension StageRun {
    /// The result of a function; nil if it gave none.
    var result: [UInt8]? {
        if case .result(let text) = outcome { text } else { nil }
    }

    var resultSize: Int { result?.count ?? 0 }
}
