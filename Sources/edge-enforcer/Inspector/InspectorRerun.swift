// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge

/// Runs a request again: the recorded events, the recorded time and the recorded answers, through the engine.
struct InspectorRerun: Sendable {
    /// Who answers the risk request.
    enum Risk: Equatable, Sendable {
        /// As it was; what was not recorded counts as no connection, and is said.
        case recorded
        case score(Int, action: String)
        case timeout
        case connection
    }

    /// The functions' configuration.
    let configuration: JSONValue

    /// - Parameters:
    ///   - changes: options laid over the configuration; nil for none.
    ///   - risk: who answers the risk request.
    func answer(_ observed: ObservedRequest, changes: JSONValue? = nil, risk: Risk = .recorded) async -> Answer {
        let effective = merged(changes)
        let (answers, isMissing) = answers(observed, risk, effective)
        let base = HumanSecurityConfiguration(json: configuration.text)
        let own = (changes ?? [:]).text
        var answer = Answer()
        for stage in observed.record.stages {
            guard let function = Self.functions[stage.place] else { continue }
            var before: ExplainCase.Before?
            if function == .activities, changes != nil || risk != .recorded {
                guard let first = answer.stages.first, let event = observed.record.stages.first?.event,
                    first.handsOver
                else {
                    answer.notes.append("HumanEnforcer hands nothing over, so HumanActivities has nothing to do.")
                    continue
                }
                before = ExplainCase.Before(
                    configuration: own, event: event, now: observed.record.stages[0].began, backend: answers)
            }
            let run = ExplainRun(base: base, number: 1)
            let text = await run.answer(
                ExplainCase(
                    name: Array("null".utf8), function: function, configuration: own, event: stage.event,
                    now: stage.began, region: "us-east-1", backend: answers, before: before, hooks: nil, ignore: nil))
            let stageAnswer = StageAnswer(place: stage.place, answer: JSONValue(text) ?? .null)
            answer.stages.append(stageAnswer)
            if let error = stageAnswer.answer["error"]?.stringValue { answer.notes.append(error) }
            let asked = stageAnswer.requests.compactMap { $0["kind"]?.stringValue }
            if isMissing, asked.contains("risk") { answer.missing.append("risk") }
            if asked.contains("first_party") { answer.missing.append("first_party") }
            if stageAnswer.status != nil, stage.place != EventType.originResponse.rawValue { break }
        }
        answer.note(observed)
        return answer
    }

    /// The configuration with the changes laid over it.
    func merged(_ changes: JSONValue?) -> JSONValue {
        let members = configuration.objectValue ?? [:]
        return .object(members.merging(changes?.objectValue ?? [:]) { _, new in new })
    }

    // MARK: - Answers of the backend

    private func answers(
        _ observed: ObservedRequest,
        _ risk: Risk,
        _ configuration: JSONValue
    ) -> (CannedTransport.Answers, isMissing: Bool) {
        // Scripts are not recorded; the rest is not read by the engine.
        var answers = CannedTransport.Answers(firstParty: .failure(TransportError(.connection, "not recorded")))
        let timeout = CannedTransport.Answer.failure(TransportError(.timeout, "timeout"))
        let connection = CannedTransport.Answer.failure(TransportError(.connection, "connection refused"))
        switch risk {
        case .timeout: answers.risk = timeout
        case .connection: answers.risk = connection
        case .score(let score, let action):
            let body: JSONValue = [
                "status": 0, "score": .number(Double(score)), "action": .string(action),
                "uuid": "00000000-0000-4000-8000-000000000000",
            ]
            answers.risk = .response(IncomingResponse(status: 200, body: body.text))
        case .recorded:
            guard let exchange = observed.exchanges.first(where: { $0.kind == .risk }) else {
                answers.risk = connection
                return (answers, observed.backend != .refusing)
            }
            let limit = configuration["px_s2s_timeout"]?.numberValue ?? 1_000
            if let answer = exchange.answer, let milliseconds = exchange.milliseconds, milliseconds < limit {
                let headers = answer.headers.map { OutgoingRequest.Field($0.name, $0.value) }
                answers.risk = .response(
                    IncomingResponse(status: answer.status, headers: headers, body: answer.body))
            } else {
                answers.risk = timeout
            }
        }
        return (answers, false)
    }

    private static let functions: [String: ExplainCase.Function] = [
        EventType.viewerRequest.rawValue: .enforcer,
        EventType.originRequest.rawValue: .firstParty,
        EventType.originResponse.rawValue: .activities,
    ]
}
