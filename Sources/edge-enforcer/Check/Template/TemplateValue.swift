// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A value of a template after its intrinsic functions were carried out, as far as that can be done without AWS.
indirect enum TemplateValue: Sendable, Equatable {
    struct Member: Sendable, Equatable {
        var name: String
        var value: TemplateValue
    }

    /// Not there, or `AWS::NoValue`.
    case absent
    case bool(Bool)
    case number(Double)
    case text(String)
    /// Absent elements stay, so that numbers of elements are those of the text.
    case list([TemplateValue])
    case object([Member])
    /// What `Ref` or `Fn::GetAtt` names of a resource.
    case resource(String, attribute: String?)
    /// A parameter of which no value is known.
    case parameter(String)
    /// What only AWS can tell.
    case unknown

    subscript(name: String) -> TemplateValue {
        guard case .object(let members) = self else { return self == .unknown ? .unknown : .absent }
        return members.last { $0.name == name }?.value ?? .absent
    }

    /// Present, and not known to be empty.
    var isGiven: Bool {
        switch self {
        case .absent: false
        case .text(let text): !text.isEmpty
        case .list(let elements): elements.contains { $0.isGiven }
        case .object(let members): members.contains { $0.value.isGiven }
        default: true
        }
    }

    var isAbsent: Bool { self == .absent }

    /// Text, also of numbers and truth values: CloudFormation turns one into the other.
    var text: String? {
        switch self {
        case .text(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
        default: nil
        }
    }

    var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Double(text)
        default: nil
        }
    }

    var bool: Bool? {
        switch text?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// Elements that are there, with their places in the list. A single value counts as a list of one, as in policies.
    var elements: [(index: Int, value: TemplateValue)] {
        switch self {
        case .list(let elements): elements.enumerated().filter { !$0.element.isAbsent }.map { ($0.offset, $0.element) }
        case .absent: []
        default: [(0, self)]
        }
    }

    /// The texts of a list, in lower case; what is not known is left out.
    var names: [String] { elements.compactMap { $0.value.text?.lowercased() } }

    /// Whether all of it is known.
    var isKnown: Bool {
        switch self {
        case .unknown, .parameter: false
        case .list(let elements): elements.allSatisfy(\.isKnown)
        default: true
        }
    }
}
