// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LambdaHost
import TestSupport
import Testing

/// Whatever the Risk API does, the visitor goes on, in time, in bounded memory, and it is said why.
@Suite("Faults of the Risk API", .serialized, .enabled(if: TLSServer.isPossible))
struct FaultTests {
    /// `px_s2s_timeout`, in ms.
    private static let limit = 400
    /// What a busy machine may add, in ms. The bound that is promised is the limit.
    private static let slack = 2_000
    /// What an answer may cost at the most, in KiB: twice the transport's limit for a body, and room for the allocator.
    private static let memory = 20 * 1024

    private struct Finding {
        var enforcement: Enforcement
        var next: Enforcement
        var milliseconds: Double
        var growth: Int
        var lines: [String]
        var counted: [String: Int64]
    }

    private static func meet(_ fault: Fault) async throws -> Finding {
        let metrics = CountingMetrics.shared
        let isHealthy = Shared(false)
        let backend = try fault.start { isHealthy.value }
        defer { backend.stop() }
        let log = LogLines()
        let transport = CurlTransport(.init(certificateAuthorities: backend.certificate, loading: .atOnce))
        let configuration = HumanSecurityConfiguration(
            json: """
                {"px_app_id": "PXtest0001", "px_auth_token": "server-token", "px_cookie_secret": "cookie-secret",
                 "px_module_mode": "active_blocking", "px_s2s_timeout": \(limit), "px_backend_url": "\(backend.url)"}
                """)
        let enforcer = try HumanSecurityEnforcer.initialize(
            configuration, transport: transport, logger: log.logger())
        return await offPool {
            let before = metrics.counts(of: "human_security_failed_calls")
            let memory = ResidentMemory.kibibytes(of: getpid()) ?? 0
            let clock = ContinuousClock()
            let begin = clock.now
            let enforcement = await enforcer.decide(Fault.event)
            let elapsed = (clock.now - begin) / .milliseconds(1)
            let growth = Int(max((ResidentMemory.kibibytes(of: getpid()) ?? 0) - memory, 0))
            let lines = log.all
            let after = metrics.counts(of: "human_security_failed_calls")
            isHealthy.update { $0 = true }
            let next = await enforcer.decide(Fault.event)
            return Finding(
                enforcement: enforcement, next: next, milliseconds: elapsed, growth: growth, lines: lines,
                counted: after.filter { $0.value != before[$0.key, default: 0] })
        }
    }

    @Test("the visitor goes on, in time, and a line and a counter say why", arguments: Fault.all)
    func fault(_ fault: Fault) async throws {
        let finding = try await Self.meet(fault)
        #expect(finding.milliseconds < Double(Self.limit + Self.slack))
        if !fault.isSlow { #expect(finding.enforcement.reason != "s2s_timeout") }
        #expect(finding.growth < Self.memory)
        guard let code = fault.code else {
            #expect(finding.enforcement.outcome == .block)
            #expect(finding.lines == [] && finding.counted == [:])
            return
        }
        #expect(finding.enforcement.outcome == .pass)
        #expect(!finding.enforcement.isResponse)
        #expect(finding.enforcement.reason == (code == "timeout" ? "s2s_timeout" : "s2s_error"))
        try #require(finding.lines.count == 1, "\(finding.lines)")
        #expect(finding.lines[0].contains("\"code\":\"\(code)\""), "\(finding.lines)")
        if let stage = fault.stage { #expect(finding.lines[0].contains("\"stage\":\"\(stage)\""), "\(finding.lines)") }
        #expect(!finding.lines[0].contains("server-token") && !finding.lines[0].contains("cookie-secret"))
        #expect(finding.counted.keys.sorted() == ["risk \(code)"])
        // Where the backend can recover, the next visitor has its word again; elsewhere he goes on as well.
        #expect(finding.next.outcome == (fault.recovers ? .block : .pass))
    }

    /// The table of docs/reliability.md, where an environment variable says how many runs it is to be made of.
    @Test(
        "figures",
        .enabled(if: ProcessInfo.processInfo.environment["EDGE_ENFORCER_FAULT_FIGURES"] != nil),
        arguments: Fault.all)
    func figures(_ fault: Fault) async throws {
        let runs = ProcessInfo.processInfo.environment["EDGE_ENFORCER_FAULT_FIGURES"].flatMap { Int($0) } ?? 5
        var times: [Double] = []
        var growths: [Int] = []
        var line = ""
        for _ in 0..<max(runs, 1) {
            let finding = try await Self.meet(fault)
            times.append(finding.milliseconds)
            growths.append(finding.growth)
            line = finding.lines.first ?? ""
        }
        let object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: String] ?? [:]
        let fields = ["message", "code", "stage", "status"].compactMap { object[$0] }
        let time = String(format: "%.0f ms", times.sorted()[times.count / 2])
        let growth = growths.sorted()[growths.count / 2]
        print("| \(fault.name) | \(Self.limit) ms | \(time) | \(growth) KiB | \(fields.joined(separator: ", ")) |")
    }

    @Test("A clock that jumps changes no decision", arguments: [-86_400_000, -1, 1, 86_400_000, Int64.max / 2])
    func clock(_ jump: Int64) async throws {
        struct Answering: Transport {
            let onSend: @Sendable () -> Void

            func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
                onSend()
                return IncomingResponse(status: 200, body: Array(Fault.block.utf8))
            }
        }
        let now = Shared<Int64>(1_767_225_600_000)
        let configuration = HumanSecurityConfiguration(
            json: """
                {"px_app_id": "PXtest0001", "px_auth_token": "t", "px_cookie_secret": "s",
                 "px_module_mode": "active_blocking"}
                """)
        let enforcer = try HumanSecurityEnforcer.initialize(
            configuration, transport: Answering { now.update { $0 = $0.addingReportingOverflow(jump).partialValue } },
            environment: EnforcerEnvironment(now: { now.value }, random: { (1, 2) }))
        let enforcement = await enforcer.decide(
            Fault.event, deadlineMilliseconds: now.value + 5_000)
        #expect(enforcement.outcome == .block)
        #expect((enforcement.riskMilliseconds ?? -1) >= 0)
        await enforcer.deliver(enforcement.reports)
        #expect(await enforcer.decide(Fault.event).outcome == .block)
    }
}
