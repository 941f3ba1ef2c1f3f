// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Logging

/// What most tests of the façade need.
enum EnforcerFixture {
    static let now: Int64 = 1_767_225_600_000

    static let environment = EnforcerEnvironment(
        now: { now },
        random: { (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210) },
        region: "eu-central-1"
    )

    static func configuration(_ more: String = "") -> HumanSecurityConfiguration {
        HumanSecurityConfiguration(
            json: """
                {"px_app_id": "PXtest0001", "px_auth_token": "server-token", "px_cookie_secret": "cookie-secret",
                 "px_module_mode": "active_blocking" \(more.isEmpty ? "" : ", " + more)}
                """
        )
    }

    static func enforcer(
        _ transport: any Transport,
        _ more: String = "",
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    ) throws -> HumanSecurityEnforcer {
        try HumanSecurityEnforcer.initialize(
            configuration(more),
            transport: transport,
            environment: environment,
            logger: logger
        )
    }

    static let low = #"{"status":0,"score":0,"action":"c","uuid":"7b2e7c8e-0000-4000-8000-000000000001"}"#
    static let high = #"{"status":0,"score":100,"action":"c","uuid":"7b2e7c8e-0000-4000-8000-000000000001"}"#

    static func object(_ bytes: [UInt8]) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
    }
}
