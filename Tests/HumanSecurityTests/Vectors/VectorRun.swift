// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity

/// One request through the enforcer, with everything that came of it.
struct VectorRun {
    var enforcement: Enforcement
    var requests: [OutgoingRequest]

    static let credentials: VectorValue = .object([
        "px_app_id": .text("PXtest0001"), "px_auth_token": .text("server-token"),
        "px_cookie_secret": .text("cookie-secret"),
    ])

    init(
        configuration: VectorValue,
        request: VectorValue,
        now: Int64 = EnforcerFixture.now,
        region: String? = nil,
        transport: ScriptedTransport
    ) async throws {
        let (options, hooks) = VectorHooks.split(configuration)
        let enforcer = try HumanSecurityEnforcer.initialize(
            HumanSecurityConfiguration(json: Self.credentials.overlaid(with: options).json),
            hooks: hooks,
            transport: transport,
            environment: EnforcerEnvironment(
                now: { now },
                random: { (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210) },
                region: region
            )
        )
        enforcement = await enforcer.enforce(Self.event(request).json)
        requests = transport.requests
    }

    static func event(_ request: VectorValue, response: VectorValue? = nil) -> VectorValue {
        var members: [String: VectorValue] = ["request": request]
        members["response"] = response
        members["config"] = .object(["eventType": .text(response == nil ? "viewer-request" : "origin-response")])
        return .object(["Records": .list([.object(["cf": .object(members)])])])
    }

    /// The request of an event, from a vector's short form.
    static func request(_ short: VectorValue) -> VectorValue {
        var headers: [String: VectorValue] = [:]
        func set(_ name: String, _ value: String) {
            headers[name.lowercased()] = .list([.object(["key": .text(name), "value": .text(value)])])
        }
        set("Host", short["host"]?.text ?? "example.com")
        for (name, value) in short["headers"]?.members ?? [:] { set(name, value.text ?? "") }
        let cookies = (short["cookies"]?.members ?? [:]).sorted { $0.key < $1.key }
        if !cookies.isEmpty {
            set("Cookie", cookies.map { "\($0.key)=\($0.value.text ?? "")" }.joined(separator: "; "))
        }
        var request: [String: VectorValue] = [
            "clientIp": .text(short["socket_ip"]?.text ?? "1.2.3.4"), "method": .text(short["method"]?.text ?? "GET"),
            "uri": .text(short["uri"]?.text ?? "/"), "querystring": .text(short["querystring"]?.text ?? ""),
            "headers": .object(headers),
        ]
        if let body = short["body"] {
            let bytes = body.text.map { Array($0.utf8) } ?? body.json
            request["body"] = .object([
                "inputTruncated": .bool(false), "action": .text("read-only"), "encoding": .text("base64"),
                "data": .text(Data(bytes).base64EncodedString()),
            ])
        }
        return .object(request)
    }

    /// A Risk API that answers as a vector says.
    static func transport(_ answer: VectorValue?, status: Int = 200) -> ScriptedTransport {
        if answer?["timeout"]?.bool == true { return ScriptedTransport(failing: TransportError(.timeout, "timed out")) }
        let body = answer ?? .object([:])
        let text = body.text ?? String(decoding: body.json, as: UTF8.self)
        return ScriptedTransport(risk: text, status: status)
    }

    func requests(_ kind: OutgoingRequest.Kind) -> [OutgoingRequest] { requests.filter { $0.kind == kind } }

    /// The `additional` object of the Risk API request.
    var riskDetails: VectorValue? { body(.risk)?["additional"] }

    var activity: VectorValue? { body(.activities) }

    var response: VectorValue? { enforcement.response.flatMap { try? VectorValue.parse($0) } }

    /// The first value of each header of the response or the request that goes on.
    var headers: [String: String] {
        let result = (try? VectorValue.parse(enforcement.result)) ?? .null
        return (result["headers"]?.members ?? [:]).compactMapValues { $0.list.first?["value"]?.text }
    }

    var handOver: VectorValue? { headers["px-context"].flatMap { VectorValue.parse(text: $0) } }

    /// The bytes of the response's body, decoded.
    var responseBody: String? {
        guard let body = response?["body"]?.text else { return nil }
        guard response?["bodyEncoding"]?.text == "base64" else { return body }
        return Data(base64Encoded: body).map { String(decoding: $0, as: UTF8.self) }
    }

    func body(_ kind: OutgoingRequest.Kind) -> VectorValue? {
        requests(kind).first.flatMap { try? VectorValue.parse($0.body) }
    }
}
