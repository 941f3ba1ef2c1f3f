// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Associations of functions with events (lambda-edge.md §2.2, §2.4, §5.1; configuration.md §3.5).

extension TemplateCheck {
    mutating func checkAssociations(of behaviour: TemplateBehaviour) {
        var events: Set<String> = []
        for association in behaviour.associations {
            checkTarget(of: association)
            checkEvent(of: association)
            checkBody(of: association, in: behaviour)
            if let event = association.event, !events.insert(event).inserted {
                error(association.key, "is a second function at \(event), and there can be one; remove one of them")
            }
        }
        guard !behaviour.associations.isEmpty else { return }
        checkNeighbours(of: behaviour, events: events)
    }

    private mutating func checkTarget(of association: TemplateBehaviour.Association) {
        let key = "\(association.key).LambdaFunctionARN"
        let advice = "use the ARN of a numbered version"
        if case .resource(let name, let attribute) = association.target {
            switch (template.resource(named: name)?.type, attribute) {
            case ("AWS::Lambda::Function", "Arn"?), ("AWS::Lambda::Function", nil):
                error(
                    key, "names the function itself, which CloudFront refuses; \(advice), which Ref of its version is")
            case ("AWS::Lambda::Alias", _): error(key, "names an alias, which CloudFront refuses; \(advice)")
            case ("AWS::Lambda::Version", let attribute?) where attribute != "FunctionArn":
                error(key, "is not the version's ARN, which CloudFront needs; use Ref of the version")
            default: break
            }
            return
        }
        guard let arn = association.target.text else { return }
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 7, parts[2] == "lambda" else {
            error(key, "is no ARN of a function; \(advice)")
            return
        }
        if parts[3] != "us-east-1" {
            error(key, "is in another region than us-east-1, which CloudFront refuses; deploy the function there")
        }
        if parts.count == 7 {
            error(key, "names the function itself, which CloudFront refuses; \(advice)")
        } else if parts[7] == "$LATEST" {
            error(key, "names $LATEST, which CloudFront refuses; \(advice)")
        } else if parts[7].isEmpty || !parts[7].allSatisfy(\.isNumber) {
            error(key, "names an alias, which CloudFront refuses; \(advice)")
        }
    }

    private mutating func checkEvent(of association: TemplateBehaviour.Association) {
        guard let function = association.function, let event = association.event, event != function.event else {
            return
        }
        let key = "\(association.key).EventType"
        if function == .enforcer, event == "origin-request" {
            warn(
                key,
                "runs HumanEnforcer on cache misses only, so what is cached goes out to anybody; use viewer-request, "
                    + "unless nothing is cached")
        } else {
            error(key, "is \(event), where \(function.rawValue) does nothing useful; use \(function.event)")
        }
    }

    private mutating func checkBody(of association: TemplateBehaviour.Association, in behaviour: TemplateBehaviour) {
        let key = "\(association.key).IncludeBody"
        guard let includesBody = association.includesBody.isAbsent ? false : association.includesBody.bool else {
            return
        }
        if includesBody, association.event?.hasSuffix("response") == true {
            error(key, "is for request events only, and CloudFront refuses it here; remove it")
            return
        }
        if includesBody, association.function == .firstParty {
            warn(key, "hands HumanFirstParty bodies that it does not look at, cut at 1 MB; remove it")
        }
        guard !includesBody, association.function == .enforcer, behaviour.takesBodies, let needs else { return }
        if let option = needs.bodyOption {
            error(key, "is off, so \(option) sees no request body and does nothing; set it to true")
        } else if needs.looksForOperations {
            warn(
                key,
                "is off, so GraphQL operations are not seen; set it to true, or px_graphql_enabled to false if there are none"
            )
        }
    }

    private mutating func checkNeighbours(of behaviour: TemplateBehaviour, events: Set<String>) {
        let edgeFunctions = behaviour.value["FunctionAssociations"].elements.compactMap { $0.value["EventType"].text }
        if events.contains(where: { $0.hasPrefix("viewer") }), edgeFunctions.contains(where: { $0.hasPrefix("viewer") })
        {
            error(
                "\(behaviour.key).FunctionAssociations",
                "puts a CloudFront Function beside Lambda@Edge at viewer events, which CloudFront refuses; keep one kind"
            )
        }
        if behaviour.value["SmoothStreaming"].bool == true {
            error("\(behaviour.key).SmoothStreaming", "cannot go with functions at the edge; remove one")
        }
        let isOurs = behaviour.associations.contains { $0.function != nil }
        if isOurs, behaviour.value["ViewerProtocolPolicy"].text == "allow-all" {
            warn(
                "\(behaviour.key).ViewerProtocolPolicy",
                "lets visitors' tokens travel unencrypted; use redirect-to-https or https-only")
        }
        if behaviour.has(.enforcer), behaviour.has(.firstParty) {
            error(
                "\(behaviour.key).LambdaFunctionAssociations",
                "has HumanEnforcer before HumanFirstParty, which then gets no request, and answers of over 40 KB fail; "
                    + "remove HumanEnforcer here")
        }
    }

    /// What no function looks at, and what is configured and not there.
    mutating func checkCover(of behaviours: [TemplateBehaviour], in distribution: Template.Resource) {
        guard
            behaviours.contains(where: { $0.has(.enforcer) })
                || edgeFunctions.contains(where: { $0.human == .enforcer })
        else { return }
        for behaviour in behaviours where !behaviour.has(.enforcer) && !behaviour.has(.firstParty) {
            // Somebody else's function may have the enforcer in it.
            if behaviour.associations.contains(where: { $0.function == nil && $0.event?.hasSuffix("request") == true })
            {
                continue
            }
            if behaviour.isDefault {
                warn(
                    behaviour.key,
                    "has no HumanEnforcer, so nobody looks at its requests; associate it at viewer-request")
            } else if behaviour.takesBodies {
                warn(
                    behaviour.key,
                    "takes forms and calls without HumanEnforcer, so nobody looks at them; associate it at viewer-request"
                )
            }
        }
        guard let option = needs?.activitiesOption else { return }
        for behaviour in behaviours where behaviour.has(.enforcer) && !behaviour.has(.activities) {
            let isForeign = behaviour.associations.contains { $0.function == nil && $0.event == "origin-response" }
            if behaviour.takesBodies || behaviour.isDefault, !isForeign {
                error(
                    behaviour.key,
                    "has no HumanActivities, which \(option) leaves reporting to; associate it at origin-response")
            }
        }
    }
}
