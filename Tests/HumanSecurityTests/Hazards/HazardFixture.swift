// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity

/// What the tests of the hazards share.
enum HazardFixture {
    static let blocking: VectorValue = .object(["px_module_mode": .text("active_blocking")])

    static func run(
        _ options: [String: VectorValue] = [:],
        request: VectorValue,
        risk: String = EnforcerFixture.low
    ) async throws -> VectorRun {
        try await VectorRun(
            configuration: blocking.overlaid(with: .object(options)),
            request: request,
            transport: ScriptedTransport(risk: risk)
        )
    }

    static func request(
        uri: String = "/",
        querystring: String = "",
        method: String = "GET",
        headers: [(String, [String])] = []
    ) -> VectorValue {
        var fields: [String: VectorValue] = ["host": values("Host", ["shop.example"])]
        for (name, list) in headers { fields[name.lowercased()] = values(name, list) }
        return .object([
            "clientIp": .text("203.0.113.9"), "method": .text(method), "uri": .text(uri),
            "querystring": .text(querystring), "headers": .object(fields),
        ])
    }

    static func body(_ text: String, isTruncated: Bool = false) -> VectorValue {
        .object([
            "body": .object([
                "inputTruncated": .bool(isTruncated), "action": .text("read-only"), "encoding": .text("base64"),
                "data": .text(Data(text.utf8).base64EncodedString()),
            ])
        ])
    }

    static let login: [String: VectorValue] = [
        "px_login_credentials_extraction_enabled": .bool(true),
        "px_login_credentials_extraction": .list([
            .object([
                "path": .text("/login"), "method": .text("post"), "sent_through": .text("body"),
                "user_field": .text("user"), "pass_field": .text("pass"),
            ])
        ]),
    ]

    private static func values(_ name: String, _ list: [String]) -> VectorValue {
        .list(list.map { .object(["key": .text(name), "value": .text($0)]) })
    }
}
