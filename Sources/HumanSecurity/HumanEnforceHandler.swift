// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// HumanEnforcer as a function: a viewer-request event in, what CloudFront shall do with it out.
public struct HumanEnforceHandler: EdgeEventHandler {
    /// The enforcer behind it, for hosts that have logic of their own.
    public let enforcer: HumanSecurityEnforcer

    /// A handler of an enforcer that is there already.
    public init(_ enforcer: HumanSecurityEnforcer) {
        self.enforcer = enforcer
    }

    public func prepare() async {
        await enforcer.prepare()
    }

    public func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let enforcement = await enforcer.decide(event, deadlineMilliseconds: deadlineMilliseconds)
        return HandlerReply(body: enforcement.result, reports: enforcement.reports)
    }

    public func deliver(_ reports: [OutgoingRequest]) async {
        await enforcer.deliver(reports)
    }
}

/// Makes the handler of HumanEnforcer: initialises once, then handles every event.
/// - Throws: ``ConfigurationError`` with every error at once.
public func createHumanEnforceHandler(
    _ configuration: HumanSecurityConfiguration,
    hooks: HumanSecurityHooks = HumanSecurityHooks(),
    transport: any Transport,
    environment: EnforcerEnvironment = .system,
    logger: Logger = Logger(label: "human-security.enforcer")
) throws(ConfigurationError) -> HumanEnforceHandler {
    HumanEnforceHandler(
        try HumanSecurityEnforcer.initialize(
            configuration,
            hooks: hooks,
            transport: transport,
            environment: environment,
            logger: logger
        )
    )
}
