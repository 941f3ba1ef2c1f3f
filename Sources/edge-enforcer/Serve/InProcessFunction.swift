// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost
import Logging

/// The enforcer as a handler in this process.
enum InProcessFunction {
    /// - Parameters:
    ///   - configuration: JSON text with `px_…` keys.
    ///   - logger: where the enforcer's own lines go.
    static func make(_ configuration: [UInt8], logger: Logger) throws -> any EdgeEventHandler {
        try createHumanEnforceHandler(
            HumanSecurityConfiguration(json: configuration),
            transport: CurlTransport(),
            logger: logger
        )
    }
}
