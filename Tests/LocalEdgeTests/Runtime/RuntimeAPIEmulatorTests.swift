// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct RuntimeAPIEmulatorTests {
    /// The function's side of the Runtime API, as an executable would play it.
    private struct Function {
        let client: LoopbackClient
        static let base = "/2018-06-01/runtime"

        func next() async throws -> (id: String, response: EdgeResponse) {
            let response = try await client.send("GET", "\(Self.base)/invocation/next")
            return (response.headers.first("lambda-runtime-aws-request-id") ?? "", response)
        }

        @discardableResult
        func post(_ path: String, _ body: String) async throws -> Int {
            try await client.send("POST", "\(Self.base)/\(path)", body: Array(body.utf8)).status
        }
    }

    private func withEmulator(_ body: (RuntimeAPIEmulator, Function) async throws -> Void) async throws {
        let emulator = RuntimeAPIEmulator()
        let address = try await emulator.start()
        let port = try #require(UInt16(address.split(separator: ":").last ?? ""))
        do {
            try await body(emulator, Function(client: LoopbackClient(port: port)))
        } catch {
            await emulator.stop()
            throw error
        }
        await emulator.stop()
    }

    @Test("an event goes to the function that waits for it, and its answer comes back")
    func roundTrip() async throws {
        try await withEmulator { emulator, function in
            let worker = Task {
                let (id, response) = try await function.next()
                #expect(response.status == 200)
                #expect(response.body == Array("{\"event\":1}".utf8))
                #expect(
                    Int64(response.headers.first("lambda-runtime-deadline-ms") ?? "") ?? 0 > WallClock.milliseconds())
                return try await function.post("invocation/\(id)/response", "{\"answer\":1}")
            }
            #expect(await emulator.waitUntilIdle() == nil)
            let outcome = await emulator.invoke(Array("{\"event\":1}".utf8), timeoutMilliseconds: 5_000)
            #expect(outcome == .result(Array("{\"answer\":1}".utf8)))
            let status = try await worker.value
            #expect(status == 202)
        }
    }

    @Test("an event waits for a function that is still starting")
    func queued() async throws {
        try await withEmulator { emulator, function in
            async let outcome = emulator.invoke(Array("{}".utf8), timeoutMilliseconds: 5_000)
            let (id, _) = try await function.next()
            try await function.post("invocation/\(id)/response", "null")
            #expect(await outcome == .result(Array("null".utf8)))
        }
    }

    @Test("an error of the function is one, with type and message")
    func functionError() async throws {
        try await withEmulator { emulator, function in
            async let outcome = emulator.invoke(Array("{}".utf8), timeoutMilliseconds: 5_000)
            let (id, _) = try await function.next()
            let error = #"{"errorType":"Odd","errorMessage":"broken","stackTrace":[]}"#
            #expect(try await function.post("invocation/\(id)/error", error) == 202)
            #expect(await outcome == .failed("Odd: broken"))
        }
    }

    @Test("an answer to no open invocation is refused")
    func unknown() async throws {
        try await withEmulator { emulator, function in
            #expect(try await function.post("invocation/other/response", "{}") == 400)
            async let outcome = emulator.invoke(Array("{}".utf8), timeoutMilliseconds: 5_000)
            let (id, _) = try await function.next()
            try await function.post("invocation/\(id)/response", "1")
            #expect(try await function.post("invocation/\(id)/response", "2") == 400)
            #expect(await outcome == .result(Array("1".utf8)))
        }
    }

    @Test("the function's time runs out")
    func timeout() async throws {
        try await withEmulator { emulator, function in
            // Asked for first: an event whose time is over is handed out no more.
            let asking = Task { try await function.next() }
            #expect(await emulator.waitUntilIdle() == nil)
            let outcome = await emulator.invoke(Array("{}".utf8), timeoutMilliseconds: 50)
            #expect(outcome == .timedOut(milliseconds: 50))
            let id = try await asking.value.id
            #expect(try await function.post("invocation/\(id)/response", "{}") == 400)
        }
    }

    @Test("an error at init is the reason why the function does not become ready")
    func initError() async throws {
        try await withEmulator { emulator, function in
            let error = #"{"errorType":"Configuration","errorMessage":"px_app_id is missing"}"#
            let status = try await function.post("init/error", error)
            #expect(status == 202)
            await emulator.processEnded("the process ended with exit status 1")
            #expect(await emulator.waitUntilIdle() == "Configuration: px_app_id is missing")
        }
    }

    @Test("the end of the process ends the invocation, and a new process gets the next event")
    func crash() async throws {
        try await withEmulator { emulator, function in
            async let outcome = emulator.invoke(Array("{}".utf8), timeoutMilliseconds: 5_000)
            _ = try await function.next()
            await emulator.processEnded("signal 4")
            #expect(await outcome == .exited("signal 4"))

            await emulator.processWillStart()
            async let second = emulator.invoke(Array("2".utf8), timeoutMilliseconds: 5_000)
            let (id, response) = try await function.next()
            #expect(response.body == Array("2".utf8))
            try await function.post("invocation/\(id)/response", "3")
            #expect(await second == .result(Array("3".utf8)))
        }
    }

    @Test("asking for the next event without an answer loses the first")
    func withoutAnswer() async throws {
        try await withEmulator { emulator, function in
            async let outcome = emulator.invoke(Array("{}".utf8), timeoutMilliseconds: 5_000)
            _ = try await function.next()
            let waiting = Task { try await function.next() }
            guard case .failed = await outcome else {
                Issue.record("the invocation did not fail")
                return
            }
            await emulator.processEnded("end of test")
            _ = try? await waiting.value
        }
    }
}
