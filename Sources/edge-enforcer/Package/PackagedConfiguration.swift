// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import HumanSecurity

/// The configuration as it goes into the zips.
struct PackagedConfiguration {
    /// Everything that `check` finds.
    let problems: [ConfigurationError.Problem]

    /// The texts of its secrets, but for those so short that they may stand anywhere by chance.
    let secrets: [[UInt8]]

    private let text: [UInt8]

    init(_ text: [UInt8]) {
        self.text = text
        problems = HumanSecurityConfiguration(json: text).check()
        var secrets: [[UInt8]] = []
        for member in HumanSecurityValue(json: text)?.members ?? [] where Self.secretKeys.contains(member.name) {
            for value in member.value.elements ?? [member.value] {
                let bytes = Array((value.string ?? "").utf8)
                if bytes.count >= 8 { secrets.append(bytes) }
            }
        }
        self.secrets = secrets
    }

    /// Options that hold secrets. HumanFirstParty needs none of them.
    private static let secretKeys = Set(Option.allCases.filter(\.isSecret).map { "\($0.key)" })

    /// What a function finds as `config.json`.
    ///
    /// - Throws: `PackageError` if the secrets cannot be taken out of what may not have them.
    func text(for function: ServedFunction) throws(PackageError) -> [UInt8] {
        guard function == .firstParty else { return text }
        // Sorted, so that the same options give the same bytes.
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        guard var object = try? JSONSerialization.jsonObject(with: Data(text)) as? [String: Any] else {
            throw .secretsStay
        }
        for key in Self.secretKeys { object[key] = nil }
        guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
            throw .secretsStay
        }
        return Array(data) + [0x0A]
    }
}
