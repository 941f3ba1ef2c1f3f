// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// References to secrets: {"secret": "arn:aws:secretsmanager:…", "key": "…"} in place of a value (docs/secrets.md).
//
// The reader checks them and takes no value. Resolving is the hosts' part: they lay the values over the configuration
// and have it read anew.

extension ConfigurationReader {
    func isReference(_ node: Int, in bytes: Span<UInt8>) -> Bool {
        document.member("secret", of: node, in: bytes) != nil
    }

    /// Says everything that is wrong with the reference `node`.
    mutating func takeReference(_ node: Int, to option: Option, in bytes: Span<UInt8>) {
        hasReference = true
        guard option.isSecret else {
            problems.append(ConfigurationProblem(.misplacedReference, option))
            return
        }
        configuration.refersToSecrets = true
        if !field("secret", of: node, in: bytes).span.isSecretARN {
            problems.append(ConfigurationProblem(.referenceARN, option))
        }
        if document.member("key", of: node, in: bytes) != nil, field("key", of: node, in: bytes).isEmpty {
            problems.append(ConfigurationProblem(.referenceKey, option))
        }
        var index = node + 1
        while index + 1 < document.end(of: node) {
            let name = document.text(of: index)
            if !name.equals("secret", in: bytes), !name.equals("key", in: bytes) {
                problems.append(ConfigurationProblem(.referenceMember, option))
            }
            index = document.end(of: index + 1)
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether the text is the ARN of a secret of AWS Secrets Manager, in a partition whose servers are known:
    /// `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME`. The region becomes part of a host's name.
    package var isSecretARN: Bool {
        var start = 0
        for field in 0..<6 {
            guard let end = firstIndex(of: 0x3A, from: start), isARNField(field, extracting(start..<end)) else {
                return false
            }
            start = end + 1
        }
        guard start < count, count - start <= 519 else { return false }
        for index in start..<count where !isNameByte(self[index]) { return false }
        return true
    }

    private func isARNField(_ index: Int, _ text: Span<UInt8>) -> Bool {
        switch index {
        case 0: return text.equals("arn")
        case 1: return text.equals("aws") || text.equals("aws-cn") || text.equals("aws-us-gov")
        case 2: return text.equals("secretsmanager")
        case 3:
            guard !text.isEmpty, text.count <= 32, text[0] != 0x2D, text[text.count - 1] != 0x2D else { return false }
            for index in text.indices where !isRegionByte(text[index]) { return false }
            return true
        case 4:
            for index in text.indices where !ASCII.isDigit(text[index]) { return false }
            return text.count == 12
        default: return text.equals("secret")
        }
    }

    private func isRegionByte(_ byte: UInt8) -> Bool {
        byte == 0x2D || ASCII.isDigit(byte) || ASCII.isLetter(byte) && !ASCII.isUppercase(byte)
    }

    /// A letter, a digit, or one of `/_+=.@-`.
    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2B, 0x2D, 0x2E, 0x2F, 0x3D, 0x40, 0x5F: true
        default: ASCII.isLetter(byte) || ASCII.isDigit(byte)
        }
    }
}
