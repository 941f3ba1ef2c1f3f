// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import edge_enforcer

@Suite("Rules of the edge for functions, versions and roles")
struct FunctionRuleTests {
    private static let memory = "MemorySize: 128"

    @Test(
        "What the edge does not have is an error at the function",
        arguments: [
            .error(
                "EnforcerFunction.Runtime", "none that the edge runs", "Runtime: nodejs22.x", "Runtime: provided.al2023"
            ),
            .error("EnforcerFunction.Runtime", "none that the edge runs", "Runtime: nodejs22.x", "Runtime: java21"),
            .error("EnforcerFunction.Runtime", "older C library", "Runtime: nodejs22.x", "Runtime: nodejs18.x"),
            .error("ActivitiesFunction.Runtime", "older C library", "Runtime: python3.13", "Runtime: python3.9"),
            .error("EnforcerFunction.Architectures", "arm64", "[x86_64]", "[arm64]"),
            .error(
                "EnforcerFunction.Environment", "config.json", memory,
                "Environment: {Variables: {PX_APP_ID: a}}\n      \(memory)"),
            .error(
                "EnforcerFunction.VpcConfig", "VPC", memory, "VpcConfig: {SubnetIds: [subnet-1]}\n      \(memory)"),
            .error("EnforcerFunction.Layers", "zip", memory, "Layers: [arn:aws:lambda:a]\n      \(memory)"),
            .error("EnforcerFunction.Code", "image", memory, "PackageType: Image\n      \(memory)"),
            .error("EnforcerFunction.TracingConfig", "X-Ray", memory, "TracingConfig: {Mode: Active}\n      \(memory)"),
            .error(
                "EnforcerFunction.DeadLetterConfig", "dead-letter", memory,
                "DeadLetterConfig: {TargetArn: !Ref Build}\n      \(memory)"),
            .error("EnforcerFunction.KmsKeyArn", "key", memory, "KmsKeyArn: arn:aws:kms:a\n      \(memory)"),
            .error(
                "EnforcerFunction.EphemeralStorage", "512 MB", memory, "EphemeralStorage: {Size: 1024}\n      \(memory)"
            ),
            .error(
                "EnforcerFunction.RuntimeManagementConfig", "Auto", memory,
                "RuntimeManagementConfig: {UpdateRuntimeOn: Manual}\n      \(memory)"),
            .error("EnforcerFunction.Timeout", "over 30 s", "Timeout: 5", "Timeout: 31"),
            .error("FirstPartyFunction.Timeout", "over 30 s", "Timeout: 20", "Timeout: 60"),
        ] as [TemplateCase])
    func refused(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test(
        "What is allowed and hardly meant is a warning at the function",
        arguments: [
            .warning("EnforcerFunction.Runtime", "deprecated", "Runtime: nodejs22.x", "Runtime: nodejs20.x"),
            .warning("EnforcerFunction.MemorySize", "128 MB", memory, "MemorySize: 512"),
            .warning("EnforcerFunction.Timeout", "5 s", "Timeout: 5", "Timeout: 10"),
            .warning("EnforcerFunction.Timeout", "Lambda's 3 s", "      Timeout: 5\n", ""),
            .warning("EnforcerFunction.Tags", "not supported", memory, "Tags: [{Key: a, Value: b}]\n      \(memory)"),
            .warning("EnforcerFunction.FunctionName", "collides", memory, "FunctionName: px-enforcer\n      \(memory)"),
            .warning(
                "ActivitiesFunction", "never runs",
                "            - {EventType: origin-response, LambdaFunctionARN: !Ref ActivitiesVersion}\n", ""),
        ] as [TemplateCase])
    func doubtful(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test(
        "The function must outlast the wait for the Risk API",
        arguments: [
            .error(
                "EnforcerFunction.Timeout", "px_s2s_timeout", "Timeout: 5", "Timeout: 2",
                options: #""px_s2s_timeout": 2000"#),
            // 0 is five seconds.
            .error(
                "EnforcerFunction.Timeout", "px_s2s_timeout", "Timeout: 5", "Timeout: 4",
                options: #""px_s2s_timeout": 0"#),
        ] as [TemplateCase])
    func timeout(_ example: TemplateCase) throws { try example.expectProblem() }

    @Test(
        "New code must make a new version, and old ones must stay",
        arguments: [
            .error("EnforcerVersion", "later code", "      Description: !Sub \"build ${Build}\"\n", ""),
            .error(
                "FirstPartyVersion", "later code", "  FirstPartyVersion0a1b2c3d4e:\n", "  FirstPartyVersion:\n",
                hasCompany: true),
            .warning(
                "EnforcerVersion.Description", "same for every build", "Description: !Sub \"build ${Build}\"",
                "Description: the build"),
            .warning(
                "EnforcerVersion.DeletionPolicy", "Retain",
                "  EnforcerVersion:\n    Type: AWS::Lambda::Version\n    DeletionPolicy: Retain\n",
                "  EnforcerVersion:\n    Type: AWS::Lambda::Version\n"),
            .warning(
                "EnforcerVersion.UpdateReplacePolicy", "Retain",
                "  EnforcerVersion:\n    Type: AWS::Lambda::Version\n    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n",
                "  EnforcerVersion:\n    Type: AWS::Lambda::Version\n    DeletionPolicy: Retain\n"),
            .error(
                "EnforcerVersion.ProvisionedConcurrencyConfig", "refused",
                "      FunctionName: !Ref EnforcerFunction\n",
                "      FunctionName: !Ref EnforcerFunction\n      ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1}\n"
            ),
            .error(
                "EnforcerVersion.RuntimePolicy", "Auto", "      FunctionName: !Ref EnforcerFunction\n",
                "      FunctionName: !Ref EnforcerFunction\n      RuntimePolicy: {UpdateRuntimeOn: FunctionUpdate}\n"),
        ] as [TemplateCase])
    func versions(_ example: TemplateCase) throws { try example.expectProblem() }

    private static let services = "[lambda.amazonaws.com, edgelambda.amazonaws.com]"
    private static let group = "!Sub arn:aws:logs:*:${AWS::AccountId}:log-group:/aws/lambda/us-east-1.*"

    @Test(
        "Roles have both principals, and may log where the function runs and nowhere else",
        arguments: [
            .error(
                "Role.AssumeRolePolicyDocument", "edgelambda.amazonaws.com", services, "lambda.amazonaws.com"),
            .error(
                "Role.AssumeRolePolicyDocument", "principal lambda.amazonaws.com", services,
                "[edgelambda.amazonaws.com]"),
            .warning("Role.Policies[0]", "every group", group, "\"*\""),
            .warning(
                "Role.Policies[0]", "one region", group,
                "!Sub arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/us-east-1.*"),
            .warning(
                "Role.Policies[0]", "misses the groups", group,
                "!Sub arn:aws:logs:*:${AWS::AccountId}:log-group:/aws/lambda/site-*"),
            .warning(
                "Role.Policies[0]", "everything", "[logs:CreateLogGroup, logs:CreateLogStream, logs:PutLogEvents]",
                "\"*\""),
            .warning(
                "Role", "no right to log", "[logs:CreateLogGroup, logs:CreateLogStream, logs:PutLogEvents]",
                "s3:GetObject"),
            .warning("Role.RoleName", "collides", "      Policies:\n", "      RoleName: edge\n      Policies:\n"),
            .warning("Rules", "us-east-1", "!Equals [!Ref AWS::Region, us-east-1]", "!Equals [a, a]"),
        ] as [TemplateCase])
    func roles(_ example: TemplateCase) throws { try example.expectProblem() }
}
