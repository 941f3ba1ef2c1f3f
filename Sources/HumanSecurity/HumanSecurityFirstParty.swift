// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Turns requests for first-party paths to the vendor's servers (configuration.md §1.8, §3.2).
///
/// For one function that does more than that:
///
/// ```swift
/// let firstParty = try HumanSecurityFirstParty.initialize(configuration, transport: transport)
/// if let served = await firstParty.handleFirstParty(event) {
///     return served.result          // the request for the vendor's origin, or a neutral answer
/// }
/// ```
public final class HumanSecurityFirstParty: Sendable {
    private let host: EngineHost

    private init(host: EngineHost) {
        self.host = host
    }

    /// Makes one.
    /// - Parameters:
    ///   - configuration: needs `px_app_id` only; no secret.
    ///   - transport: sends logs that a request asks for with `px_logger_auth_token`.
    ///   - environment: clock and randomness.
    ///   - logger: told of failures; at `debug` of every request.
    /// - Throws: ``ConfigurationError`` with every error at once.
    public static func initialize(
        _ configuration: HumanSecurityConfiguration,
        transport: any Transport,
        environment: EnforcerEnvironment = .system,
        logger: Logger = Logger(label: "human-security.first-party")
    ) throws(ConfigurationError) -> HumanSecurityFirstParty {
        let host = try EngineHost(
            configuration,
            for: .firstParty,
            hooks: HumanSecurityHooks(),
            transport: transport,
            environment: environment,
            logger: logger
        )
        return HumanSecurityFirstParty(host: host)
    }

    /// Handles one request, and sends its log if that was asked for.
    /// - Parameter event: the CloudFront origin-request event as JSON text.
    /// - Returns: nil if the path is no first-party path, and the request is somebody else's business.
    public func handleFirstParty(_ event: [UInt8]) async -> Enforcement? {
        let enforcement = await host.runAndDeliver(event)
        return enforcement.outcome == .firstParty ? enforcement : nil
    }

    /// Handles one request and leaves the reporting to the caller: ``Enforcement/reports`` go to ``deliver(_:)``.
    /// - Parameters:
    ///   - event: the event as JSON text.
    ///   - tracing: whether to fill ``Enforcement/trace``.
    /// - Returns: with the outcome ``Enforcement/Outcome/firstParty`` the rewritten request or a neutral answer; else the
    ///   request as it came.
    public func serve(_ event: [UInt8], tracing: Bool = false) async -> Enforcement {
        await host.run(event, deadlineMilliseconds: nil, tracing: tracing)
    }

    /// Sends logs, one after the other. Failures are logged and change nothing.
    public func deliver(_ reports: [OutgoingRequest]) async {
        await host.deliver(reports)
    }
}
