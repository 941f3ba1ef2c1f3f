// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost
import LocalEdge
import Logging

struct AnsweringTransport: Transport {
    let answer: @Sendable (OutgoingRequest) async throws -> (status: Int, body: [UInt8])

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        do {
            let (status, body) = try await answer(request)
            return IncomingResponse(status: status, body: body)
        } catch {
            throw TransportError(.connection, "the client failed")
        }
    }
}

/// Hosts as the documentation builds them.
struct HostSnippets {
    let configuration: HumanSecurityConfiguration
    let event: [UInt8]

    func decide() async throws -> Enforcement {
        let environment = EnforcerEnvironment(
            now: { 1_767_225_600_000 },
            random: { (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210) }
        )
        let enforcer = try HumanSecurityEnforcer.initialize(
            configuration,
            transport: AnsweringTransport { _ in
                (200, Array(#"{"status":0,"score":100,"action":"c","uuid":"u-1"}"#.utf8))
            },
            environment: environment
        )
        let enforcement = await enforcer.decide(event, tracing: true)
        await enforcer.deliver(enforcement.reports)
        return enforcement
    }

    func send(to url: String, _ body: [UInt8]) async throws -> IncomingResponse {
        let transport = CurlTransport()
        let answer = try await transport.send(
            OutgoingRequest(kind: .risk, url: url, headers: [], body: body, timeoutMilliseconds: 1000)
        )
        return answer
    }

    func simulate(_ path: String, _ logger: Logger) async throws -> String {
        let edge = EdgeSimulator(EdgeSimulatorOptions(runtime: .lambda(executable: path)), logger: logger)
        let url = try await edge.start()
        await edge.stop()
        return url
    }
}
