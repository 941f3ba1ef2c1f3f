// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

// CloudFormation's conditions, each decided once.

extension Template {
    mutating func decideConditions() {
        var seen: Set<String> = []
        for member in source["Conditions"]?.members ?? [] {
            _ = decide(named: member.name, &seen)
        }
    }

    /// Whether a condition holds; nil if that cannot be told.
    /// - Parameter seen: what was asked for so far. A condition that is not decided yet then names itself in a circle.
    private mutating func decide(named name: String, _ seen: inout Set<String>) -> Bool? {
        if let known = conditions[name] { return known }
        guard seen.insert(name).inserted, let condition = source["Conditions"]?[name] else { return nil }
        let result = decide(condition, &seen)
        if let result { conditions[name] = result }
        return result
    }

    private mutating func decide(_ condition: HumanSecurityValue, _ seen: inout Set<String>) -> Bool? {
        guard let member = condition.members?.first else { return condition.bool }
        let parts = member.value.elements ?? []
        switch member.name {
        case "Condition": return decide(named: member.value.string ?? "", &seen)
        case "Fn::Equals":
            guard parts.count == 2, let first = evaluated(parts[0]).text, let second = evaluated(parts[1]).text else {
                return nil
            }
            return first == second
        case "Fn::Not":
            guard let part = parts.first, let result = decide(part, &seen) else { return nil }
            return !result
        case "Fn::And": return combined(parts, decisive: false, &seen)
        case "Fn::Or": return combined(parts, decisive: true, &seen)
        default: return nil
        }
    }

    /// - Parameter decisive: the result that one part is enough for.
    private mutating func combined(
        _ parts: [HumanSecurityValue], decisive: Bool, _ seen: inout Set<String>
    ) -> Bool? {
        var results: [Bool?] = []
        for part in parts {
            results.append(decide(part, &seen))
        }
        return results.contains(decisive) ? decisive : results.contains(nil) ? nil : !decisive
    }
}
