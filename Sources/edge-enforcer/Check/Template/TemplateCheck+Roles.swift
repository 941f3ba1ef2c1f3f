// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

// Region, roles and the right to log (lambda-edge.md §2.6, §5.2).

extension TemplateCheck {
    mutating func checkRegion() {
        let isAtEdge =
            !edgeFunctions.isEmpty || distributions.contains { $0.behaviours.contains { !$0.associations.isEmpty } }
        guard isAtEdge else { return }
        let texts = template.source["Rules"].map { Self.texts(of: $0) } ?? []
        if !texts.contains("AWS::Region") || !texts.contains("us-east-1") {
            warn(
                "Rules",
                "do not keep the stack to us-east-1, where functions of the edge must be; assert that AWS::Region is that"
            )
        }
    }

    /// Every text in a value, however deep.
    private static func texts(of value: HumanSecurityValue) -> Set<String> {
        if let text = value.string { return [text] }
        let inner = (value.elements ?? []) + (value.members ?? []).map(\.value)
        return inner.reduce(into: []) { $0.formUnion(texts(of: $1)) }
    }

    mutating func checkRoles() {
        var seen: Set<String> = []
        for (function, _, _) in edgeFunctions {
            guard let role = template.resource(of: function.properties["Role"]), role.type == "AWS::IAM::Role",
                seen.insert(role.name).inserted
            else { continue }
            checkPrincipals(of: role)
            checkLogs(of: role, function: function)
            if role.isFixed("RoleName") {
                warn("\(role.name).RoleName", "is fixed, so a second stack collides with this one; leave it out")
            }
        }
    }

    private mutating func checkPrincipals(of role: Template.Resource) {
        let statements = role.properties["AssumeRolePolicyDocument"]["Statement"]
        guard statements.isKnown, statements.isGiven else { return }
        let services = statements.elements.map { $0.value["Principal"]["Service"] }
        guard services.allSatisfy(\.isKnown) else { return }
        let names = Set(services.flatMap(\.names))
        for name in ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] where !names.contains(name) {
            error(
                "\(role.name).AssumeRolePolicyDocument",
                "lacks the principal \(name), without which nothing runs; add it")
        }
    }

    // MARK: - Logs

    private struct Grant {
        var key: String
        var actions: [String]
        var resources: TemplateValue
    }

    private mutating func checkLogs(of role: Template.Resource, function: Template.Resource) {
        let grants = grants(of: role).filter { grant in
            grant.actions.contains { $0 == "*" || $0.hasPrefix("logs:") }
        }
        for grant in grants {
            checkGrant(grant, hasOwnGroup: function.properties["LoggingConfig"]["LogGroup"].isGiven)
        }
        let managed = role.properties["ManagedPolicyArns"]
        if grants.isEmpty, !managed.isGiven {
            warn(role.name, "gives no right to log, so nothing tells why a request failed; allow logs:PutLogEvents")
        }
    }

    private mutating func checkGrant(_ grant: Grant, hasOwnGroup: Bool) {
        if grant.actions.contains("*") {
            warn(grant.key, "allows everything, and the function needs to log only; name the actions")
        }
        var prefixes: [String] = []
        for (_, resource) in grant.resources.elements {
            guard let text = resource.text else { return }
            if text == "*" {
                warn(grant.key, "gives the right to log to every group; name the function's")
                return
            }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 7, parts[2] == "logs" else { return }
            if parts[3] != "*" {
                warn(
                    grant.key,
                    "gives the right to log in one region, and functions log in the one nearest to the visitor; use *")
                return
            }
            prefixes.append(String(parts[6].prefix { $0 != "*" && $0 != "?" }))
        }
        let edge = "/aws/lambda/us-east-1."
        if !hasOwnGroup, !prefixes.isEmpty, !prefixes.contains(where: { $0.hasPrefix(edge) || edge.hasPrefix($0) }) {
            warn(
                grant.key,
                "misses the groups of the edge, which are called /aws/lambda/us-east-1.<function>; add the region to the name"
            )
        }
    }

    /// What a role may do, as far as the template says so itself.
    private func grants(of role: Template.Resource) -> [Grant] {
        var grants = role.properties["Policies"].elements.flatMap { index, policy in
            Self.grants(in: policy["PolicyDocument"], key: "\(role.name).Policies[\(index)]")
        }
        for type in ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"] {
            for policy in template.resources(of: type) {
                let roles = policy.properties["Roles"].elements.map(\.value) + [policy.properties["RoleName"]]
                guard roles.contains(where: { template.resource(of: $0)?.name == role.name }) else { continue }
                grants += Self.grants(in: policy.properties["PolicyDocument"], key: policy.name)
            }
        }
        return grants
    }

    private static func grants(in document: TemplateValue, key: String) -> [Grant] {
        document["Statement"].elements.compactMap { _, statement in
            guard statement["Effect"].text == "Allow" else { return nil }
            return Grant(key: key, actions: statement["Action"].names, resources: statement["Resource"])
        }
    }
}
