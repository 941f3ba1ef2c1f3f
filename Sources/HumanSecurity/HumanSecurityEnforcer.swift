// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Decides, for every viewer request, whether it goes on.
///
/// Make one for each process and use it for all requests: it keeps the compiled configuration, the cryptographic
/// contexts and working memory.
///
/// ```swift
/// let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
/// let enforcement = await enforcer.enforce(event)
/// if let response = enforcement.response {
///     return response            // blocked: this is the JSON to answer with
/// }
/// return enforcement.result         // goes on: the request, as it came or with changed headers
/// ```
///
/// It never throws for a request: whatever goes wrong, the request goes on, and ``Enforcement/reason`` says why.
public final class HumanSecurityEnforcer: Sendable {
    private let host: EngineHost

    private init(host: EngineHost) {
        self.host = host
    }

    /// Makes an enforcer.
    /// - Parameters:
    ///   - configuration: needs `px_app_id`, `px_auth_token` and `px_cookie_secret` (configuration.md §1.1).
    ///   - hooks: the options that are functions.
    ///   - transport: sends the calls to the vendor's servers.
    ///   - environment: clock, randomness and region.
    ///   - logger: told of failures; at `debug` of every decision.
    /// - Throws: ``ConfigurationError`` with every error at once.
    public static func initialize(
        _ configuration: HumanSecurityConfiguration,
        hooks: HumanSecurityHooks = HumanSecurityHooks(),
        transport: any Transport,
        environment: EnforcerEnvironment = .system,
        logger: Logger = Logger(label: "human-security.enforcer")
    ) throws(ConfigurationError) -> HumanSecurityEnforcer {
        let host = try EngineHost(
            configuration,
            for: .enforcer,
            hooks: hooks,
            transport: transport,
            environment: environment,
            logger: logger
        )
        return HumanSecurityEnforcer(host: host)
    }

    /// Decides one request, reports it, and comes back when both are done.
    ///
    /// Reporting is bounded by `px_s2s_timeout`. A host that can answer first should use
    /// ``decide(_:deadlineMilliseconds:tracing:)``.
    /// - Parameter event: the CloudFront viewer-request (or origin-request) event as JSON text.
    public func enforce(_ event: [UInt8]) async -> Enforcement {
        await host.runAndDeliver(event)
    }

    /// Decides one request and leaves the reporting to the caller: ``Enforcement/reports`` go to ``deliver(_:)``.
    /// - Parameters:
    ///   - event: the event as JSON text.
    ///   - deadlineMilliseconds: when the platform ends the invocation, in ms since the epoch; the Risk API and hooks are
    ///     waited for no longer than leaves time to answer. Nil if there is no such end.
    ///   - tracing: whether to fill ``Enforcement/trace``.
    public func decide(
        _ event: [UInt8],
        deadlineMilliseconds: Int64? = nil,
        tracing: Bool = false
    ) async -> Enforcement {
        await host.run(event, deadlineMilliseconds: deadlineMilliseconds, tracing: tracing)
    }

    /// Fetches the secrets that the configuration refers to, within a second and a half; does nothing where it refers
    /// to none, or when that was done. Without this call the first request waits for it.
    public func prepare() async {
        await host.prepare()
    }

    /// Sends activities, one after the other, and looks after secrets if that is due. Call it after every answer, also
    /// without activities. Failures are logged and change nothing.
    public func deliver(_ reports: [OutgoingRequest]) async {
        await host.deliver(reports)
    }
}
