// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

// CloudFormation's intrinsic functions.

extension Template {
    func evaluated(_ source: HumanSecurityValue) -> TemplateValue {
        switch source {
        case .null: return .absent
        case .bool(let bool): return .bool(bool)
        case .number(let number): return .number(number)
        case .string(let text): return .text(text)
        case .array(let elements): return .list(elements.map { evaluated($0) })
        case .object(let members):
            if members.count == 1, let value = called(members[0].name, members[0].value) { return value }
            return .object(members.map { .init(name: $0.name, value: evaluated($0.value)) })
        }
    }

    /// The value of an intrinsic function; nil if the name is none's.
    private func called(_ function: String, _ argument: HumanSecurityValue) -> TemplateValue? {
        switch function {
        case "Ref": return reference(argument.string ?? "")
        case "Fn::GetAtt": return attribute(argument)
        case "Fn::If": return choice(argument)
        case "Fn::Sub": return substituted(argument)
        case "Fn::Join": return joined(argument)
        case "Fn::Split": return split(argument)
        case "Fn::Select": return selected(argument)
        case "Fn::FindInMap": return mapped(argument)
        default: return function.hasPrefix("Fn::") ? .unknown : nil
        }
    }

    private static let pseudoParameters = [
        "AWS::AccountId": "111122223333", "AWS::Partition": "aws", "AWS::Region": "us-east-1",
        "AWS::StackName": "stack",
        "AWS::StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/stack/id",
        "AWS::URLSuffix": "amazonaws.com",
    ]

    private func reference(_ name: String) -> TemplateValue {
        if name == "AWS::NoValue" { return .absent }
        if let text = Self.pseudoParameters[name] { return .text(text) }
        if hasParameter(name) { return parameter(name) }
        if source["Resources"]?[name] != nil { return .resource(name, attribute: nil) }
        return .unknown
    }

    private func attribute(_ argument: HumanSecurityValue) -> TemplateValue {
        if let text = argument.string {
            let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
            return parts.count == 2 ? .resource(parts[0], attribute: parts[1]) : .unknown
        }
        guard let parts = argument.elements, parts.count == 2, let name = parts[0].string else { return .unknown }
        return .resource(name, attribute: parts[1].string ?? "")
    }

    private func choice(_ argument: HumanSecurityValue) -> TemplateValue {
        guard let parts = argument.elements, parts.count == 3, let name = parts[0].string else { return .unknown }
        return evaluated(conditions[name] == false ? parts[2] : parts[1])
    }

    // MARK: - Texts

    private func substituted(_ argument: HumanSecurityValue) -> TemplateValue {
        let text = argument.string ?? argument.elements?.first?.string
        guard let text else { return .unknown }
        let own = argument.elements?.dropFirst().first
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            result += rest[..<start.lowerBound]
            let name = String(rest[start.upperBound..<end])
            rest = rest[rest.index(after: end)...]
            if name.hasPrefix("!") {
                result += "${\(name.dropFirst())}"
                continue
            }
            let value = own?[name].map { evaluated($0) } ?? named(name)
            // A text that is one variable and nothing else is what the variable is.
            if result.isEmpty, rest.isEmpty { return value }
            guard let part = spelled(value) else { return .unknown }
            result += part
        }
        return .text(result + rest)
    }

    private func named(_ name: String) -> TemplateValue {
        name.contains(".") ? attribute(.string(name)) : reference(name)
    }

    /// A value inside of a text. What a resource is called is not known before it is there: its logical name stands in.
    private func spelled(_ value: TemplateValue) -> String? {
        guard case .resource(let name, let attribute) = value else { return value.text }
        switch (source["Resources"]?[name]?["Type"]?.string, attribute) {
        case ("AWS::Lambda::Function", "Arn"): return "arn:aws:lambda:us-east-1:111122223333:function:\(name)"
        case ("AWS::Lambda::Version", nil): return "arn:aws:lambda:us-east-1:111122223333:function:\(name):1"
        case ("AWS::Lambda::Version", "Version"): return "1"
        default: return name
        }
    }

    private func joined(_ argument: HumanSecurityValue) -> TemplateValue {
        guard let parts = argument.elements, parts.count == 2, let separator = parts[0].string else { return .unknown }
        let values = evaluated(parts[1])
        guard case .list = values else { return .unknown }
        var texts: [String] = []
        for (_, value) in values.elements {
            guard let text = spelled(value) else { return .unknown }
            texts.append(text)
        }
        return .text(texts.joined(separator: separator))
    }

    private func split(_ argument: HumanSecurityValue) -> TemplateValue {
        guard let parts = argument.elements, parts.count == 2, let separator = parts[0].string, !separator.isEmpty,
            let text = evaluated(parts[1]).text
        else { return .unknown }
        return .list(text.split(separator: separator, omittingEmptySubsequences: false).map { .text(String($0)) })
    }

    private func selected(_ argument: HumanSecurityValue) -> TemplateValue {
        guard let parts = argument.elements, parts.count == 2, let number = evaluated(parts[0]).number,
            let index = Int(exactly: number), case .list(let values) = evaluated(parts[1]),
            values.indices.contains(index)
        else { return .unknown }
        return values[index]
    }

    private func mapped(_ argument: HumanSecurityValue) -> TemplateValue {
        guard let parts = argument.elements, parts.count >= 3 else { return .unknown }
        var value = source["Mappings"]
        for part in parts[..<3] {
            guard let name = evaluated(part).text else { return .unknown }
            value = value?[name]
        }
        return value.map { evaluated($0) } ?? .unknown
    }
}
