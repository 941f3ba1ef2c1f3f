// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// HumanFirstParty as a function: an origin-request event in, the request for the vendor's origin or an answer out.
public struct HumanFirstPartyHandler: EdgeEventHandler {
    /// What is behind it, for hosts that have logic of their own.
    public let firstParty: HumanSecurityFirstParty

    /// A handler of a first-party function that is there already.
    public init(_ firstParty: HumanSecurityFirstParty) {
        self.firstParty = firstParty
    }

    public func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let enforcement = await firstParty.serve(event)
        return HandlerReply(body: enforcement.result, reports: enforcement.reports)
    }

    public func deliver(_ reports: [OutgoingRequest]) async {
        await firstParty.deliver(reports)
    }
}

/// Makes the handler of HumanFirstParty: initialises once, then handles every event. A request for any other path comes
/// back as it was.
/// - Throws: ``ConfigurationError`` with every error at once.
public func createHumanFirstPartyHandler(
    _ configuration: HumanSecurityConfiguration,
    transport: any Transport,
    environment: EnforcerEnvironment = .system,
    logger: Logger = Logger(label: "human-security.first-party")
) throws(ConfigurationError) -> HumanFirstPartyHandler {
    HumanFirstPartyHandler(
        try HumanSecurityFirstParty.initialize(
            configuration,
            transport: transport,
            environment: environment,
            logger: logger
        )
    )
}
