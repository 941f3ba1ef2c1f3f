// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What a behaviour's policies do, whether they are managed ones, resources of the template, or the older
/// `ForwardedValues` (lambda-edge.md §5.1).
struct PolicyEffect: Equatable {
    enum Selection: Equatable {
        case none
        case some([String])
        case all
        case allExcept([String])

        func includes(_ name: String) -> Bool {
            switch self {
            case .none: false
            case .some(let names): names.contains(name)
            case .all: true
            case .allExcept(let names): !names.contains(name)
            }
        }

        func merged(with other: Selection) -> Selection {
            switch (self, other) {
            case (.none, let selection), (let selection, .none): selection
            case (.all, _), (_, .all): .all
            case (.some(let first), .some(let second)): .some(first + second)
            case (.allExcept(let names), .some(let more)), (.some(let more), .allExcept(let names)):
                .allExcept(names.filter { !more.contains($0) })
            case (.allExcept(let first), .allExcept(let second)): .allExcept(first.filter { second.contains($0) })
            }
        }
    }

    var headers = Selection.none
    var cookies = Selection.none
    var query = Selection.none

    /// Seconds; of a cache policy only.
    var minimum = 0.0
    var standard = 0.0
    var maximum = 0.0

    var caches: Bool { maximum > 0 }

    static let nothing = PolicyEffect()

    // MARK: - Managed policies

    private static func caching(
        _ minimum: Double, _ standard: Double, headers: Selection = .none, cookies: Selection = .none,
        query: Selection = .none
    ) -> PolicyEffect {
        PolicyEffect(
            headers: headers, cookies: cookies, query: query, minimum: minimum, standard: standard, maximum: 31_536_000)
    }

    private static let originHeaders: Selection = .some([
        "host", "origin", "x-http-method", "x-http-method-override", "x-method-override",
    ])

    static let managedCachePolicies: [String: PolicyEffect] = [
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": .nothing,
        "658327ea-f89d-4fab-a63d-7e88639e58f6": caching(1, 86_400),
        "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": caching(1, 86_400),
        "83da9c7e-98b4-4e11-a168-04f0df8e2c65": caching(0, 0, headers: originHeaders, cookies: .all),
        "4cc15a8a-d715-48a4-82b8-cc0b614638fe": caching(0, 0, headers: originHeaders, cookies: .all, query: .all),
    ]

    static let managedOriginRequestPolicies: [String: PolicyEffect] = [
        "216adef6-5c7f-47e4-b989-5492eafa07d3": PolicyEffect(headers: .all, cookies: .all, query: .all),
        "b689b0a8-53d0-40ab-baf2-68738e2966ac": PolicyEffect(headers: .allExcept(["host"]), cookies: .all, query: .all),
        "33f36d7e-f396-46d9-90e0-52428a34d9dc": PolicyEffect(headers: .all, cookies: .all, query: .all),
        "bf0718e1-ba1e-49d1-88b1-f726733018ae": PolicyEffect(headers: .some(["host"])),
        "acba4595-bd28-49b8-b9fe-13317c0390fa": PolicyEffect(headers: .some(["user-agent", "referer"])),
        "59781a5b-3903-41f3-afcb-af62929ccde1": PolicyEffect(headers: .some(["origin"])),
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": PolicyEffect(
            headers: .some(["origin", "access-control-request-headers", "access-control-request-method"])),
    ]

    // MARK: - Policies of the template

    /// - Parameter configuration: `CachePolicyConfig`.
    init(cachePolicy configuration: TemplateValue) {
        let key = configuration["ParametersInCacheKeyAndForwardedToOrigin"]
        self.init(selections: key)
        minimum = configuration["MinTTL"].number ?? 0
        standard = configuration["DefaultTTL"].number ?? 86_400
        maximum = configuration["MaxTTL"].number ?? 31_536_000
    }

    /// - Parameter configuration: `OriginRequestPolicyConfig`.
    init(originRequestPolicy configuration: TemplateValue) {
        self.init(selections: configuration)
    }

    private init(selections value: TemplateValue) {
        func selection(_ kind: String) -> Selection {
            let configuration = value["\(kind)sConfig"]
            let names = configuration["\(kind)s"].names
            return switch configuration["\(kind)Behavior"].text {
            case "whitelist": .some(names)
            case "allExcept": .allExcept(names)
            case "all", "allViewer", "allViewerAndWhitelistCloudFront": .all
            default: .none
            }
        }
        headers = selection("Header")
        cookies = selection("Cookie")
        query = selection("QueryString")
    }

    /// What is forwarded is in the cache key, and the other way round.
    /// - Parameter behaviour: one with `ForwardedValues`.
    init(legacy behaviour: TemplateValue) {
        let values = behaviour["ForwardedValues"]
        let names = values["Headers"].names
        headers = names.contains("*") ? .all : names.isEmpty ? .none : .some(names)
        switch values["Cookies"]["Forward"].text {
        case "all": cookies = .all
        case "whitelist": cookies = .some(values["Cookies"]["WhitelistedNames"].names)
        default: cookies = .none
        }
        query = values["QueryString"].bool == true ? .all : .none
        minimum = behaviour["MinTTL"].number ?? 0
        standard = behaviour["DefaultTTL"].number ?? 86_400
        // With every header in the key CloudFront caches nothing.
        maximum = headers == .all ? 0 : behaviour["MaxTTL"].number ?? 31_536_000
    }

    private init() {}

    private init(
        headers: Selection, cookies: Selection = .none, query: Selection = .none, minimum: Double = 0,
        standard: Double = 0, maximum: Double = 0
    ) {
        self.headers = headers
        self.cookies = cookies
        self.query = query
        self.minimum = minimum
        self.standard = standard
        self.maximum = maximum
    }
}
