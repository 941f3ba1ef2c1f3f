// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a secret has no value. Never holds any part of one, nor what a service said in its own words.
enum SecretError: Error, Equatable, CustomStringConvertible {
    /// The environment has no `AWS_ACCESS_KEY_ID` or no `AWS_SECRET_ACCESS_KEY`.
    case noCredentials
    case unreachable(TransportError.Code)
    /// The service said no: an HTTP status, and the name of its error if it gave one.
    case refused(status: Int, type: String?)
    /// What came is no answer of the service.
    case malformed
    /// The answer is longer than ``SecretsManager/answerLimit``.
    case tooLarge
    /// The secret is binary, and no text.
    case binary
    case empty
    /// A key was asked of a secret that is no JSON object.
    case noObject
    case missingKey
    /// The value of the key is no text, nor a list of texts where the option may be one.
    case noText

    var description: String {
        switch self {
        case .noCredentials: "the environment has no AWS credentials"
        case .unreachable(.timeout): "AWS Secrets Manager did not answer in time"
        case .unreachable: "AWS Secrets Manager could not be reached"
        case .refused(let status, let type): "AWS Secrets Manager answered \(type ?? "an error") (status \(status))"
        case .malformed: "what answered is not AWS Secrets Manager"
        case .tooLarge: "the answer has more than \(SecretsManager.answerLimit) bytes"
        case .binary: "the secret is binary; store it as text"
        case .empty: "the secret is empty"
        case .noObject: "the secret is no JSON object, so it has no key; remove the key or store an object"
        case .missingKey: "the secret has no such key"
        case .noText: "the key's value is no text"
        }
    }
}
