// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("The memory of verified tokens")
struct TokenMemoryConformanceTests {
    /// Answers the Risk API as the case says, and remembers every call.
    private actor Recorder: Transport {
        private let risk: [UInt8]
        private let status: Int?
        private(set) var calls: [OutgoingRequest] = []

        init(_ one: Case) {
            risk = one.risk
            status = one.status
        }

        func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
            calls.append(request)
            guard request.kind == .risk else { return IncomingResponse(status: 200) }
            guard let status else { throw TransportError(.timeout, "timeout") }
            return IncomingResponse(status: status, body: risk)
        }
    }

    private struct Case {
        var configuration: HumanSecurityConfiguration
        var event: [UInt8]
        var now: Int64
        /// What the Risk API answers; without a status it does not.
        var risk: [UInt8]
        var status: Int?
    }

    private static func cases() throws -> [Case] {
        let lines = try String(contentsOf: ConformanceCorpus.folder.appending(path: "cases.jsonl"), encoding: .utf8)
        return try lines.split(separator: "\n").compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            guard object["lambda"] as? String == "enforcer", let configuration = object["config"],
                let event = object["event"], let now = object["now"] as? Int64
            else { return nil }
            let risk = (object["backend"] as? [String: Any])?["risk"] as? [String: Any] ?? [:]
            let body = risk["body"]
            return Case(
                configuration: HumanSecurityConfiguration(json: try json(configuration)),
                event: try json(event),
                now: now,
                risk: try (body as? String).map { Array($0.utf8) } ?? body.map { try json($0) } ?? [],
                status: risk["error"] == nil ? risk["status"] as? Int ?? 200 : nil
            )
        }
    }

    private static func json(_ value: Any) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]))
    }

    /// Runs the case as often as asked with one enforcer, which remembers so many tokens.
    private static func run(_ one: Case, remembering count: Int, times: Int) async -> [String]? {
        let transport = Recorder(one)
        let more = HumanSecurityConfiguration(
            json: #"{"px_token_memory_size": \#(count), "px_logger_severity": "none"}"#)
        let now = one.now
        let enforcer = try? HumanSecurityEnforcer.initialize(
            one.configuration.overlaid(with: more),
            transport: transport,
            environment: EnforcerEnvironment(now: { now }, random: { (1, 2) })
        )
        guard let enforcer else { return nil }
        var answers: [String] = []
        for _ in 0..<times {
            let enforcement = await enforcer.enforce(one.event)
            answers.append(String(decoding: enforcement.result, as: UTF8.self) + enforcement.reason)
        }
        return answers + (await transport.calls).map { "\($0)" }
    }

    @Test("It changes no answer and no report of any recorded case, however often a token comes")
    func changesNothing() async throws {
        let cases = try Self.cases()
        #expect(cases.count > 500)
        for one in cases {
            let with = await Self.run(one, remembering: 64, times: 3)
            let without = await Self.run(one, remembering: 0, times: 3)
            #expect(with?.map { Self.withoutSize($0) } == without?.map { Self.withoutSize($0) })
        }
    }

    /// Telemetry reports the option itself.
    private static func withoutSize(_ text: String) -> String {
        text.hasPrefix("OutgoingRequest(kind: HumanSecurity.OutgoingRequest.Kind.telemetry") ? "telemetry" : text
    }
}
