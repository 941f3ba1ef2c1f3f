// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Cache and origin request policies, and origins (lambda-edge.md §2.4, §2.5, §5.2; configuration.md §3.4).

extension TemplateCheck {
    /// Cookies that are each visitor's own.
    private static let ownCookies: Set<String> = ["_px2", "_px3", "_pxde", "_pxhd", "_pxvid", "pxcts"]

    /// The policies that stand in the template, whoever uses them.
    mutating func checkPolicies() {
        let kinds = [
            ("AWS::CloudFront::CachePolicy", "CachePolicyConfig"),
            ("AWS::CloudFront::OriginRequestPolicy", "OriginRequestPolicyConfig"),
        ]
        for (type, configurationName) in kinds {
            for policy in template.resources(of: type) {
                let configuration = policy.properties[configurationName]
                let isCache = configurationName == "CachePolicyConfig"
                let parts = isCache ? configuration["ParametersInCacheKeyAndForwardedToOrigin"] : configuration
                for kind in ["Header", "Cookie", "QueryString"] {
                    let names = parts["\(kind)sConfig"]["\(kind)s"].names
                    if names.contains(where: { $0.contains("*") }) {
                        error(
                            "\(policy.name).\(kind)sConfig",
                            "has a name with a *, which stands for itself here and matches nothing; write names in full"
                        )
                    }
                }
                if policy.isFixed(configurationName, "Name") {
                    warn(
                        "\(policy.name).Name",
                        "is fixed, so a second stack collides with this one; put AWS::StackName in it")
                }
                if isCache { checkKey(PolicyEffect(cachePolicy: configuration), at: policy.name) }
            }
        }
    }

    private mutating func checkKey(_ effect: PolicyEffect, at key: String) {
        guard effect.caches else { return }
        if case .some(let names) = effect.headers {
            if names.contains("px-context") {
                error(
                    key,
                    "has px-context in the cache key, so nothing is found twice; leave it to the origin request policy")
            }
            if names.contains("user-agent") {
                warn(key, "has User-Agent in the cache key, so each browser has a cache of its own; remove it")
            }
        }
        if case .some(let names) = effect.cookies, names.contains(where: { Self.ownCookies.contains($0) }) {
            warn(key, "has cookies of each visitor's own in the cache key, so nothing is found twice; remove them")
        }
    }

    // MARK: - Behaviours

    /// What the cache does; nil if it cannot be told.
    private func cacheEffect(of behaviour: TemplateBehaviour) -> PolicyEffect? {
        let policy = behaviour.value["CachePolicyId"]
        if policy.isAbsent {
            return behaviour.value["ForwardedValues"].isGiven ? PolicyEffect(legacy: behaviour.value) : nil
        }
        if let resource = template.resource(of: policy) {
            guard resource.type == "AWS::CloudFront::CachePolicy" else { return nil }
            return PolicyEffect(cachePolicy: resource.properties["CachePolicyConfig"])
        }
        return policy.text.flatMap { PolicyEffect.managedCachePolicies[$0] }
    }

    /// What the origin request policy adds; nil if it cannot be told.
    private func originRequestEffect(of behaviour: TemplateBehaviour) -> PolicyEffect? {
        let policy = behaviour.value["OriginRequestPolicyId"]
        if policy.isAbsent { return .nothing }
        if let resource = template.resource(of: policy) {
            guard resource.type == "AWS::CloudFront::OriginRequestPolicy" else { return nil }
            return PolicyEffect(originRequestPolicy: resource.properties["OriginRequestPolicyConfig"])
        }
        return policy.text.flatMap { PolicyEffect.managedOriginRequestPolicies[$0] }
    }

    mutating func checkCaching(of behaviour: TemplateBehaviour) {
        guard behaviour.associations.contains(where: { $0.function != nil }), let cache = cacheEffect(of: behaviour)
        else {
            return
        }
        let isPolicy = !behaviour.value["CachePolicyId"].isAbsent
        let key = "\(behaviour.key).\(isPolicy ? "CachePolicyId" : "ForwardedValues")"
        if !isPolicy { checkKey(cache, at: key) }
        if behaviour.has(.firstParty) {
            checkFirstPartyCaching(cache, of: behaviour, at: key)
        } else if cache.minimum > 0 {
            warn(
                key,
                "keeps even answers that are marked private for \(TemplateValue.number(cache.minimum).text ?? "some") s or "
                    + "more, cookies included, and gives them to others; use a minimum of 0, or CachingDisabled")
        }
        if let request = originRequestEffect(of: behaviour), cache.headers.includes("host"),
            request.headers != .none, !request.headers.includes("host")
        {
            warn(
                key,
                "has Host in the cache key, which sends it to the origin, while the origin request policy leaves it out; "
                    + "decide for one")
        }
    }

