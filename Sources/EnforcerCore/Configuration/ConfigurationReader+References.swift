// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// References to secrets: {"secret": "arn:aws:secretsmanager:…", "key": "…"} in place of a value (docs/secrets.md).
//
// The reader takes no value from one. Hosts check and resolve them: they lay the values over the configuration and have
// it read anew.

extension ConfigurationReader {
    func isReference(_ node: Int, in bytes: Span<UInt8>) -> Bool {
        document.member("secret", of: node, in: bytes) != nil
    }

    mutating func takeReference(to option: Option) {
        hasReference = true
        configuration.refersToSecrets = true
        if !option.isSecret { problems.append(ConfigurationProblem(.misplacedReference, option)) }
    }
}
