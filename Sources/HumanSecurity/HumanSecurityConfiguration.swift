// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// A configuration of the enforcer: the vendor's `px_*` options, as JSON.
///
/// ```swift
/// let configuration = HumanSecurityConfiguration(
///     json: """
///         {"px_app_id": "PX12345678", "px_auth_token": "…", "px_cookie_secret": "…"}
///         """)
/// let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
/// ```
///
/// A secret may be kept in AWS Secrets Manager and referred to: `{"secret": "arn:aws:secretsmanager:…", "key": "…"}`
/// (docs/secrets.md).
///
/// Nothing is checked here: what a configuration must have depends on the function that it is for, so the factories
/// check it and throw a ``ConfigurationError`` that names every problem at once.
public struct HumanSecurityConfiguration: Sendable {
    private var texts: [[UInt8]]

    /// - Parameter json: a JSON object in UTF-8.
    public init(json: [UInt8]) {
        texts = [json]
    }

    /// - Parameter json: a JSON object.
    public init(json: String) {
        self.init(json: Array(json.utf8))
    }

    /// This configuration with the options of `other` laid over it: an option that both have is `other`'s.
    public func overlaid(with other: HumanSecurityConfiguration) -> HumanSecurityConfiguration {
        var result = self
        result.texts += other.texts
        return result
    }

    /// Everything that is wrong with this configuration when it is used for HumanEnforcer, warnings included.
    public var problems: [ConfigurationError.Problem] {
        compiled(for: .enforcer).problems
    }

    /// Everything in ``problems``, and what is allowed yet hardly meant: entries that can never match, options that have
    /// no effect, values that look like placeholders, misspelt keys with the nearest known one.
    ///
    /// For people who ask; the factories say nothing of it. Errors come first. No message holds a configured value.
    public func check() -> [ConfigurationError.Problem] {
        ConfigurationCheck.run(texts, found: read(for: .enforcer).problems)
    }

    /// What is to be fetched for it; nil if nothing is.
    var secretPlan: SecretPlan? { SecretPlan(members) }

    private var members: [HumanSecurityValue.Member] {
        texts.flatMap { HumanSecurityValue(json: $0)?.members ?? [] }
    }

    /// Compiles it, or throws all errors at once. Warnings do not throw: the vendor accepts what they are about.
    func compile(
        for purpose: ConfigurationReader.Purpose
    ) throws(ConfigurationError) -> (CompiledConfiguration, warnings: [ConfigurationError.Problem]) {
        let (configuration, problems) = compiled(for: purpose)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw ConfigurationError(problems: errors) }
        return (configuration, problems)
    }

    private func compiled(
        for purpose: ConfigurationReader.Purpose
    ) -> (CompiledConfiguration, problems: [ConfigurationError.Problem]) {
        let (configuration, found) = read(for: purpose)
        var problems = found.map { ConfigurationError.Problem($0) }
        guard configuration.refersToSecrets else { return (configuration, problems) }
        let members = members
        for option in Option.allCases where option.isSecret {
            guard let value = members.last(where: { $0.name == "\(option.key)" })?.value else { continue }
            problems += SecretReference.problems(of: value).map { .init(.error, "\(option.key)", $0) }
        }
        return (configuration, problems)
    }

    private func read(
        for purpose: ConfigurationReader.Purpose
    ) -> (CompiledConfiguration, problems: [ConfigurationProblem]) {
        var reader = ConfigurationReader()
        for text in texts {
            reader.read(text.span)
        }
        let configuration = reader.finish(for: purpose)
        return (configuration, reader.problems)
    }
}
