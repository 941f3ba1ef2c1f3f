// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

// First-party paths: each needs a behaviour of its own, before any that takes it in (configuration.md §1.8, §3.5).

extension TemplateCheck {
    mutating func checkFirstParty(_ behaviours: [TemplateBehaviour], in distribution: Template.Resource) {
        for (index, behaviour) in behaviours.enumerated() where behaviour.has(.firstParty) {
            if behaviour.isDefault {
                error(
                    "\(behaviour.key).LambdaFunctionAssociations",
                    "has HumanFirstParty on every path, and it is for first-party paths only; give those a behaviour")
                continue
            }
            checkMethods(of: behaviour)
            guard let path = behaviour.patternText.map(Self.example) else { continue }
            let earlier = behaviours[..<index].first { $0.patternText.map { PathPattern($0).matches(path) } ?? false }
            if let earlier, !earlier.has(.firstParty) {
                error(
                    "\(behaviour.key).PathPattern",
                    "comes after one that takes its paths in, so it never gets a request; put it before")
            }
        }
        checkNeededPaths(behaviours, in: distribution)
    }

    private mutating func checkMethods(of behaviour: TemplateBehaviour) {
        // A script is only ever fetched.
        if let pattern = behaviour.patternText, pattern.hasSuffix(".js"), !pattern.contains("*") { return }
        let methods = behaviour.value["AllowedMethods"]
        if methods.isKnown, !methods.names.contains("post") {
            error(
                "\(behaviour.key).AllowedMethods",
                "leave out POST, with which the sensor reports, so nothing is ever solved; allow all seven")
        }
    }

    private mutating func checkNeededPaths(_ behaviours: [TemplateBehaviour], in distribution: Template.Resource) {
        guard let needs, behaviours.contains(where: { $0.has(.enforcer) }) else { return }
        // A pattern that depends on AWS or on a parameter may be any.
        if behaviours.contains(where: { $0.has(.firstParty) && $0.patternText == nil }) { return }
        for pattern in needs.firstPartyPatterns {
            let path = Self.example(of: pattern)
            let isServed = behaviours.contains { behaviour in
                guard behaviour.has(.firstParty), let own = behaviour.patternText else { return false }
                return PathPattern(own).matches(path)
            }
            if !isServed {
                error(
                    "\(distribution.name).CacheBehaviors",
                    "have none for \(pattern) with HumanFirstParty, so its scripts fail at 40 KB; add one, "
                        + "or set px_first_party_enabled to false")
            }
        }
    }

    /// A path that the pattern is for.
    private static func example(of pattern: String) -> String {
        pattern.replacing("*", with: "x").replacing("?", with: "x")
    }
}
