// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// `{"secret": ARN, "key": NAME}` in place of a secret. The reader sees to it that it stands where a secret may.
enum SecretReference {
    /// What is wrong with the references in an option's value, and what to do. Never holds any of it.
    static func problems(of value: HumanSecurityValue) -> [String] {
        (value.elements ?? [value]).filter { $0["secret"] != nil }.flatMap(problems(ofOne:))
    }

    private static func problems(ofOne reference: HumanSecurityValue) -> [String] {
        var problems: [String] = []
        if !isARN(reference["secret"]?.string ?? "") {
            problems.append("has a secret that is no ARN of AWS Secrets Manager; copy it from there")
        }
        if let key = reference["key"], key.string?.isEmpty != false {
            problems.append("has a secret whose key is no text, or empty; name one, or remove it")
        }
        if reference.members?.contains(where: { $0.name != "secret" && $0.name != "key" }) == true {
            problems.append("has a secret with a member besides secret and key; remove it")
        }
        return problems
    }

    /// Whether the text is the ARN of a secret of AWS Secrets Manager, in a partition whose servers are known:
    /// `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME`. The region becomes part of a host's name.
    static func isARN(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x3A, omittingEmptySubsequences: false).map(Array.init)
        guard parts.count == 7 else { return false }
        let fixed = [0, 1, 2, 5].map { String(decoding: parts[$0], as: UTF8.self) }
        let (region, account, name) = (parts[3], parts[4], parts[6])
        return fixed[0] == "arn" && ["aws", "aws-cn", "aws-us-gov"].contains(fixed[1])
            && fixed[2] == "secretsmanager" && fixed[3] == "secret"
            && 1...32 ~= region.count && region.first != 0x2D && region.last != 0x2D
            && region.allSatisfy { $0 == 0x2D || isLetterOrDigit($0) && !ASCII.isUppercase($0) }
            && account.count == 12 && account.allSatisfy(ASCII.isDigit)
            && 1...519 ~= name.count && name.allSatisfy { isLetterOrDigit($0) || Array("/_+=.@-".utf8).contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) || ASCII.isDigit(byte) }
}