    private mutating func checkFirstPartyCaching(_ cache: PolicyEffect, of behaviour: TemplateBehaviour, at key: String)
    {
        // The sensor's script is the same for all, and the only path of its own that ends like a script.
        if let pattern = behaviour.patternText, pattern.hasSuffix(".js"), !pattern.contains("*") { return }
        if cache.minimum > 0 || cache.maximum > 10 {
            error(
                key,
                "caches first-party answers, so one visitor's cookie and verdict go to others; use CachingDisabled")
        } else if cache.caches {
            warn(
                key,
                "caches first-party answers for seconds, in which one visitor's cookie can go to another; use CachingDisabled"
            )
        }
    }

    mutating func checkForwarding(of behaviour: TemplateBehaviour, in distribution: Template.Resource) {
        guard let request = originRequestEffect(of: behaviour), let cache = cacheEffect(of: behaviour) else { return }
        let key = "\(behaviour.key).OriginRequestPolicyId"
        let headers = request.headers.merged(with: cache.headers)
        let cookies = request.cookies.merged(with: cache.cookies)
        if behaviour.has(.activities) {
            if !headers.includes("px-context") {
                error(
                    key,
                    "keeps px-context from the origin, so HumanActivities learns nothing and does nothing; use AllViewer"
                )
            } else if cookies == .none {
                warn(key, "forwards no cookies, and CloudFront then takes out the _pxhd that is set; use AllViewer")
            }
        }
        if behaviour.has(.firstParty) {
            let query = request.query.merged(with: cache.query)
            if !headers.includes("user-agent") || !cookies.includes("_pxvid") || query == .none {
                error(
                    key,
                    "keeps headers, cookies or the query from HumanFirstParty, so HUMAN sees no visitor; "
                        + "use AllViewerExceptHostHeader")
            }
        } else if behaviour.has(.enforcer) || behaviour.has(.activities) {
            checkHost(
                of: behaviour, isForwarded: headers.includes("host"), forwardsAny: request.headers != .none, at: key)
        }
    }

    private mutating func checkHost(
        of behaviour: TemplateBehaviour, isForwarded: Bool, forwardsAny: Bool, at key: String
    ) {
        guard let origin = origin(of: behaviour), let domain = origin["DomainName"].text?.lowercased() else { return }
        let isService =
            origin["S3OriginConfig"].isGiven || origin["OriginAccessControlId"].isGiven
            || domain.hasSuffix(".amazonaws.com") || domain.hasSuffix(".on.aws")
        // A load balancer takes any Host.
        let isBalancer = domain.contains(".elb.")
        if isService, !isBalancer, isForwarded {
            error(
                key,
                "sends the visitor's Host to a service that knows its own name only and refuses it; "
                    + "use AllViewerExceptHostHeader")
        } else if !isService, !isForwarded, forwardsAny {
            warn(
                key,
                "sends the origin's name as Host, which breaks sites that go by their name; use AllViewer, "
                    + "unless the origin knows that name only")
        }
    }

    // MARK: - Origins

    private func origin(of behaviour: TemplateBehaviour) -> TemplateValue? {
        guard let target = behaviour.value["TargetOriginId"].text else { return nil }
        let configuration = distributions.first { behaviour.key.hasPrefix($0.resource.name + ".") }?.resource.properties
        return configuration?["DistributionConfig"]["Origins"].elements.map(\.value).first { $0["Id"].text == target }
    }

    /// Headers that CloudFront or the functions write themselves (lambda-edge.md §2.5).
    private static let reservedHeaders: Set<String> = [
        "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
        "trailer",
        "upgrade", "x-cache", "x-forwarded-proto", "x-real-ip", "px-context", "px-additional-activity",
        "px-additional-activity-url", "px-compromised-credentials",
    ]

    private static let reservedPrefixes = ["x-accel-", "x-amz-cf-", "x-amzn-", "x-edge-", "cloudfront-"]

    mutating func checkOrigins(of distribution: Template.Resource) {
        for (index, origin) in distribution.properties["DistributionConfig"]["Origins"].elements {
            for (_, header) in origin["OriginCustomHeaders"].elements {
                guard let name = header["HeaderName"].text?.lowercased() else { continue }
                if Self.reservedHeaders.contains(name) || Self.reservedPrefixes.contains(where: { name.hasPrefix($0) })
                {
                    error(
                        "\(distribution.name).Origins[\(index)].OriginCustomHeaders",
                        "has \(name), which CloudFront or HumanEnforcer writes itself; use another name")
                }
            }
        }
    }
}
