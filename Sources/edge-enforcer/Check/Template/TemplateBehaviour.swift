// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Which of our functions something is. The names of a function, its zip or its parameter tell.
enum HumanFunction: String {
    case enforcer = "HumanEnforcer"
    case activities = "HumanActivities"
    case firstParty = "HumanFirstParty"

    /// - Parameter names: what the function is called, the surest name first.
    init?(names: [String?]) {
        for case let name? in names {
            let letters = name.lowercased().filter { $0.isLetter }
            // The name of the whole is often part of the name of each, so the decision comes last.
            if letters.contains("firstparty") {
                self = .firstParty
            } else if letters.contains("activit") || letters.contains("postenforce") {
                self = .activities
            } else if letters.contains("enforce") {
                self = .enforcer
            } else {
                continue
            }
            return
        }
        return nil
    }

    /// The event that it is for.
    var event: String {
        switch self {
        case .enforcer: "viewer-request"
        case .activities: "origin-response"
        case .firstParty: "origin-request"
        }
    }
}

/// A cache behaviour of a distribution, with the functions at its events.
struct TemplateBehaviour {
    struct Association {
        /// Where it stands in the template.
        var key: String
        var event: String?
        var target: TemplateValue
        var includesBody: TemplateValue
        /// Which of ours; nil if that cannot be told, or it is another.
        var function: HumanFunction?
    }

    var key: String
    /// Nil for the default behaviour.
    var pattern: TemplateValue?
    var value: TemplateValue
    var associations: [Association]

    var isDefault: Bool { pattern == nil }

    func has(_ function: HumanFunction) -> Bool { associations.contains { $0.function == function } }

    /// Whether the methods that carry a body come through; CloudFront's default is GET and HEAD.
    var takesBodies: Bool { value["AllowedMethods"].names.contains("post") }

    /// `*` for the default behaviour; nil if it is not known.
    var patternText: String? {
        guard let pattern else { return "*" }
        return pattern.text.map { $0.hasPrefix("/") || $0.hasPrefix("*") ? $0 : "/" + $0 }
    }
}
