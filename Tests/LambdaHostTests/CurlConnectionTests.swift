// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Dispatch
import HumanSecurity
import Synchronization
import Testing

@testable import LambdaHost

@Suite("Kept connections")
struct CurlConnectionTests {
    private func request(_ url: String, _ body: [UInt8] = [1, 2, 3], timeout: Int = 15_000) -> OutgoingRequest {
        OutgoingRequest(kind: .activities, url: url, headers: [], body: body, timeoutMilliseconds: timeout)
    }

    @Test("requests that follow each other share one connection")
    func keepAlive() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                connection.answer(request.body.count > 1 ? 200 : 503, [UInt8(connection.number)])
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        for count in 0..<6 {
            let request = request(server.url, [UInt8](repeating: 0, count: count))
            #expect(try await offPool { try await transport.send(request) }.body == [1])
        }
        #expect(server.connectionCount == 1)
    }

    @Test("connections to several hosts are kept side by side")
    func severalHosts() async throws {
        let script: @Sendable (LoopbackConnection) -> Void = { connection in
            while connection.readRequest() != nil { connection.answer(200) }
        }
        let servers = [try LoopbackServer(script), try LoopbackServer(script), try LoopbackServer(script)]
        defer { for server in servers { server.stop() } }
        let transport = CurlTransport()
        for _ in 0..<3 {
            for server in servers {
                let request = request(server.url)
                _ = try await offPool { try await transport.send(request) }
            }
        }
        #expect(servers.map(\.connectionCount) == [1, 1, 1])
    }

    enum Death: CaseIterable {
        case closedWhileIdle
        case closedOnArrival
        case resetWhileIdle
        case resetOnArrival
    }

    @Test("a request on a kept connection that is dead goes out again, whole, on a new one", arguments: Death.allCases)
    func deadConnection(death: Death) async throws {
        let bodies = Mutex<[[UInt8]]>([])
        let isDead = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                if connection.number == 1, request.path == "/second" {
                    if death == .resetOnArrival { connection.reset() }
                    return
                }
                bodies.withLock { $0.append(request.body) }
                connection.answer(200, [UInt8(connection.number)])
                guard connection.number == 1 else { continue }
                switch death {
                case .closedWhileIdle: connection.close()
                case .resetWhileIdle:
                    shortPause()
                    connection.reset()
                case .closedOnArrival, .resetOnArrival: break
                }
                isDead.signal()
                if death == .closedWhileIdle || death == .resetWhileIdle { return }
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let body = [UInt8](0...255)
        let first = request(server.url + "/first")
        let second = request(server.url + "/second", body)
        #expect(try await offPool { try await transport.send(first) }.body == [1])
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                isDead.wait()
                done.resume()
            }
        }
        #expect(try await offPool { try await transport.send(second) }.body == [2])
        #expect(bodies.withLock { $0 } == [[1, 2, 3], body])
        #expect(server.connectionCount == 2)
    }

    @Test("it goes out again once, not for ever")
    func oneRetry() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest(), request.path == "/first" { connection.answer(200) }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let first = request(server.url + "/first")
        let second = request(server.url + "/second")
        _ = try await offPool { try await transport.send(first) }
        let error = await #expect(throws: TransportError.self) {
            try await offPool { try await transport.send(second) }
        }
        #expect(error?.code == .connection)
        #expect(server.connectionCount == 2)
    }

    @Test("the time limit covers both tries")
    func limitCoversRetry() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                if request.path == "/second" {
                    if connection.number == 2 { connection.waitForClose() }
                    return
                }
                connection.answer(200)
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let first = request(server.url + "/first")
        let second = request(server.url + "/second", timeout: 400)
        _ = try await offPool { try await transport.send(first) }
        let error = await #expect(throws: TransportError.self) {
            try await offPool { try await transport.send(second) }
        }
        #expect(error?.code == .timeout)
        #expect(server.connectionCount == 2)
    }

    @Test("concurrent requests do not wait for each other")
    func concurrentRequests() async throws {
        let fastIsServed = DispatchSemaphore(value: 0)
        let slowHasArrived = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                if request.path == "/slow" {
                    slowHasArrived.signal()
                    // With one connection for both this would never be signalled.
                    if fastIsServed.wait(timeout: .now() + 120) == .timedOut { return }
                }
                connection.answer(200, Array(request.path.utf8))
                if request.path == "/fast" { fastIsServed.signal() }
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let slow = request(server.url + "/slow")
        let fast = request(server.url + "/fast")
        async let slowAnswer = offPool { try await transport.send(slow) }
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                slowHasArrived.wait()
                done.resume()
            }
        }
        #expect(try await offPool { try await transport.send(fast) }.body == Array("/fast".utf8))
        #expect(try await slowAnswer.body == Array("/slow".utf8))
    }

    @Test("proxies that the environment names are not used")
    func noProxy() async {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"] {
                setEnvironment(name, "http://127.0.0.1:1")
            }
            setEnvironment("no_proxy", nil)
            setEnvironment("NO_PROXY", nil)
            let server = try LoopbackServer { connection in
                while connection.readRequest() != nil { connection.answer(200, [9]) }
            }
            let transport = CurlTransport()
            let request = OutgoingRequest(
                kind: .risk,
                url: server.url,
                headers: [],
                body: [],
                timeoutMilliseconds: 15_000
            )
            #expect(try await transport.send(request).body == [9])
        }
    }
}
