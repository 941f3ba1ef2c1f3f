// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("Whole requests of the shared vectors")
struct RequestVectorTests {
    typealias Normaliser = VectorNormaliser

    @Test("Calls, response and added headers are those of 4.1.0", arguments: Vector.read("v4_requests"))
    func whole(_ vector: Vector) async throws {
        let inputs = vector.inputs
        let answer = inputs["risk_response"]
        let request = inputs["event_request"] ?? .null
        let transport = VectorRun.transport(
            answer?["timeout"] == nil ? answer?["body"] : answer,
            status: Int(answer?["http_status"]?.number ?? 200)
        )
        let run = try await VectorRun(
            configuration: inputs["config"] ?? .null,
            request: request,
            now: Int64(inputs["now_ms"]?.number ?? 0),
            region: inputs["env"]?["AWS_REGION"]?.text,
            transport: transport
        )
        checkCalls(run, vector)
        if let response = vector.expected["response"] {
            try checkResponse(run, response, vector)
        } else {
            try checkRequest(run, request, vector)
        }
        if let after = vector.expected["post_enforce"] { try await checkActivities(run, after, vector) }
    }

    /// What HumanActivities makes of the request that goes on, and of the origin's response.
    private func checkActivities(_ run: VectorRun, _ after: VectorValue, _ vector: Vector) async throws {
        let now = Int64(vector.inputs["now_ms"]?.number ?? 0)
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        let postEnforcer = try HumanSecurityPostEnforcer.initialize(
            HumanSecurityConfiguration(json: (vector.inputs["config"] ?? .null).json),
            transport: transport,
            environment: EnforcerEnvironment(now: { now }, random: { (3, 4) })
        )
        let request = try VectorValue.parse(run.enforcement.result)
        let response = vector.inputs["origin_response"]
        let enforcement = await postEnforcer.postEnforce(VectorRun.event(request, response: response).json)
        let bodies = try transport.requests.map { Normaliser.normalised(try VectorValue.parse($0.body)) }
        let calls = after["calls"]?.list ?? []
        #expect(transport.requests.map(\.url) == calls.compactMap { $0["url"]?.text })
        for (mine, call) in zip(bodies, calls) {
            expectEqual(mine, Normaliser.normalised(call["json"] ?? .null))
        }
        let old = response?["headers"]?["set-cookie"]?.list.compactMap { $0["value"]?.text } ?? []
        let added = after["set_cookie_added"]?.list.compactMap(\.text) ?? []
        #expect(try OriginFixture.cookies(enforcement) == old + added)
    }

    private func checkCalls(_ run: VectorRun, _ vector: Vector) {
        let calls = vector.expected["calls"]?.list ?? []
        #expect(run.requests.map(\.url) == calls.map { $0["url"]?.text ?? "" })
        for (sent, call) in zip(run.requests, calls) {
            #expect(sent.method == call["method"]?.text)
            let headers = Dictionary(sent.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
            #expect(headers == call["headers"]?.members.compactMapValues(\.text))
            if let timeout = call["timeout_ms"]?.number { #expect(Double(sent.timeoutMilliseconds) == timeout) }
            var wanted = Normaliser.normalised(call["json"] ?? .null)
            var mine = Normaliser.normalised((try? VectorValue.parse(sent.body)) ?? .null)
            if sent.kind == .telemetry {
                // No secret and no token is reported [D10]; options of our own may be.
                wanted = withoutSecrets(wanted)
                mine = Normaliser.reduced(mine, to: wanted)
            }
            expectEqual(mine, wanted)
        }
    }

    private func withoutSecrets(_ value: VectorValue) -> VectorValue {
        guard case .object(let members) = value else { return value }
        return .object(
            members.filter { !$0.key.hasSuffix("_secret") && !$0.key.hasSuffix("_auth_token") }
                .reduce(into: [:]) {
                    // The vector comes from a run with the log off; the default is another (configuration.md §1.18).
                    $0[$1.key] = $1.key == "px_logger_severity" ? .text("error") : withoutSecrets($1.value)
                }
        )
    }

    private func checkResponse(_ run: VectorRun, _ response: VectorValue, _ vector: Vector) throws {
        #expect(run.response?["status"] == response["status"])
        let headers = (response["headers"]?.members ?? [:]).compactMapValues { $0.list.first?.text }
        for (name, value) in headers {
            #expect(run.headers[name] == value, "\(name)")
        }
        #expect((run.headers["set-cookie"] != nil) == (headers["set-cookie"] != nil))
        let body = try #require(run.responseBody)
        var page = body
        if let wanted = response["json"] {
            var mine = try VectorValue.parse(body.utf8).members
            // The same value under its newer name, too [D8].
            if mine["collectorHost"] != nil {
                #expect(mine.removeValue(forKey: "collectorUrl") == mine["collectorHost"])
            }
            #expect(Set(mine.keys) == Set(wanted.members.keys))
            for (key, value) in wanted.members where key != "page" {
                let isAddress = key.lowercased().hasSuffix("blockscript")
                if isAddress {
                    #expect(Normaliser.unescaped(mine[key]) == value.text)
                } else {
                    #expect(mine[key] == value, "\(key)")
                }
            }
            page =
                (mine["page"]?.text).flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) }
                ?? ""
        }
        guard let values = vector.expected["page_values"]?.members else { return }
        let mine = Normaliser.pageValues(page)
        for (key, value) in values {
            switch key {
            case "cssRef", "jsRef": #expect(page.contains(#""\#(value.text ?? "")""#), "\(key)")
            case "blockScript", "altBlockScript":
                #expect(mine.values.contains { Normaliser.unescaped($0) == value.text }, "\(key)")
            default: #expect(mine[key] == value, "\(key)")
            }
        }
    }

    private func checkRequest(_ run: VectorRun, _ request: VectorValue, _ vector: Vector) throws {
        #expect(run.response == nil)
        let result = try VectorValue.parse(run.enforcement.result)
        for key in ["clientIp", "method", "uri", "querystring", "body"] {
            #expect(result[key] == request[key], "\(key)")
        }
        let old = request["headers"]?.members ?? [:]
        var added: [String: VectorValue] = [:]
        for (name, values) in result["headers"]?.members ?? [:] where old[name] == nil {
            added[name] = values.list.first?["value"]
        }
        for (name, values) in old {
            #expect(result["headers"]?[name] == values, "\(name)")
        }
        var wanted = vector.expected["request_headers_added"]?.members ?? [:]
        let context = added.removeValue(forKey: "px-context").map { Normaliser.normalised($0, key: "px-context") }
        let wantedContext = wanted.removeValue(forKey: "px-context").map {
            Normaliser.normalised($0, key: "px-context")
        }
        #expect(added == wanted)
        if let wantedContext {
            expectEqual(Normaliser.reduced(try #require(context), to: wantedContext), wantedContext)
        } else if context != nil {
            // A PXHD from the Risk API is handed over whatever the options say [D19].
            #expect(vector.inputs["risk_response"]?["body"]?["pxhd"] != nil)
        }
    }

    /// Names the paths that differ, not two pages of JSON.
    private func expectEqual(_ mine: VectorValue, _ wanted: VectorValue, _ path: String = "") {
        guard mine != wanted else { return }
        if case .object(let left) = mine, case .object(let right) = wanted {
            for key in Set(left.keys).union(right.keys).sorted() {
                expectEqual(left[key] ?? .null, right[key] ?? .null, "\(path).\(key)")
            }
        } else {
            #expect(mine == wanted, "\(path)")
        }
    }
}
