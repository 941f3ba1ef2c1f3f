// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// A request that HumanEnforcer passed, on its way through the origin to HumanActivities.
struct OriginFixture {
    static let deferred = #""px_deferred_activities": true"#
    static let login = #"""
        "px_automatic_additional_s2s_activity_enabled": true, "px_login_credentials_extraction_enabled": true,
        "px_login_credentials_extraction": [{"path": "/login", "method": "get", "sent_through": "header",
          "user_field": "x-user", "pass_field": "x-pass"}]
        """#
    static let pxhd = #"{"status":0,"score":0,"action":"c","uuid":"u-2","pxhd":"abc:def","pxhdDomain":".shop.example"}"#

    /// The options of both functions.
    var options: String
    var risk = EnforcerFixture.low
    var event = TestEvent()
    var hooks = HumanSecurityHooks()

    /// The header that HumanEnforcer writes; nil if it writes none.
    func handOver() async throws -> String? {
        let enforcer = try EnforcerFixture.enforcer(ScriptedTransport(risk: risk), options)
        let passed = try VectorValue.parse(await enforcer.enforce(event.json).result)
        return passed["headers"]?["px-context"]?.list.first?["value"]?.text
    }

    func postEnforcer(_ transport: ScriptedTransport, now: Int64 = EnforcerFixture.now) throws
        -> HumanSecurityPostEnforcer
    {
        try HumanSecurityPostEnforcer.initialize(
            EnforcerFixture.configuration(options),
            hooks: hooks,
            transport: transport,
            environment: EnforcerEnvironment(now: { now }, random: { (1, 2) })
        )
    }

    /// An origin-response event for the request.
    func response(
        _ header: String?,
        status: String = "200",
        headers: VectorValue = .object(["content-type": .list([.object(["value": .text("text/html")])])]),
        clientIP: String? = nil
    ) throws -> [UInt8] {
        var request = try VectorValue.parse(event.request.utf8).members
        if let clientIP { request["clientIp"] = .text(clientIP) }
        if let header {
            var fields = request["headers"]?.members ?? [:]
            fields["px-context"] = .list([.object(["key": .text("px-context"), "value": .text(header)])])
            request["headers"] = .object(fields)
        }
        return VectorValue.object([
            "Records": .list([
                .object([
                    "cf": .object([
                        "config": .object(["eventType": .text("origin-response")]), "request": .object(request),
                        "response": .object([
                            "status": .text(status), "statusDescription": .text("x"), "headers": headers,
                        ]),
                    ])
                ])
            ])
        ]).json
    }

    /// HumanEnforcer, the origin and HumanActivities, one after the other.
    func run(
        status: String = "200",
        headers: VectorValue = .object([:])
    ) async throws -> (enforcement: Enforcement, activities: [VectorValue]) {
        let transport = ScriptedTransport(risk: risk)
        let event = try response(await handOver(), status: status, headers: headers)
        let enforcement = await (try postEnforcer(transport)).postEnforce(event)
        return (enforcement, try transport.requests(.activities).map { try VectorValue.parse($0.body) })
    }

    static func cookies(_ enforcement: Enforcement) throws -> [String] {
        let response = try VectorValue.parse(enforcement.result)
        return (response["headers"]?["set-cookie"]?.list ?? []).compactMap { $0["value"]?.text }
    }
}
