// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

/// Two runs of the same request, side by side.
struct InspectorComparison {
    var before: InspectorRerun.Answer
    var after: InspectorRerun.Answer

    /// What really came of the request.
    var outcome: String
    var reason: String

    func json(_ mask: InspectorMask) -> JSONValue {
        [
            "outcome": .string(after.outcome ?? ""),
            "reason": .string(mask.text(after.reason ?? "")),
            "score": after.score,
            "differs": .array(differences.map(mask.value)),
            "stages": .array(after.stages.map { stage(of: $0, mask) }),
            "calls": .array(after.requests.map { InspectorRerun.call($0, mask) }),
            "missing": .array(after.missing.map { .string($0) }),
            "notes": .array(after.notes.map { .string(mask.text($0)) }),
        ]
    }

    /// What is not as it was, each with both values.
    private var differences: [JSONValue] {
        func number(_ value: JSONValue) -> String { value.numberValue.map { String(Int($0)) } ?? "none" }
        func calls(_ answer: InspectorRerun.Answer) -> String {
            let kinds = answer.requests.compactMap { $0["kind"]?.stringValue }
            return kinds.isEmpty ? "none" : kinds.joined(separator: ", ")
        }
        let pairs: [(String, String, String)] = [
            ("outcome", outcome, after.outcome ?? ""),
            ("reason", reason, after.reason ?? ""),
            ("score", number(before.score), number(after.score)),
            ("answer", before.status ?? "goes on", after.status ?? "goes on"),
            ("calls", calls(before), calls(after)),
        ]
        return pairs.filter { $0.1 != $0.2 }.map { name, before, after in
            ["what": .string(name), "before": .string(before), "after": .string(after)]
        }
    }

    /// A stage whose trace says of each step whether it is as before, other than before, or new; and which are gone.
    private func stage(of run: InspectorRerun.StageAnswer, _ mask: InspectorMask) -> JSONValue {
        var old = Self.numbered(before.stages.first { $0.place == run.place }?.trace ?? [])
        let trace = Self.numbered(run.trace).map { step -> JSONValue in
            var members = step.entry.objectValue ?? [:]
            if let index = old.firstIndex(where: { $0.name == step.name }) {
                let was = old.remove(at: index).entry
                members["change"] = was == step.entry ? "same" : "changed"
                if was != step.entry { members["was"] = was["outcome"] ?? .null }
            } else {
                members["change"] = "new"
            }
            return mask.value(.object(members))
        }
        var members = run.members(mask)
        members["trace"] = .array(trace)
        members["gone"] = .array(old.map { mask.value($0.entry) })
        return .object(members)
    }

    /// Each entry with its step's name and how often that came before.
    private static func numbered(_ trace: [JSONValue]) -> [(name: String, entry: JSONValue)] {
        var counts: [String: Int] = [:]
        return trace.map { entry in
            let step = entry["step"]?.stringValue ?? ""
            counts[step, default: 0] += 1
            return ("\(step) \(counts[step] ?? 0)", entry)
        }
    }
}
