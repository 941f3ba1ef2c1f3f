// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge

/// What the page asks for in a re-run: `{"config": {px_…}, "risk": "recorded"|"timeout"|"connection"|{"score", "action"}}`.
struct InspectorOrder {
    var changes: JSONValue
    var risk: InspectorRerun.Risk

    /// Everything that is wrong with an order.
    struct Invalid: Error {
        var problems: [ConfigurationError.Problem]
    }

    /// - Parameters:
    ///   - body: JSON text.
    ///   - configuration: what the changes are laid over.
    init(_ body: [UInt8], over configuration: JSONValue) throws(Invalid) {
        guard let value = JSONValue(body), value.objectValue != nil else {
            throw Invalid(problems: [.init(.error, "", "the order is no JSON object")])
        }
        var problems: [ConfigurationError.Problem] = []
        changes = value["config"] ?? [:]
        if changes.objectValue == nil {
            changes = [:]
            problems.append(.init(.error, "", "the changes are no JSON object of px_… options"))
        }
        risk = .recorded
        switch value["risk"] {
        case nil, .null, "recorded": break
        case "timeout": risk = .timeout
        case "connection": risk = .connection
        case let choice?:
            if let score = choice["score"]?.numberValue.flatMap({ Int(exactly: $0) }), (0...100).contains(score) {
                let action = choice["action"]?.stringValue ?? "c"
                risk = .score(score, action: ["c", "r", "j"].contains(action) ? action : "c")
            } else {
                problems.append(.init(.error, "score", "is a whole number from 0 to 100"))
            }
        }
        problems += Self.problems(of: changes, over: configuration)
        if problems.contains(where: { $0.severity == .error }) { throw Invalid(problems: problems) }
        warnings = problems
    }

    /// What is allowed and hardly meant.
    let warnings: [ConfigurationError.Problem]

    /// The errors that the changed configuration has, and the warnings about what was changed.
    private static func problems(of changes: JSONValue, over base: JSONValue) -> [ConfigurationError.Problem] {
        let merged = HumanSecurityConfiguration(json: base.text).overlaid(with: .init(json: changes.text))
        return merged.check().filter { $0.severity == .error || changes[$0.key] != nil }
    }

    static func json(_ problems: [ConfigurationError.Problem], _ mask: InspectorMask) -> JSONValue {
        .array(
            problems.map { problem in
                [
                    "severity": .string(problem.severity.rawValue), "key": .string(mask.text(problem.key)),
                    "message": .string(mask.text(problem.message)),
                ]
            })
    }
}

extension ConfigurationError.Problem {
    fileprivate init(_ severity: Severity, _ key: String, _ message: String) {
        self.init(severity: severity, key: key, message: message)
    }
}
