// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// HumanActivities as a function: an origin-response event in, the response out.
public struct HumanActivitiesHandler: EdgeEventHandler {
    /// The post-enforcer behind it, for hosts that have logic of their own.
    public let postEnforcer: HumanSecurityPostEnforcer

    /// A handler of a post-enforcer that is there already.
    public init(_ postEnforcer: HumanSecurityPostEnforcer) {
        self.postEnforcer = postEnforcer
    }

    public func prepare() async {
        await postEnforcer.prepare()
    }

    public func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let enforcement = await postEnforcer.conclude(event, deadlineMilliseconds: deadlineMilliseconds)
        return HandlerReply(body: enforcement.result, reports: enforcement.reports)
    }

    public func deliver(_ reports: [OutgoingRequest]) async {
        await postEnforcer.deliver(reports)
    }
}

/// Makes the handler of HumanActivities: initialises once, then handles every event.
/// - Throws: ``ConfigurationError`` with every error at once.
public func createHumanActivitiesHandler(
    _ configuration: HumanSecurityConfiguration,
    hooks: HumanSecurityHooks = HumanSecurityHooks(),
    transport: any Transport,
    environment: EnforcerEnvironment = .system,
    logger: Logger = Logger(label: "human-security.activities")
) throws(ConfigurationError) -> HumanActivitiesHandler {
    HumanActivitiesHandler(
        try HumanSecurityPostEnforcer.initialize(
            configuration,
            hooks: hooks,
            transport: transport,
            environment: environment,
            logger: logger
        )
    )
}
