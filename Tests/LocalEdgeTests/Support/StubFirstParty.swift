// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge

/// A small HumanFirstParty: sends requests for the scripts, and of them, on to the vendor's hosts.
struct StubFirstParty: EdgeEventHandler {
    private let configuration: StubConfiguration

    init(_ configuration: [UInt8]) {
        self.configuration = StubConfiguration(configuration)
    }

    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let request = StubRequest(event)
        guard let path = request.vendorPath(configuration) else { return HandlerReply(body: request.value.text) }
        let host =
            path.hasSuffix("/main.min.js")
            ? "client.perimeterx.net"
            : path.hasSuffix("/captcha.js")
                ? "captcha.px-cdn.net" : "collector-\(configuration.appID.lowercased()).perimeterx.net"
        var headers = request.value["headers"]?.with("cookie", nil) ?? [:]
        for line in request.firstPartyHeaders + [HeaderLine("host", host)] {
            headers = headers.with(line.name, [["value": .string(line.value)]])
        }
        let origin: JSONValue = [
            "custom": [
                "domainName": .string(host), "port": 443, "protocol": "https", "path": "", "readTimeout": 4,
                "keepaliveTimeout": 5, "sslProtocols": ["TLSv1.2"], "customHeaders": [:],
            ]
        ]
        let result = request.value.with("uri", .string(path)).with("headers", headers).with("origin", origin)
        return HandlerReply(body: result.text)
    }

    func deliver(_ reports: [OutgoingRequest]) async {}
}
