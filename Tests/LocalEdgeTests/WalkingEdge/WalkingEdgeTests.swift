// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LocalEdge
import TestSupport
import Testing

@Suite("The walking edge: a real request, decided by the real function")
struct WalkingEdgeTests {
    @Test("The demo's tour comes out as it should, and its program says so", .timeLimit(.minutes(2)))
    func tour() throws {
        let program = try BuiltProducts.executable("edge-enforcer")
        let output = try BuiltProducts.run(program, ["serve", "--port", "0", "--tour", "--once"])
        let text = String(decoding: output.standardOutput, as: UTF8.self)
        #expect(output.status == 0, "\(text)")
        let steps = [
            "clean visitor", "same visitor again", "static file", "blocked bot", "stale cookie", "login",
            "first-party script", "backend hangs",
        ]
        for step in steps {
            #expect(text.contains("ok   \(step)"), "\(text)")
        }
    }

    @Test("The function and the library give the same bytes for the same event", .timeLimit(.minutes(1)))
    func sameBytes() async throws {
        // No backend listens: every question fails at once, and every answer is a pass.
        let configuration = Array(
            """
            {"px_app_id": "PXtest0001", "px_auth_token": "t", "px_cookie_secret": "s", "px_logger_severity": "none",
             "px_backend_url": "http://127.0.0.1:1", "px_backend_collector_url": "http://127.0.0.1:1"}
            """.utf8
        )
        let function = ExecutableHost(
            executable: try BuiltProducts.executable("HumanEnforcer").path,
            configuration: configuration
        )
        try await function.start()
        let library = try createHumanEnforceHandler(
            HumanSecurityConfiguration(json: configuration),
            transport: UnreachableBackend()
        )
        for event in events {
            let reply = await library.handle(event, deadlineMilliseconds: nil)
            let outcome = await function.invoke(event).outcome
            #expect(outcome == .result(reply.body))
        }
        await function.stop()
    }

    private struct UnreachableBackend: Transport {
        func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
            throw TransportError(.connection, "refused")
        }
    }

    private var events: [[UInt8]] {
        let headers = [
            #""host":[{"key":"Host","value":"shop.example"}]"#,
            #""host":[{"value":"shop.example"}],"px-context":[{"value":"forged"}],"x":[{"value":"\u00e9\n"}]"#,
        ]
        var events = headers.flatMap { headers in
            ["/", "/a.css", "/%zz", "/é"].map { uri in
                #"{"Records":[{"cf":{"config":{"eventType":"viewer-request"},"request":{"clientIp":"203.0.113.9","#
                    + #""method":"GET","uri":"\#(uri)","querystring":"","headers":{\#(headers)}}}}]}"#
            }
        }
        events += [#"{"Records":[]}"#, "[]", #"{"Records":[{"cf":{"request":{}}}]}"#]
        return events.map { Array($0.utf8) }
    }
}
