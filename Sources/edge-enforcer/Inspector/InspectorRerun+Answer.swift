// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

extension InspectorRerun {
    /// What one function did.
    struct StageAnswer: Sendable {
        var place: String

        /// As `explain` writes it.
        var answer: JSONValue

        var trace: [JSONValue] { answer["trace"]?.arrayValue ?? [] }
        var requests: [JSONValue] { answer["requests"]?.arrayValue ?? [] }

        /// The status that the function answers with; nil if the request goes on.
        var status: String? { answer["result"]?["status"]?.stringValue }

        /// Whether the request that goes on carries something for HumanActivities.
        var handsOver: Bool { answer["result"]?["headers"]?["px-context"] != nil }

        func members(_ mask: InspectorMask) -> [String: JSONValue] {
            [
                "place": .string(place),
                "decision": answer["decision"].map(mask.value) ?? .null,
                "trace": .array(trace.map(mask.value)),
                "status": status.map { .string($0) } ?? .null,
            ]
        }
    }

    /// What all functions did.
    struct Answer: Sendable {
        var stages: [StageAnswer] = []

        /// Calls whose answer was asked for and not recorded, by kind.
        var missing: [String] = []

        /// What else a reader should know, a sentence each.
        var notes: [String] = []

        var outcome: String? { stages.first?.answer["decision"]?["outcome"]?.stringValue }
        var reason: String? { stages.first?.answer["decision"]?["reason"]?.stringValue }
        var score: JSONValue { stages.first?.answer["decision"]?["score"] ?? .null }
        var requests: [JSONValue] { stages.flatMap(\.requests) }

        /// The status that a request function answers with; nil if the request goes on to the origin.
        var status: String? {
            stages.first { $0.place != EventType.originResponse.rawValue && $0.status != nil }?.status
        }

        /// About how much memory it takes, in bytes.
        var size: Int { stages.reduce(0) { $0 + $1.answer.text.count * 2 } }

        /// Whether this is what happened, as far as that can be seen from outside.
        func agrees(with observed: ObservedRequest) -> Bool {
            guard !missing.contains("risk"), let outcome else { return false }
            let results = observed.record.stages.filter { $0.place != EventType.originResponse.rawValue }
                .compactMap(\.result)
            let status = results.lazy.compactMap { JSONValue($0)?["status"]?.stringValue }.first
            guard status == self.status else { return false }
            let decision = observed.decision
            switch decision.outcome {
            case .pass where observed.backend == .unseen: return true
            case .pass, .block, .simulatedBlock:
                return outcome == decision.outcome.rawValue.replacing(" ", with: "_") && reason == decision.reason
            case .filtered, .answered, .firstParty, .refused, .failed: return true
            }
        }

        mutating func note(_ observed: ObservedRequest) {
            if missing.contains("risk") {
                notes.append(
                    "The Risk API is asked here, and no answer of it was recorded. What is shown is what happens when it "
                        + "cannot be reached; choose a score to see more.")
            }
            if missing.contains("first_party") {
                notes.append("Answers of HUMAN's script servers are not recorded; here they cannot be reached.")
            }
            let places = Set(observed.record.stages.map(\.place))
            if case .generated = observed.record.stage, status == nil, !stages.isEmpty {
                notes.append("The request would go on to the origin. What came after that was not recorded.")
            }
            if status != nil, places.contains(StageRun.origin) {
                notes.append("The request would be answered here and never reach the origin.")
            }
        }
    }

    /// A call as the engine would send it.
    static func call(_ request: JSONValue, _ mask: InspectorMask) -> JSONValue {
        let headers = (request["headers"]?.objectValue ?? [:]).sorted { $0.key < $1.key }
        return [
            "kind": request["kind"] ?? .null,
            "url": .string(mask.text(request["url"]?.stringValue ?? "")),
            "headers": .array(
                headers.map { name, value in
                    ["name": .string(name), "value": .string(mask.header(name, value.stringValue ?? ""))]
                }),
            "body": .string(mask.body(Array((request["body"]?.stringValue ?? "").utf8))),
        ]
    }
}
