// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HumanSecurity

@Suite("Calls of AWS Secrets Manager")
struct SecretsManagerTests {
    private static let arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:edge/human-AbCdEf"

    private static func manager(_ variables: [String: String]) -> SecretsManager {
        SecretsManager(
            transport: ScriptedTransport(risk: "{}"),
            environment: EnforcerEnvironment(
                now: { 1_440_938_160_000 },
                random: { (1, 2) },
                variable: { variables[$0] }
            )
        )
    }

    private static let credentials = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    ]

    @Test("A request asks for the one secret, in its region, signed over everything it says")
    func request() throws {
        let variables = Self.credentials.merging(["AWS_SESSION_TOKEN": "a-session"]) { _, new in new }
        let request = try Self.manager(variables).request(for: Self.arn, timeoutMilliseconds: 700)
        #expect(request.kind == .secret)
        #expect(request.method == "POST")
        #expect(request.url == "https://secretsmanager.eu-central-1.amazonaws.com/")
        #expect(request.timeoutMilliseconds == 700)
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"SecretId":"\#(Self.arn)"}"#)
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        #expect(headers["content-type"] == "application/x-amz-json-1.1")
        #expect(headers["x-amz-target"] == "secretsmanager.GetSecretValue")
        #expect(headers["x-amz-date"] == "20150830T123600Z")
        #expect(headers["x-amz-security-token"] == "a-session")
        #expect(headers["host"] == nil)
        let start =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-central-1/secretsmanager/aws4_request, "
            + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="
        #expect(headers["authorization"]?.hasPrefix(start) == true)
        #expect(headers["authorization"]?.count == start.count + 64)
    }

    @Test(
        "The address can be replaced, as in AWS's SDKs",
        arguments: [
            ([:], arn, "https://secretsmanager.eu-central-1.amazonaws.com/"),
            (
                [:], arn.replacing("arn:aws:", with: "arn:aws-cn:"),
                "https://secretsmanager.eu-central-1.amazonaws.com.cn/"
            ),
            (["AWS_ENDPOINT_URL": "http://127.0.0.1:5000"], arn, "http://127.0.0.1:5000/"),
            (
                ["AWS_ENDPOINT_URL": "http://a.example", "AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://b.example/"], arn,
                "http://b.example/"
            ),
            (["AWS_ENDPOINT_URL": ""], arn, "https://secretsmanager.eu-central-1.amazonaws.com/"),
        ] as [([String: String], String, String)])
    func address(variables: [String: String], arn: String, url: String) throws {
        let manager = Self.manager(Self.credentials.merging(variables) { _, new in new })
        #expect(try manager.request(for: arn, timeoutMilliseconds: 1).url == url)
    }

    @Test(
        "Without both parts of the credentials nothing is sent",
        arguments: [[:], ["AWS_ACCESS_KEY_ID": "a"], ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": ""]])
    func credentials(variables: [String: String]) async {
        let transport = ScriptedTransport(risk: "{}")
        let environment = EnforcerEnvironment(now: { 0 }, random: { (1, 2) }, variable: { variables[$0] })
        await #expect(throws: SecretError.noCredentials) {
            try await SecretsManager(transport: transport, environment: environment)
                .text(of: Self.arn, timeoutMilliseconds: 1)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test("The text of a secret is read, escapes and all")
    func text() throws {
        let body = #"{"ARN": "a", "SecretString": "{\"a\":\"\u00fc\\n\"}", "VersionStages": ["AWSCURRENT"]}"#
        #expect(try SecretsManager.text(in: IncomingResponse(status: 200, body: Array(body.utf8))) == #"{"a":"ü\n"}"#)
    }

    @Test(
        "Any other answer is an error that holds nothing of it",
        arguments: [
            (
                400, #"{"__type": "com.amazonaws.secretsmanager#AccessDeniedException", "Message": "hush"}"#,
                .refused(status: 400, type: "AccessDeniedException")
            ),
            (
                400, #"{"__type": "ResourceNotFoundException"}"#,
                .refused(status: 400, type: "ResourceNotFoundException")
            ),
            (400, #"{"__type": "hush: a value"}"#, .refused(status: 400, type: nil)),
            (400, #"{"__type": 5}"#, .refused(status: 400, type: nil)),
            (503, "<html>hush</html>", .refused(status: 503, type: nil)),
            (301, "", .refused(status: 301, type: nil)),
            (200, "<html>hush</html>", .malformed), (200, "", .malformed), (200, "[]", .malformed),
            (200, "{}", .malformed), (200, #"{"SecretString": 5}"#, .malformed),
            (200, #"{"SecretBinary": "aHVzaA=="}"#, .binary), (200, #"{"SecretString": ""}"#, .empty),
            (200, #"{"SecretString": "\#(String(repeating: "x", count: 65_536))"}"#, .tooLarge),
        ] as [(Int, String, SecretError)])
    func errors(status: Int, body: String, error: SecretError) {
        #expect(throws: error) {
            try SecretsManager.text(in: IncomingResponse(status: status, body: Array(body.utf8)))
        }
        #expect(!"\(error)".contains("hush"))
    }
}
