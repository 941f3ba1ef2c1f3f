// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("References to secrets")
struct SecretReferenceTests {
    private static let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:edge/human-AbCdEf"

    private static func problems(_ options: String) -> [String] {
        let required = #""px_app_id": "PXabcd1234", "px_auth_token": "a-token", "px_cookie_secret": "a-secret""#
        return HumanSecurityConfiguration(json: "{\(required)}")
            .overlaid(with: HumanSecurityConfiguration(json: "{\(options)}"))
            .check().map(\.description)
    }

    @Test(
        "A valid one is in order wherever a secret is",
        arguments: [
            #""px_auth_token": {"secret": "ARN"}"#,
            #""px_auth_token": {"secret": "ARN", "key": "auth token"}"#,
            #""px_cookie_secret": {"key": "cookie", "secret": "ARN"}"#,
            #""px_cookie_secret": [{"secret": "ARN", "key": "new"}, "an-older-one", {"secret": "ARN", "key": "old"}]"#,
            #""px_logger_auth_token": {"secret": "ARN"}"#,
        ])
    func valid(options: String) {
        #expect(Self.problems(options.replacing("ARN", with: Self.arn)) == [])
    }

    @Test(
        "An ARN of another form is an error, which does not repeat it",
        arguments: [
            "", "edge/human", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:",
            "arn:aws:ssm:us-east-1:123456789012:parameter/human",
            "arn:aws:secretsmanager:us-east-1:12345678901:secret:human",
            "arn:aws:secretsmanager::123456789012:secret:human",
            "arn:aws:secretsmanager:evil.example/:123456789012:secret:human",
            "arn:aws:secretsmanager:US-EAST-1:123456789012:secret:human",
            "arn:aws:secretsmanager:-east:123456789012:secret:human",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:hu man",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:human:key",
            "arn:aws-moon:secretsmanager:us-east-1:123456789012:secret:human",
        ])
    func badARN(arn: String) {
        let found = Self.problems(#""px_auth_token": {"secret": "\#(arn)"}"#)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("error px_auth_token: has a secret that is no ARN of AWS Secrets Manager") == true)
        if !arn.isEmpty { #expect(found.first?.contains(arn) == false) }
    }

    @Test(
        "AWS's other partitions are known",
        arguments: [
            "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a/b_c+d=e.f@g-AbCdEf",
            "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:x",
        ])
    func partitions(arn: String) {
        #expect(Self.problems(#""px_auth_token": {"secret": "\#(arn)"}"#) == [])
    }

    @Test("Everything that is wrong is said at once")
    func atOnce() {
        let options = """
            "px_app_id": {"secret": "\(Self.arn)"}, "px_custom_logo": {"secret": "x"},
            "px_auth_token": {"secret": 7, "key": "", "kye": "a"},
            "px_cookie_secret": [{"secret": "\(Self.arn)", "key": 5}, {"secret": "no"}],
            "px_logger_auth_token": {"secret": "\(Self.arn)", "version": "x"}
            """
        let found = Self.problems(options)
        let starts = [
            "error px_app_id: takes no {\"secret\": …}", "error px_custom_logo: takes no {\"secret\": …}",
            "error px_auth_token: has a secret that is no ARN",
            "error px_auth_token: has a secret whose key is no text", "error px_auth_token: has a secret with a member",
            "error px_cookie_secret: has a secret whose key is no text",
            "error px_cookie_secret: has a secret that is no ARN",
            "error px_logger_auth_token: has a secret with a member",
        ]
        #expect(found.count == starts.count)
        for (line, start) in zip(found, starts) { #expect(line.hasPrefix(start), "\(line)") }
        let error = #expect(throws: ConfigurationError.self) {
            try HumanSecurityEnforcer.initialize(
                HumanSecurityConfiguration(json: "{\(options)}"), transport: ScriptedTransport(risk: "{}"))
        }
        #expect(error?.problems.map(\.description).filter { !$0.contains("cannot be empty") } == found)
    }

    @Test("A configuration with a wrong reference is refused at the start")
    func refused() {
        let configuration = EnforcerFixture.configuration(#""px_logger_auth_token": {"secret": "no-arn"}"#)
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let error = #expect(throws: ConfigurationError.self) {
            try HumanSecurityEnforcer.initialize(configuration, transport: transport)
        }
        #expect(error?.problems.map(\.key) == ["px_logger_auth_token"])
        #expect(transport.requests.isEmpty)
    }
}
