// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Which options of a configuration refer to secrets, and what has to be fetched for them.
struct SecretPlan: Sendable {
    /// An option with a reference in its value.
    struct Reference: Sendable {
        var key: String
        var value: HumanSecurityValue

        /// Whether nothing can be decided without it.
        var isRequired: Bool

        /// Whether the value may be a list: `px_cookie_secret` alone.
        var mayBeList: Bool
    }

    var references: [Reference] = []

    /// The ARNs, each once, in the order in which they are met.
    var arns: [String] = []

    /// - Parameter options: the options in effect, checked before; nil if none of those that do anything refers to a secret.
    init?(_ options: [HumanSecurityValue.Member]) {
        // Remote configuration has no effect at the edge, so its secrets are not asked for.
        for option in [Option.authToken, .cookieSecret, .loggerAuthToken] {
            let key = "\(option.key)"
            guard let value = options.last(where: { $0.name == key })?.value else { continue }
            let found = (value.elements ?? [value]).compactMap { $0["secret"]?.string }
            guard !found.isEmpty else { continue }
            references.append(
                Reference(
                    key: key,
                    value: value,
                    isRequired: option.isRequired(for: .enforcer),
                    mayBeList: option.valueType == .stringOrStrings
                )
            )
            for arn in found where !arns.contains(arn) { arns.append(arn) }
        }
        if references.isEmpty { return nil }
    }

    /// The option's value with the secrets in it.
    /// - Parameter secrets: what was fetched, by ARN.
    static func value(
        of reference: Reference,
        from secrets: [String: Result<String, SecretError>]
    ) throws(SecretError) -> HumanSecurityValue {
        guard let elements = reference.value.elements else {
            return try resolved(reference.value, mayBeList: reference.mayBeList, secrets)
        }
        var values: [HumanSecurityValue] = []
        for element in elements {
            let value = try resolved(element, mayBeList: true, secrets)
            values += value.elements ?? [value]
        }
        return .array(values)
    }

    private static func resolved(
        _ value: HumanSecurityValue,
        mayBeList: Bool,
        _ secrets: [String: Result<String, SecretError>]
    ) throws(SecretError) -> HumanSecurityValue {
        guard let arn = value["secret"]?.string else { return value }
        guard let text = try secrets[arn]?.get() else { throw .malformed }
        guard let key = value["key"]?.string else { return .string(text) }
        guard let object = HumanSecurityValue(json: Array(text.utf8)), object.members != nil else { throw .noObject }
        guard let found = object[key] else { throw .missingKey }
        if let text = found.string {
            guard !text.isEmpty else { throw .empty }
            return found
        }
        guard mayBeList, let elements = found.elements, !elements.isEmpty,
            elements.allSatisfy({ $0.string?.isEmpty == false })
        else { throw .noText }
        return found
    }
}
