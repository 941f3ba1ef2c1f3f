// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// A CloudFormation template with its intrinsic functions carried out.
///
/// Parameters have the value that was given, or their default. A condition that cannot be decided from them counts as
/// true. Pseudo parameters have made-up values; the region is us-east-1, where such stacks belong.
struct Template {
    struct Resource {
        var name: String
        var type: String
        var properties: TemplateValue
        /// The resource as it stands in the text.
        var source: HumanSecurityValue

        /// `DeletionPolicy` and the like.
        func attribute(_ name: String) -> String? { source[name]?.string }

        /// Whether a property is written out, the same for every stack.
        func isFixed(_ path: String...) -> Bool {
            var value = source["Properties"]
            for name in path {
                value = value?[name]
            }
            return value?.string?.isEmpty == false
        }
    }

    let source: HumanSecurityValue
    let given: [String: String]
    /// Those whose condition holds, in the order of the text.
    private(set) var resources: [Resource] = []

    /// Those that can be decided.
    var conditions: [String: Bool] = [:]

    /// - Parameters:
    ///   - source: what ``TemplateText`` read.
    ///   - given: values of parameters.
    init(_ source: HumanSecurityValue, given: [String: String] = [:]) {
        self.source = source
        self.given = given
        decideConditions()
        for member in source["Resources"]?.members ?? [] {
            if let condition = member.value["Condition"]?.string, conditions[condition] == false { continue }
            resources.append(
                Resource(
                    name: member.name,
                    type: member.value["Type"]?.string ?? "",
                    properties: member.value["Properties"].map { evaluated($0) } ?? .absent,
                    source: member.value))
        }
    }

    func resource(named name: String) -> Resource? { resources.first { $0.name == name } }

    func resources(of type: String) -> [Resource] { resources.filter { $0.type == type } }

    /// The resource that a value names, by `Ref` or by an attribute.
    func resource(of value: TemplateValue) -> Resource? {
        if case .resource(let name, _) = value { resource(named: name) } else { nil }
    }

    // MARK: - Parameters

    func hasParameter(_ name: String) -> Bool { source["Parameters"]?[name] != nil }

    func parameter(_ name: String) -> TemplateValue {
        let declaration = source["Parameters"]?[name]
        let type = declaration?["Type"]?.string ?? "String"
        // The value of such a parameter is the name of the one that holds it.
        if type.hasPrefix("AWS::SSM::Parameter::Value") { return .parameter(name) }
        let value: TemplateValue
        if let text = given[name] {
            value = .text(text)
        } else if let standard = declaration?["Default"] {
            value = evaluated(standard)
        } else {
            return .parameter(name)
        }
        guard type == "CommaDelimitedList" || type.hasPrefix("List<"), let text = value.text else { return value }
        return .list(
            text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                .text(String(part.drop { $0 == " " }))
            })
    }
}
