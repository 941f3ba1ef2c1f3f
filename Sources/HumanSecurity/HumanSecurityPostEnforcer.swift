// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Does what is left to do when the origin has answered: sets the cookie that the Risk API sent, reports what
/// HumanEnforcer deferred, and what became of a login.
///
/// It takes HumanEnforcer's word from a request header, `px-context`, which is signed with the cookie secret. A header
/// that is missing, forged, too old, of another visitor or too large is ignored, and ``Enforcement/reason`` says so.
///
/// ```swift
/// let postEnforcer = try HumanSecurityPostEnforcer.initialize(configuration, transport: transport)
/// let enforcement = await postEnforcer.postEnforce(event)
/// return enforcement.result         // the response, as it came or with one more cookie
/// ```
public final class HumanSecurityPostEnforcer: Sendable {
    private let host: EngineHost

    private init(host: EngineHost) {
        self.host = host
    }

    /// Makes a post-enforcer.
    /// - Parameters:
    ///   - configuration: that of HumanEnforcer; needs `px_app_id`, `px_auth_token` and `px_cookie_secret`.
    ///   - hooks: only ``HumanSecurityHooks/loginSuccessful`` is asked.
    ///   - transport: sends the activities.
    ///   - environment: clock and randomness.
    ///   - logger: told of failures; at `debug` of every response.
    /// - Throws: ``ConfigurationError`` with every error at once.
    public static func initialize(
        _ configuration: HumanSecurityConfiguration,
        hooks: HumanSecurityHooks = HumanSecurityHooks(),
        transport: any Transport,
        environment: EnforcerEnvironment = .system,
        logger: Logger = Logger(label: "human-security.activities")
    ) throws(ConfigurationError) -> HumanSecurityPostEnforcer {
        let host = try EngineHost(
            configuration,
            for: .activities,
            hooks: hooks,
            transport: transport,
            environment: environment,
            logger: logger
        )
        return HumanSecurityPostEnforcer(host: host)
    }

    /// Handles one response, reports, and comes back when both are done.
    /// - Parameter event: the CloudFront origin-response event as JSON text.
    public func postEnforce(_ event: [UInt8]) async -> Enforcement {
        await host.runAndDeliver(event)
    }

    /// Handles one response and leaves the reporting to the caller: ``Enforcement/reports`` go to ``deliver(_:)``.
    /// - Parameters:
    ///   - event: the event as JSON text.
    ///   - deadlineMilliseconds: when the platform ends the invocation, in ms since the epoch; nil if there is no such end.
    ///   - tracing: whether to fill ``Enforcement/trace``.
    /// - Returns: the response in ``Enforcement/result``. The outcome is the one that HumanEnforcer handed over.
    public func conclude(
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
