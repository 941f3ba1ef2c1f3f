// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol
internal import Logging
internal import Synchronization

/// All that is made of a configuration's values. New secrets make a new one; an exchange keeps to the one it began with.
final class EngineSetup: Sendable {
    let engine: Mutex<Engine>
    let hooks: HookRunner

    /// Of calls to the vendor's servers: content type and authorisation.
    let callHeaders: [OutgoingRequest.Field]
    let logHeaders: [OutgoingRequest.Field]

    /// Nil if no metrics are wanted.
    let metrics: EmbeddedMetrics?

    let logLevel: Logger.Level
    let refersToSecrets: Bool
    let warnings: [ConfigurationError.Problem]

    /// - Throws: ``ConfigurationError`` with every error at once.
    init(
        _ configuration: HumanSecurityConfiguration,
        for function: EngineHost.Function,
        hooks: HumanSecurityHooks,
        environment: EnforcerEnvironment
    ) throws(ConfigurationError) {
        var (compiled, warnings) = try configuration.compile(for: function.purpose)
        let runner = HookRunner(hooks: hooks, configuration: configuration)
        compiled.hooks = runner.set
        logLevel =
            switch compiled.loggerSeverity {
            case .none: .critical
            case .error: .error
            case .debug: .debug
            }
        callHeaders = Self.headers(token: compiled.authToken)
        logHeaders = Self.headers(token: compiled.loggerAuthToken)
        metrics =
            compiled.metricsNamespace.isEmpty
            ? nil
            : EmbeddedMetrics(
                namespace: String(decoding: compiled.metricsNamespace, as: UTF8.self), function: function.name)
        refersToSecrets = compiled.refersToSecrets
        self.warnings = warnings
        self.hooks = runner
        engine = Mutex(
            Engine(
                configuration: compiled,
                region: Array((environment.region ?? "").utf8),
                nodeName: Array(environment.nodeName.utf8),
                systemName: Array(environment.systemName.utf8),
                seed: environment.random().0
            )
        )
    }

    private static func headers(token: [UInt8]) -> [OutgoingRequest.Field] {
        [
            OutgoingRequest.Field("content-type", "application/json"),
            OutgoingRequest.Field("authorization", "Bearer \(String(decoding: token, as: UTF8.self))"),
        ]
    }
}
