// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import edge_enforcer

@Suite("Rules of the edge for distributions")
struct DistributionRuleTests {
    private static let enforcer = "Site.DefaultCacheBehavior.LambdaFunctionAssociations[0]"
    private static let activities = "Site.DefaultCacheBehavior.LambdaFunctionAssociations[1]"
    private static let version = "LambdaFunctionARN: !Ref EnforcerVersion\n"
    private static let atOrigin = "- {EventType: origin-response, LambdaFunctionARN: !Ref ActivitiesVersion}"
    private static let arn = "arn:aws:lambda:us-east-1:111122223333:function:EnforcerFunction"

    @Test(
        "An association names a numbered version in us-east-1",
        arguments: [
            .error(
                "\(enforcer).LambdaFunctionARN", "itself", version, "LambdaFunctionARN: !GetAtt EnforcerFunction.Arn\n"),
            .error("\(enforcer).LambdaFunctionARN", "itself", version, "LambdaFunctionARN: \(arn)\n"),
            .error("\(enforcer).LambdaFunctionARN", "$LATEST", version, "LambdaFunctionARN: \(arn):$LATEST\n"),
            .error("\(enforcer).LambdaFunctionARN", "alias", version, "LambdaFunctionARN: \(arn):live\n"),
            .error(
                "\(enforcer).LambdaFunctionARN", "alias", version,
                "LambdaFunctionARN: !Sub \"${EnforcerFunction.Arn}:live\"\n"),
            .error(
                "\(enforcer).LambdaFunctionARN", "another region", version,
                "LambdaFunctionARN: arn:aws:lambda:eu-west-1:111122223333:function:EnforcerFunction:3\n"),
            .error(
                "\(enforcer).LambdaFunctionARN", "no ARN", version, "LambdaFunctionARN: EnforcerFunction\n",
                hasCompany: true),
            .error(
                "\(enforcer).LambdaFunctionARN", "version's ARN", version,
                "LambdaFunctionARN: !GetAtt EnforcerVersion.Version\n"),
        ] as [TemplateCase])
    func targets(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test(
        "Each function is at its event, one to an event",
        arguments: [
            .warning(
                "\(enforcer).EventType", "cache misses", "EventType: viewer-request", "EventType: origin-request"),
            .error(
                "\(enforcer).EventType", "use viewer-request", "EventType: viewer-request",
                "EventType: viewer-response",
                hasCompany: true),
            .error(
                "\(activities).EventType", "use origin-response", "EventType: origin-response",
                "EventType: viewer-response", hasCompany: true),
            .error(
                "Site.CacheBehaviors[0].LambdaFunctionAssociations[0].EventType", "use origin-request",
                "EventType: origin-request", "EventType: viewer-request", hasCompany: true),
            .error(
                "Site.DefaultCacheBehavior.LambdaFunctionAssociations[2]", "second function", atOrigin,
                "\(atOrigin)\n            \(atOrigin)"),
            .error(
                "Site.DefaultCacheBehavior.FunctionAssociations", "CloudFront Function",
                "          LambdaFunctionAssociations:\n            - EventType: viewer-request",
                """
                          FunctionAssociations:
                            - {EventType: viewer-response, FunctionARN: arn:aws:cloudfront::111122223333:function/headers}
                          LambdaFunctionAssociations:
                            - EventType: viewer-request
                """),
            .error(
                "Site.DefaultCacheBehavior.SmoothStreaming", "cannot go", "          CachePolicyId: !Ref PageCache\n",
                "          CachePolicyId: !Ref PageCache\n          SmoothStreaming: true\n"),
        ] as [TemplateCase])
    func events(_ example: TemplateCase) throws { try example.expectProblem() }

    private static let login =
        #""px_login_credentials_extraction_enabled": true, "px_login_credentials_extraction": [{"path": "/login"}]"#

    @Test(
        "Include Body is on where a body is read, and nowhere else",
        arguments: [
            .error(
                "\(enforcer).IncludeBody", "px_login_credentials_extraction", "IncludeBody: true", "IncludeBody: false",
                options: login),
            .error(
                "\(enforcer).IncludeBody", "px_sensitive_graphql_operation_names", "              IncludeBody: true\n",
                "",
                options: #""px_sensitive_graphql_operation_names": ["Pay"]"#),
            .warning("\(enforcer).IncludeBody", "GraphQL", "IncludeBody: true", "IncludeBody: false"),
            .error(
                "\(activities).IncludeBody", "request events", "!Ref ActivitiesVersion}",
                "!Ref ActivitiesVersion, IncludeBody: true}"),
            .warning(
                "Site.CacheBehaviors[0].LambdaFunctionAssociations[0].IncludeBody", "does not look at",
                "!Ref FirstPartyVersion0a1b2c3d4e}", "!Ref FirstPartyVersion0a1b2c3d4e, IncludeBody: true}"),
        ] as [TemplateCase])
    func bodies(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test("Include Body may be off where nothing reads one")
    func noBody() throws {
        let text = try TemplateCase.fixture("site.yaml").replacing("IncludeBody: true", with: "IncludeBody: false")
        #expect(try TemplateCase.problems(of: text, options: #""px_graphql_enabled": false"#) == [])
        #expect(try TemplateCase.problems(of: text) == [])
        let header = #"[{"path": "/login", "sent_through": "header"}]"#
        let options = #""px_graphql_enabled": false, "px_login_credentials_extraction_enabled": true, "#
        #expect(
            try TemplateCase.problems(
                of: text, options: options + #""px_login_credentials_extraction": \#(header)"#) == [])
    }

    private static let withEnforcer = """
        LambdaFunctionAssociations:
                    - EventType: viewer-request
                      LambdaFunctionARN: !Ref EnforcerVersion
                      IncludeBody: true
                    \(atOrigin)
        """

    @Test(
        "Nothing goes unguarded unseen, and what the configuration leaves to HumanActivities finds it",
        arguments: [
            .warning(
                "Site.DefaultCacheBehavior", "nobody looks", withEnforcer,
                "LambdaFunctionAssociations:\n            \(atOrigin)",
                hasCompany: true),
            .warning(
                "Site.CacheBehaviors[1]", "forms and calls",
                "            CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6\n",
                """
                            CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
                            AllowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]

                """),
            .error(
                "Site.DefaultCacheBehavior", "px_deferred_activities", "            \(atOrigin)\n", "",
                options: #""px_deferred_activities": true"#, hasCompany: true),
            .error(
                "Site.DefaultCacheBehavior", "px_automatic_additional_s2s_activity_enabled",
                "            \(atOrigin)\n", "",
                options: #""px_automatic_additional_s2s_activity_enabled": true"#, hasCompany: true),
            .warning(
                "Site.DefaultCacheBehavior.ViewerProtocolPolicy", "unencrypted", "redirect-to-https", "allow-all"),
            .error("Site.Origins[0].OriginCustomHeaders", "px-context", "X-Origin-Auth", "Px-Context"),
            .error("Site.Origins[0].OriginCustomHeaders", "x-amzn-trace", "X-Origin-Auth", "X-Amzn-Trace"),
        ] as [TemplateCase])
    func cover(_ example: TemplateCase) throws { try example.expectProblem() }
}
