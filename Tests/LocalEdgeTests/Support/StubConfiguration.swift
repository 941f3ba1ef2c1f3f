// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge

/// What the stub functions read in their configuration, and the backend that it leads to.
struct StubConfiguration: Sendable {
    private let value: JSONValue

    init(_ text: [UInt8]) {
        value = JSONValue(text) ?? .null
    }

    subscript(name: String) -> String { value[name]?.stringValue ?? "" }

    var appID: String { self["px_app_id"] }
    var defersActivities: Bool { value["px_deferred_activities"] == true }
    var riskTimeout: Int { value["px_s2s_timeout"]?.numberValue.flatMap { Int(exactly: $0) } ?? 0 }

    /// The folder that the site serves the scripts in.
    var folder: String { "/\(appID.dropFirst(2))" }

    func post(_ path: String, _ body: [UInt8]) async -> EdgeResponse? {
        let headers = [
            HeaderLine("content-type", "application/json"),
            HeaderLine("authorization", "Bearer \(self["px_auth_token"])"),
        ]
        return try? await client.send("POST", path, headers: headers, body: body)
    }

    func send(_ method: String, _ target: String, headers: [HeaderLine], body: [UInt8]) async -> EdgeResponse? {
        try? await client.send(method, target, headers: headers, body: body)
    }

    private var client: LoopbackClient {
        LoopbackClient(port: UInt16(self["px_backend_url"].split(separator: ":").last ?? "") ?? 0)
    }
}

/// The request in an event.
struct StubRequest: Sendable {
    let value: JSONValue

    /// - Parameter event: JSON text.
    init(_ event: [UInt8]) {
        value = JSONValue(event)?["Records"]?[0]?["cf"]?["request"] ?? .null
    }

    var method: String { value["method"]?.stringValue ?? "" }
    var path: String { value["uri"]?.stringValue ?? "" }
    var query: String { value["querystring"]?.stringValue ?? "" }
    var clientIP: String { value["clientIp"]?.stringValue ?? "" }
    var url: String { "https://shop.example\(path)" }

    var body: [UInt8] {
        Array(Data(base64Encoded: value["body"]?["data"]?.stringValue ?? "") ?? Data())
    }

    func header(_ name: String) -> String? { value["headers"]?[name]?[0]?["value"]?.stringValue }

    /// Names and values as payloads list them.
    var headerList: JSONValue {
        let fields = value["headers"]?.objectValue ?? [:]
        return .array(
            fields.filter { $0.key != "cookie" && $0.key != "px-context" }.map {
                ["name": .string($0.key), "value": $0.value[0]?["value"] ?? .null]
            }
        )
    }

    /// The path at the vendor for a first-party path; nil if it is none.
    func vendorPath(_ configuration: StubConfiguration) -> String? {
        let folder = configuration.folder
        if path == "\(folder)/init.js" { return "/\(configuration.appID)/main.min.js" }
        if path.hasPrefix("\(folder)/xhr") { return String(path.dropFirst("\(folder)/xhr".count)) }
        if path.hasPrefix("\(folder)/captcha") { return "/\(configuration.appID)/captcha.js" }
        return nil
    }

    /// What a first-party call carries besides the host (protocol.md §8.3).
    var firstPartyHeaders: [HeaderLine] {
        let forwarded = [header("x-forwarded-for"), clientIP].compactMap { $0 }
        return [
            HeaderLine("x-forwarded-for", forwarded.joined(separator: ", ")),
            HeaderLine("x-px-first-party", "1"),
            HeaderLine("x-px-enforcer-true-ip", clientIP),
        ]
    }
}
