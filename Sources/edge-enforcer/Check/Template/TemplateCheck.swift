// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// Looks for what CloudFormation and cfn-lint accept, and CloudFront's functions at the edge do not (lambda-edge.md §2,
/// §5). What a template leaves open is not complained of.
struct TemplateCheck {
    typealias Problem = ConfigurationError.Problem

    let template: Template
    /// Nil without a px_* configuration.
    let needs: DeploymentNeeds?
    /// Where the template lies, for paths of zips in it.
    let folder: String
    private(set) var problems: [Problem] = []

    /// All behaviours of each distribution, in CloudFront's order: the default one last.
    let distributions: [(resource: Template.Resource, behaviours: [TemplateBehaviour])]

    /// Errors first.
    /// - Parameters:
    ///   - configuration: a px_* configuration, if the template is to be held against one.
    ///   - parameters: values of the template's parameters.
    ///   - folder: the folder of the template's file.
    static func run(
        _ source: HumanSecurityValue, configuration: HumanSecurityValue? = nil, parameters: [String: String] = [:],
        folder: String = "."
    ) -> [Problem] {
        let template = Template(source, given: parameters)
        guard let resources = source["Resources"]?.members, !resources.isEmpty else {
            return [
                Problem(severity: .error, key: "", message: "is no CloudFormation template; give one with Resources")
            ]
        }
        var check = TemplateCheck(template: template, configuration: configuration, folder: folder)
        for name in parameters.keys.sorted() where !template.hasParameter(name) {
            check.error("Parameters", "has no \(name), for which a value was given; write it as the template does")
        }
        check.checkRegion()
        check.checkFunctions()
        check.checkRoles()
        check.checkVersions()
        check.checkPolicies()
        for (resource, behaviours) in check.distributions {
            check.checkOrigins(of: resource)
            for behaviour in behaviours {
                check.checkAssociations(of: behaviour)
                check.checkCaching(of: behaviour)
                check.checkForwarding(of: behaviour, in: resource)
            }
            check.checkCover(of: behaviours, in: resource)
            check.checkFirstParty(behaviours, in: resource)
        }
        return check.sorted()
    }

    private init(template: Template, configuration: HumanSecurityValue?, folder: String) {
        self.template = template
        self.folder = folder
        needs = configuration.map { DeploymentNeeds($0) }
        distributions = template.resources(of: "AWS::CloudFront::Distribution").map { resource in
            (resource, Self.behaviours(of: resource, in: template))
        }
    }

    private func sorted() -> [Problem] {
        var seen: Set<String> = []
        let unique = problems.filter { seen.insert($0.description).inserted }
        return unique.filter { $0.severity == .error } + unique.filter { $0.severity == .warning }
    }

    mutating func error(_ key: String, _ message: String) {
        problems.append(Problem(severity: .error, key: key, message: message))
    }

    mutating func warn(_ key: String, _ message: String) {
        problems.append(Problem(severity: .warning, key: key, message: message))
    }

    // MARK: - What is where

    private static func behaviours(of resource: Template.Resource, in template: Template) -> [TemplateBehaviour] {
        let configuration = resource.properties["DistributionConfig"]
        let others = configuration["CacheBehaviors"].elements.map { index, value in
            behaviour(
                value, pattern: value["PathPattern"], at: "\(resource.name).CacheBehaviors[\(index)]", in: template)
        }
        let standard = behaviour(
            configuration["DefaultCacheBehavior"], pattern: nil, at: "\(resource.name).DefaultCacheBehavior",
            in: template)
        return others + [standard]
    }

    private static func behaviour(
        _ value: TemplateValue, pattern: TemplateValue?, at key: String, in template: Template
    ) -> TemplateBehaviour {
        let associations = value["LambdaFunctionAssociations"].elements.map { index, association in
            let target = association["LambdaFunctionARN"]
            return TemplateBehaviour.Association(
                key: "\(key).LambdaFunctionAssociations[\(index)]",
                event: association["EventType"].text,
                target: target,
                includesBody: association["IncludeBody"],
                function: humanFunction(of: target, in: template))
        }
        return TemplateBehaviour(key: key, pattern: pattern, value: value, associations: associations)
    }

    private static func humanFunction(of target: TemplateValue, in template: Template) -> HumanFunction? {
        if let resource = template.resource(of: target) {
            if let function = function(behind: resource, in: template) { return humanFunction(function) }
            return HumanFunction(names: [resource.name])
        }
        if case .parameter(let name) = target { return HumanFunction(names: [name]) }
        // Before the name comes nothing that is the author's choice.
        return HumanFunction(names: [target.text?.components(after: ":function:")])
    }

    static func humanFunction(_ resource: Template.Resource) -> HumanFunction? {
        HumanFunction(names: [
            resource.name, resource.properties["FunctionName"].text, resource.properties["Code"]["S3Key"].text,
            resource.properties["Description"].text,
        ])
    }

    /// The function that a version or an alias belongs to, or the function itself.
    static func function(behind resource: Template.Resource, in template: Template) -> Template.Resource? {
        if resource.type == "AWS::Lambda::Function" { return resource }
        return template.resource(of: resource.properties["FunctionName"])
    }

    /// The functions that are for the edge, with the events that they are associated with.
    var edgeFunctions: [(resource: Template.Resource, human: HumanFunction?, events: Set<String>)] {
        let associations = distributions.flatMap(\.behaviours).flatMap(\.associations)
        return template.resources(of: "AWS::Lambda::Function").compactMap { resource in
            let human = Self.humanFunction(resource)
            let events = associations.filter { isTarget($0.target, resource) }.compactMap(\.event)
            return events.isEmpty && human == nil ? nil : (resource, human, Set(events))
        }
    }

    private func isTarget(_ target: TemplateValue, _ function: Template.Resource) -> Bool {
        if let resource = template.resource(of: target) {
            return Self.function(behind: resource, in: template)?.name == function.name
        }
        // An ARN put together from the function's name, or from its logical one that stands in for it.
        let names = target.text?.components(after: ":function:")?.split(separator: ":")
        guard let name = names?.first else { return false }
        return name == function.name || String(name) == function.properties["FunctionName"].text
    }

    /// Whether it is known of every association which function is there.
    var knowsAllTargets: Bool {
        distributions.flatMap(\.behaviours).flatMap(\.associations).allSatisfy { association in
            template.resource(of: association.target) != nil || association.target.text != nil
        }
    }
}

extension String {
    fileprivate func components(after marker: String) -> String? {
        firstRange(of: marker).map { String(self[$0.upperBound...]) }
    }
}
