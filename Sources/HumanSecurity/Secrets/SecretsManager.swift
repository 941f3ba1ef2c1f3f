// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// The one call of AWS Secrets Manager that is needed, `GetSecretValue` (API version 2017-10-17, AWS JSON 1.1).
///
/// Credentials come from the environment, as every function has them. `AWS_ENDPOINT_URL_SECRETS_MANAGER`, or else
/// `AWS_ENDPOINT_URL`, takes the place of the service's own address, as in AWS's SDKs.
struct SecretsManager: Sendable {
    /// In bytes. A secret has at most 65,536.
    static let answerLimit = 64 << 10

    let transport: any Transport
    let environment: EnforcerEnvironment

    /// Fetches the text of a secret.
    /// - Parameters:
    ///   - arn: a valid ARN.
    ///   - timeoutMilliseconds: for the whole call.
    func text(of arn: String, timeoutMilliseconds: Int) async throws(SecretError) -> String {
        let request = try request(for: arn, timeoutMilliseconds: timeoutMilliseconds)
        let answer: IncomingResponse
        do {
            answer = try await transport.send(request)
        } catch {
            throw error.code == .tooLarge ? .tooLarge : .unreachable(error.code)
        }
        return try Self.text(in: answer)
    }

    /// Reads an answer.
    static func text(in answer: IncomingResponse) throws(SecretError) -> String {
        guard answer.body.count <= answerLimit else { throw .tooLarge }
        let value = HumanSecurityValue(json: answer.body)
        guard answer.status == 200 else {
            throw .refused(status: answer.status, type: errorType(value?["__type"]?.string))
        }
        guard let value, value.members != nil else { throw .malformed }
        guard let text = value["SecretString"]?.string else {
            throw value["SecretBinary"] == nil ? .malformed : .binary
        }
        guard !text.isEmpty else { throw .empty }
        return text
    }

    /// `AccessDeniedException` of `com.amazonaws…#AccessDeniedException`; nil for anything that is no such name.
    private static func errorType(_ text: String?) -> String? {
        guard let name = text?.split(separator: "#").last, name.utf8.count <= 60,
            name.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) })
        else { return nil }
        return String(name)
    }

    func request(for arn: String, timeoutMilliseconds: Int) throws(SecretError) -> OutgoingRequest {
        guard let accessKey = variable("AWS_ACCESS_KEY_ID"), let secretKey = variable("AWS_SECRET_ACCESS_KEY") else {
            throw .noCredentials
        }
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 7 else { throw .malformed }
        let region = String(parts[3])
        let url = endpoint(partition: parts[1], region: region)
        let body: HumanSecurityValue = ["SecretId": .string(arn)]
        let date = SignatureVersion4.timestamp(environment.now())
        let token = variable("AWS_SESSION_TOKEN")
        var headers = [
            OutgoingRequest.Field("content-type", "application/x-amz-json-1.1"),
            OutgoingRequest.Field("x-amz-date", date),
            OutgoingRequest.Field("x-amz-target", "secretsmanager.GetSecretValue"),
        ]
        if let token { headers.append(OutgoingRequest.Field("x-amz-security-token", token)) }
        let signer = SignatureVersion4(
            credentials: .init(accessKey: accessKey, secretKey: secretKey, sessionToken: token),
            region: region,
            service: "secretsmanager",
            date: date
        )
        let signed = SignatureVersion4.Request(
            method: "POST",
            headers: headers + [OutgoingRequest.Field("host", Self.host(of: url))],
            body: body.json
        )
        guard let authorization = signer.authorization(for: signed) else { throw .noCredentials }
        return OutgoingRequest(
            kind: .secret,
            url: url,
            headers: headers + [OutgoingRequest.Field("authorization", authorization)],
            body: signed.body,
            timeoutMilliseconds: timeoutMilliseconds
        )
    }

    // MARK: - Where

    private func endpoint(partition: Substring, region: String) -> String {
        if let own = variable("AWS_ENDPOINT_URL_SECRETS_MANAGER") ?? variable("AWS_ENDPOINT_URL") {
            return own.hasSuffix("/") ? own : "\(own)/"
        }
        return "https://secretsmanager.\(region).amazonaws.com\(partition == "aws-cn" ? ".cn" : "")/"
    }

    /// As the client will write the header: a port only if it is not the usual one.
    private static func host(of url: String) -> String {
        let isSecure = url.hasPrefix("https:")
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        let authority = rest.prefix { $0 != "/" }
        let usual = isSecure ? ":443" : ":80"
        return String(authority.hasSuffix(usual) ? authority.dropLast(usual.count) : authority)
    }

    private func variable(_ name: String) -> String? {
        guard let value = environment.variable(name), !value.isEmpty else { return nil }
        return value
    }
}
