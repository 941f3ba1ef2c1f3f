// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@testable import edge_enforcer

@Suite("Rules of the edge for policies and first-party paths")
struct PolicyRuleTests {
    private static let cacheKey = "HeadersConfig: {HeaderBehavior: whitelist, Headers: [Accept-Language]}"
    private static let cookies = "CookiesConfig: {CookieBehavior: whitelist, Cookies: [locale]}"
    private static let toOrigin =
        "HeadersConfig: {HeaderBehavior: allViewerAndWhitelistCloudFront, "
        + "Headers: [CloudFront-Viewer-Country]}"
    private static let pageCache = "CachePolicyId: !Ref PageCache"
    private static let standard = "Site.DefaultCacheBehavior"

    @Test(
        "A policy has names in full, and nothing of one visitor in the cache key",
        arguments: [
            .error(
                "PageCache.CookiesConfig", "stands for itself", cookies, cookies.replacing("locale", with: "\"*_px*\"")),
            .error("PageCache.HeadersConfig", "stands for itself", cacheKey, cacheKey.replacing("Language", with: "*")),
            .error("PageCache", "px-context", cacheKey, cacheKey.replacing("Accept-Language", with: "Px-Context")),
            .warning("PageCache", "User-Agent", cacheKey, cacheKey.replacing("Accept-Language", with: "User-Agent")),
            .warning("PageCache", "each visitor's own", cookies, cookies.replacing("locale", with: "_px3")),
            .warning("PageCache.Name", "collides", "Name: !Sub \"${AWS::StackName}-pages\"", "Name: pages"),
            .warning("ToOrigin.Name", "collides", "Name: !Sub \"${AWS::StackName}-origin\"", "Name: origin"),
            .warning("\(standard).CachePolicyId", "private", "MinTTL: 0", "MinTTL: 1"),
            .warning(
                "\(standard).CachePolicyId", "private", pageCache, "CachePolicyId: b2884449-e4de-46a7-ac36-70bc7f1ddd6d"
            ),
            .error(
                "\(standard).ForwardedValues", "px-context", pageCache,
                "ForwardedValues: {QueryString: true, Cookies: {Forward: all}, Headers: [px-context, Host]}"),
            .warning(
                "\(standard).ForwardedValues", "private", "          \(pageCache)\n",
                "          ForwardedValues: {QueryString: true, Cookies: {Forward: all}}\n          MinTTL: 60\n"),
        ] as [TemplateCase])
    func keys(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test(
        "px-context, cookies and the right Host reach the origin",
        arguments: [
            .error(
                "\(standard).OriginRequestPolicyId", "px-context", "          OriginRequestPolicyId: !Ref ToOrigin\n",
                ""),
            .error(
                "\(standard).OriginRequestPolicyId", "px-context", "OriginRequestPolicyId: !Ref ToOrigin",
                "OriginRequestPolicyId: acba4595-bd28-49b8-b9fe-13317c0390fa", hasCompany: true),
            .error(
                "\(standard).OriginRequestPolicyId", "px-context", toOrigin,
                "HeadersConfig: {HeaderBehavior: allExcept, Headers: [px-context]}"),
            .warning(
                "\(standard).OriginRequestPolicyId", "origin's name", "OriginRequestPolicyId: !Ref ToOrigin",
                "OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac"),
            .error(
                "\(standard).OriginRequestPolicyId", "knows its own name", "DomainName: origin.shop.example",
                "DomainName: abc.execute-api.us-east-1.amazonaws.com"),
            .error(
                "\(standard).OriginRequestPolicyId", "knows its own name",
                "CustomOriginConfig: {OriginProtocolPolicy: https-only}",
                "S3OriginConfig: {OriginAccessIdentity: origin-access-identity/cloudfront/E1}"),
            .warning(
                "\(standard).CachePolicyId", "decide for one",
                "\(pageCache)\n          OriginRequestPolicyId: !Ref ToOrigin",
                """
                CachePolicyId: 83da9c7e-98b4-4e11-a168-04f0df8e2c65
                          OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac
                """),
        ] as [TemplateCase])
    func forwarding(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test("_pxhd needs cookies to be forwarded")
    func cookiesLeftOut() throws {
        let text = try TemplateCase.fixture("site.yaml")
            .replacing(Self.cookies, with: "CookiesConfig: {CookieBehavior: none}")
            .replacing("CookiesConfig: {CookieBehavior: all}", with: "CookiesConfig: {CookieBehavior: none}")
        let problems = try TemplateCase.problems(of: text)
        #expect(problems.map(\.key) == ["\(Self.standard).OriginRequestPolicyId"])
        #expect(problems.first?.message.contains("_pxhd") == true)
    }

    @Test(
        "A load balancer takes the visitor's Host, and no service takes another's",
        arguments: [
            ("DomainName: site-1.us-east-1.elb.amazonaws.com", "OriginRequestPolicyId: !Ref ToOrigin"),
            (
                "DomainName: abc.lambda-url.us-east-1.on.aws",
                "OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac"
            ),
        ])
    func host(_ domain: String, _ policy: String) throws {
        let text = try TemplateCase.fixture("site.yaml")
            .replacing("DomainName: origin.shop.example", with: domain)
            .replacing("OriginRequestPolicyId: !Ref ToOrigin", with: policy)
        #expect(try TemplateCase.problems(of: text, options: "") == [])
    }

    private static let firstParty = "Site.CacheBehaviors[0]"
    private static let disabled = "CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    private static let association =
        "- {EventType: origin-request, LambdaFunctionARN: !Ref FirstPartyVersion0a1b2c3d4e}"

    @Test(
        "First-party paths have a behaviour of their own that caches nothing and keeps nothing back",
        arguments: [
            .error(
                "\(firstParty).CachePolicyId", "one visitor's", disabled,
                "CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6"),
            .error(
                "\(firstParty).CachePolicyId", "one visitor's", disabled, "CachePolicyId: !Ref PageCache",
                hasCompany: true),
            .warning(
                "\(firstParty).ForwardedValues", "for seconds", "            \(disabled)\n",
                """
                            ForwardedValues: {QueryString: true, Cookies: {Forward: all}}
                            DefaultTTL: 5
                            MaxTTL: 10

                """),
            .error(
                "\(firstParty).OriginRequestPolicyId", "HUMAN sees no visitor",
                "            OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac\n", ""),
            .error(
                "\(firstParty).AllowedMethods", "POST", "[DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]", "[GET, HEAD]"),
            .error(
                "\(firstParty).LambdaFunctionAssociations", "HumanEnforcer before", association,
                "\(association)\n              - {EventType: viewer-request, LambdaFunctionARN: !Ref EnforcerVersion, IncludeBody: true}"
            ),
            .error(
                "Site.CacheBehaviors[1].PathPattern", "comes after", "        CacheBehaviors:\n",
                """
                        CacheBehaviors:
                          - PathPattern: /abcd*
                            TargetOriginId: web
                            ViewerProtocolPolicy: https-only
                            \(disabled)

                """),
            .error("Site.CacheBehaviors", "none for /abcd1234/*", "^${AppId}", "^PXother"),
            .error("Site.CacheBehaviors", "none for /b/*", "", "", options: #""px_custom_first_party_prefix": "b""#),
            .error(
                "Site.CacheBehaviors", "none for /s.js", "", "",
                options: #""px_custom_first_party_sensor_endpoint": "/s.js""#),
            .error(
                "Site.CacheBehaviors", "none for /c*", "", "",
                options: #""px_custom_first_party_captcha_endpoint": "/c""#),
            .error(
                "\(standard).LambdaFunctionAssociations", "every path",
                "            - {EventType: origin-response, LambdaFunctionARN: !Ref ActivitiesVersion}\n",
                """
                            - {EventType: origin-response, LambdaFunctionARN: !Ref ActivitiesVersion}
                            - {EventType: origin-request, LambdaFunctionARN: !Ref FirstPartyVersion0a1b2c3d4e}

                """, hasCompany: true),
        ] as [TemplateCase])
    func paths(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test("The sensor's own path may be cached and need not take POST")
    func sensor() throws {
        let text = try TemplateCase.fixture("site.yaml").replacing(
            "          - PathPattern: /static/*\n",
            with: """
                          - PathPattern: /s.js
                            TargetOriginId: web
                            ViewerProtocolPolicy: https-only
                            CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
                            OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3
                            LambdaFunctionAssociations:
                              \(Self.association)
                          - PathPattern: /static/*

                """)
        #expect(
            try TemplateCase.problems(of: text, options: #""px_custom_first_party_sensor_endpoint": "/s.js""#) == [])
    }

    @Test("Without first party no path is needed")
    func switchedOff() throws {
        let text = try TemplateCase.fixture("site.yaml").replacing("^${AppId}", with: "^PXother")
        #expect(try TemplateCase.problems(of: text, options: #""px_first_party_enabled": false"#) == [])
        #expect(try TemplateCase.problems(of: text) == [])
    }
}
