// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Logging
import Synchronization
import TestSupport
import Testing

@Suite("Metrics and log lines")
struct MetricsTests {
    /// What is written about one request.
    private func written(
        _ options: String, _ transport: ScriptedTransport, _ event: [UInt8]
    ) async throws -> (metrics: [String], log: [String]) {
        let metrics = Shared<[String]>([])
        let log = Shared<[String]>([])
        let clock = Mutex<Int64>(EnforcerFixture.now)
        var environment = EnforcerFixture.environment
        environment.now = {
            clock.withLock {
                $0 += 7
                return $0
            }
        }
        environment.writeMetrics = { line in metrics.update { $0.append(line) } }
        let enforcer = try HumanSecurityEnforcer.initialize(
            EnforcerFixture.configuration(options),
            transport: transport,
            environment: environment,
            logger: Logger(label: "test") { JSONLogHandler(label: $0) { line in log.update { $0.append(line) } } }
        )
        _ = await enforcer.decide(event)
        return (metrics.value, log.value)
    }

    /// An event with a request id that tries to begin a line of its own.
    private static let event = Array(
        String(decoding: TestEvent().json, as: UTF8.self)
            .replacing(#""eventType""#, with: #""requestId":"id\n{\"level\":\"\u001b[31m","eventType""#).utf8)

    struct Row: Sendable {
        var risk: String
        var outcome: String
        var reason: String
        var isAnswered: Bool
    }

    @Test(
        "a decision is a metric by outcome and reason, with the time of the Risk API if it answered",
        arguments: [
            Row(risk: EnforcerFixture.low, outcome: "pass", reason: "s2s", isAnswered: true),
            Row(risk: EnforcerFixture.high, outcome: "block", reason: "s2s_high_score", isAnswered: true),
            Row(risk: "", outcome: "pass", reason: "s2s_error", isAnswered: false),
        ]
    )
    func metrics(row: Row) async throws {
        let transport =
            row.isAnswered
            ? ScriptedTransport(risk: row.risk)
            : ScriptedTransport(failing: TransportError(.connection, "connection refused by server-token"))
        let lines = try await written(
            #""px_metrics_namespace": "Bots/\"edge\"", "px_logger_severity": "none""#, transport, Self.event)
        #expect(lines.log.isEmpty)
        try #require(lines.metrics.count == 1)
        let object = try EnforcerFixture.object(Array(lines.metrics[0].utf8))
        #expect(object["Function"] as? String == "HumanEnforcer")
        #expect(object["Outcome"] as? String == row.outcome)
        #expect(object["Reason"] as? String == row.reason)
        #expect(object["Decisions"] as? Int == 1)
        #expect((object["RiskCallTime"] as? Int).map { $0 > 0 } ?? false == row.isAnswered)
        let head = try #require(object["_aws"] as? [String: Any])
        #expect((head["Timestamp"] as? Int64).map { $0 > EnforcerFixture.now } == true)
        let directive = try #require((head["CloudWatchMetrics"] as? [[String: Any]])?.first)
        #expect(directive["Namespace"] as? String == #"Bots/"edge""#)
        // Every metric and dimension that the directive names is there: CloudWatch drops the line otherwise.
        let dimensions = try #require(directive["Dimensions"] as? [[String]])
        #expect(dimensions == [["Function", "Outcome"], ["Function", "Outcome", "Reason"]])
        let metrics = try #require(directive["Metrics"] as? [[String: String]]).compactMap { $0["Name"] }
        #expect(metrics == (row.isAnswered ? ["Decisions", "RiskCallTime"] : ["Decisions"]))
        #expect((dimensions.joined() + metrics).allSatisfy { object[$0] != nil })
    }

    @Test("no namespace, no metrics")
    func off() async throws {
        let lines = try await written("", ScriptedTransport(risk: EnforcerFixture.low), Self.event)
        #expect(lines.metrics.isEmpty && lines.log.isEmpty)
    }

    @Test("a decision is one line of JSON for debugging, which no request can add to")
    func log() async throws {
        let lines = try await written(
            #""px_logger_severity": "debug""#, ScriptedTransport(risk: EnforcerFixture.high), Self.event)
        try #require(lines.log.count == 1)
        #expect(!lines.log[0].contains { $0.isNewline } && !lines.log[0].contains("\u{1b}"))
        let object = try EnforcerFixture.object(Array(lines.log[0].utf8))
        #expect(object["message"] as? String == "decided" && object["level"] as? String == "debug")
        #expect(object["outcome"] as? String == "block" && object["reason"] as? String == "s2s_high_score")
        #expect(object["score"] as? String == "100.0" && object["risk_ms"] is String)
        #expect(object["request_id"] as? String == "id\n{\"level\":\"\u{1b}[31m")
    }

    @Test("neither has a secret, a token or a cookie in it")
    func secrecy() async throws {
        var event = TestEvent()
        event.headers.append(("cookie", ["_px3=secretvalue:1000:abcdef; _pxvid=visitor-cookie"]))
        event.headers.append(("authorization", ["Bearer credential"]))
        let lines = try await written(
            #""px_metrics_namespace": "Bots", "px_logger_severity": "debug""#,
            ScriptedTransport(failing: TransportError(.connection, "server-token cookie-secret")), event.json)
        let all = (lines.metrics + lines.log).joined()
        #expect(lines.metrics.count == 1 && lines.log.count >= 2)
        for secret in ["server-token", "cookie-secret", "secretvalue", "visitor-cookie", "credential"] {
            #expect(!all.contains(secret))
        }
    }
}
