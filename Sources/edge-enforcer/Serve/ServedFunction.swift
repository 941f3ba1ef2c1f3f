// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost
import Logging

/// A function behind the local edge; its raw value is the name of its executable.
enum ServedFunction: String {
    case enforcer = "HumanEnforcer"
    case activities = "HumanActivities"
    case firstParty = "HumanFirstParty"

    /// The function as a handler in this process.
    /// - Parameters:
    ///   - configuration: JSON text with `px_…` keys.
    ///   - logger: where the function's own lines go.
    func make(_ configuration: [UInt8], logger: Logger) throws -> any EdgeEventHandler {
        let configuration = HumanSecurityConfiguration(json: configuration)
        let transport = CurlTransport()
        switch self {
        case .enforcer:
            return try createHumanEnforceHandler(configuration, transport: transport, logger: logger)
        case .activities:
            return try createHumanActivitiesHandler(configuration, transport: transport, logger: logger)
        case .firstParty:
            return try createHumanFirstPartyHandler(configuration, transport: transport, logger: logger)
        }
    }
}
