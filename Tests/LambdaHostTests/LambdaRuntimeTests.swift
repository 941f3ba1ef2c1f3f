// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Foundation
import HumanSecurity
import Synchronization
import Testing

@testable import LambdaHost

@Suite("Runtime API loop")
struct LambdaRuntimeTests {
    /// Answers an event with itself, and notes what it is asked to do.
    struct EchoHandler: EdgeEventHandler {
        var journal: Journal
        var reports: [OutgoingRequest] = []
        var notesPreparation = false

        func prepare() async {
            if notesPreparation { journal.note("prepare") }
        }

        func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
            journal.note("handle, until \(deadlineMilliseconds.map { "\($0)" } ?? "nobody knows")")
            return HandlerReply(body: event, reports: reports)
        }

        func deliver(_ reports: [OutgoingRequest]) async {
            journal.note("deliver \(reports.count)")
        }
    }

    /// A folder with a configuration, removed at the end.
    private final class TaskRoot {
        let folder = FileManager.default.temporaryDirectory.appending(path: "task-\(UUID().uuidString)")

        init(configuration: [UInt8]? = Array("{}".utf8)) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if let configuration { try Data(configuration).write(to: folder.appending(path: "config.json")) }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    private static let report = OutgoingRequest(
        kind: .activities, url: "http://127.0.0.1/", headers: [], body: [], timeoutMilliseconds: 1)

    private func run(
        _ api: FakeRuntimeAPI,
        configuration: [UInt8]? = Array("{}".utf8),
        eventLimit: Int = 8 << 20,
        _ makeHandler: @escaping @Sendable ([UInt8], CurlTransport) throws -> some EdgeEventHandler
    ) async throws -> Int32 {
        let root = try TaskRoot(configuration: configuration)
        let path = root.folder.path
        let endpoint = api.endpoint
        let status = await offPool {
            let settings = LambdaRuntime.Settings(
                endpoint: endpoint,
                taskRoot: path,
                eventLimit: eventLimit,
                pause: .milliseconds(1)
            )
            return await LambdaRuntime.serve(settings, transportOptions: .init(), makeHandler)
        }
        withExtendedLifetime(root) {}
        return status
    }

    private func error(_ post: FakeRuntimeAPI.Post?) throws -> (type: String, message: String) {
        let post = try #require(post)
        let value = try JSONSerialization.jsonObject(with: Data(post.request.body))
        let object = try #require(value as? [String: Any])
        #expect(object["stackTrace"] as? [String] == [])
        #expect(post.request.header("lambda-runtime-function-error-type") == object["errorType"] as? String)
        return (try #require(object["errorType"] as? String), try #require(object["errorMessage"] as? String))
    }

    // MARK: - The loop

    @Test("preparation before the first event; response before delivery before the next event, on one connection")
    func order() async throws {
        let api = try FakeRuntimeAPI([
            .init(id: "one", body: [1], fields: "Lambda-Runtime-Deadline-Ms: 1700000000123\r\n"),
            .init(id: "two", body: [2]),
        ])
        defer { api.stop() }
        let journal = api.journal
        let status = try await run(api) { _, _ in
            EchoHandler(journal: journal, reports: [Self.report, Self.report], notesPreparation: true)
        }
        #expect(
            journal.entries == [
                "prepare", "GET invocation/next", "handle, until 1700000000123", "POST invocation/one/response",
                "deliver 2",
                "GET invocation/next", "handle, until nobody knows", "POST invocation/two/response", "deliver 2",
                "GET invocation/next",
            ]
        )
        #expect(status == 1)
        #expect(api.connectionCount == 1)
    }

    @Test("the handler has its turn after every answer, with nothing to report as well")
    func noReports() async throws {
        let api = try FakeRuntimeAPI([.init(id: "one")])
        defer { api.stop() }
        let journal = api.journal
        _ = try await run(api) { _, _ in EchoHandler(journal: journal) }
        #expect(
            Array(journal.entries.suffix(3)) == ["POST invocation/one/response", "deliver 0", "GET invocation/next"])
    }

    @Test("event and result travel unchanged", arguments: [0, 1, 300, 100_000, 700_000])
    func bytes(count: Int) async throws {
        var generator = SystemRandomNumberGenerator()
        let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let api = try FakeRuntimeAPI([.init(id: "one", body: body)])
        defer { api.stop() }
        let journal = api.journal
        _ = try await run(api) { _, _ in EchoHandler(journal: journal) }
        #expect(api.posts.first?.request.body == body)
        #expect(api.posts.first?.request.header("content-type") == "application/json")
    }

    @Test("an invocation id is echoed, and only if there is one")
    func invocationID() async throws {
        let api = try FakeRuntimeAPI([
            .init(id: "one", fields: "lambda-runtime-invocation-id: abc-1\r\n"), .init(id: "two"),
            .init(id: "three", fields: "LAMBDA-RUNTIME-INVOCATION-ID: abc-3\r\n", isCutOff: true),
        ])
        defer { api.stop() }
        let journal = api.journal
        _ = try await run(api) { _, _ in EchoHandler(journal: journal) }
        #expect(api.posts.map { $0.request.header("lambda-runtime-invocation-id") } == ["abc-1", nil, "abc-3"])
    }

    @Test("an event that is too large or cut off is answered with an error, and the loop goes on")
    func brokenEvents() async throws {
        let api = try FakeRuntimeAPI([
            .init(id: "large", body: [UInt8](repeating: 0x20, count: 101)), .init(id: "cut", isCutOff: true),
            .init(id: "good", body: [UInt8](repeating: 0x20, count: 100)),
        ])
        defer { api.stop() }
        let journal = api.journal
        _ = try await run(api, eventLimit: 100) { _, _ in EchoHandler(journal: journal) }
        #expect(
            api.posts.map(\.path) == ["invocation/large/error", "invocation/cut/error", "invocation/good/response"]
        )
        #expect(try error(api.posts.first).type == "Event.TooLarge")
        #expect(try error(api.posts.dropFirst().first).type == "Event.Incomplete")
    }

    @Test("a result that the platform refuses does not end the loop", arguments: [400, 403, 413, 200])
    func refusedResponse(status: Int) async throws {
        let api = try FakeRuntimeAPI([.init(id: "one"), .init(id: "two")], receipts: [status])
        defer { api.stop() }
        let journal = api.journal
        _ = try await run(api) { _, _ in EchoHandler(journal: journal, reports: [Self.report]) }
        #expect(api.posts.map(\.path) == ["invocation/one/response", "invocation/two/response"])
        #expect(journal.entries.filter { $0 == "deliver 1" }.count == 2)
    }

    @Test("500 to a result ends the loop at once")
    func containerError() async throws {
        let api = try FakeRuntimeAPI([.init(id: "one"), .init(id: "two")], receipts: [500])
        defer { api.stop() }
        let journal = api.journal
        #expect(try await run(api) { _, _ in EchoHandler(journal: journal, reports: [Self.report]) } == 1)
        #expect(journal.entries.count == 3)
    }

    @Test("without a Runtime API the loop ends after a few tries")
    func unreachable() async throws {
        let api = try FakeRuntimeAPI([])
        api.stop()
        let journal = api.journal
        #expect(try await run(api) { _, _ in EchoHandler(journal: journal) } == 1)
        #expect(journal.entries == [])
    }

    @Test("an answer without request id is asked for again, a few times")
    func noRequestID() async throws {
        let asked = Mutex(0)
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil {
                asked.withLock { $0 += 1 }
                connection.answer(200)
            }
        }
        defer { server.stop() }
        let root = try TaskRoot()
        let path = root.folder.path
        let status = await offPool {
            let settings = LambdaRuntime.Settings(
                endpoint: "127.0.0.1:\(server.port)", taskRoot: path, attempts: 3, pause: .milliseconds(1))
            return await LambdaRuntime.serve(settings, transportOptions: .init()) { _, _ in
                EchoHandler(journal: Journal())
            }
        }
        withExtendedLifetime(root) {}
        #expect(status == 1)
        #expect(asked.withLock { $0 } == 3)
    }

    @Test("over 1,000 invocations neither descriptors nor threads add up")
    func soak() async throws {
        let api = try FakeRuntimeAPI((0..<1000).map { .init(id: "\($0)", body: [UInt8](repeating: 0x20, count: 4000)) })
        defer { api.stop() }
        let counts = CountingHandler()
        _ = try await run(api) { _, _ in counts }
        #expect(api.posts.count == 1000)
        #expect(api.connectionCount == 1)
        let descriptors = counts.record.descriptors.withLock { $0 }
        let threads = counts.record.threads.withLock { $0 }
        // Other threads of the tests may come or go; one for each invocation could not be overlooked.
        #expect((descriptors.last ?? 0) < (descriptors.first ?? 0) + 20)
        #expect((threads.last ?? 0) < (threads.first ?? 0) + 20)
    }

    /// Notes how many descriptors and threads the process has at each tenth event.
    struct CountingHandler: EdgeEventHandler {
        final class Record: Sendable {
            let events = Mutex(0)
            let descriptors = Mutex<[Int]>([])
            let threads = Mutex<[Int]>([])
        }

        let record = Record()

        func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
            let number = record.events.withLock { count in
                count += 1
                return count
            }
            if number % 10 == 0 {
                record.descriptors.withLock { $0.append(processEntries("fd").count) }
                record.threads.withLock { $0.append(processEntries("task").count) }
            }
            return HandlerReply(body: event)
        }

        func deliver(_ reports: [OutgoingRequest]) async {}
    }

    // MARK: - Start

    struct Problems: Error, CustomStringConvertible {
        var description: String
    }

    @Test(
        "every problem of a configuration reaches the platform, whatever its text",
        arguments: [
            "px_app_id: missing; set it\npx_cookie_secret: too short",
            "\"quoted\" \\ back\tslash\r\n \u{0}\u{1}\u{1F}\u{7F} é 漢 🙂 \u{2028} </script>",
            "",
        ])
    func invalidConfiguration(text: String) async throws {
        let api = try FakeRuntimeAPI([.init(id: "never")])
        defer { api.stop() }
        let status = try await run(api) { _, _ -> EchoHandler in throw Problems(description: text) }
        #expect(status == 1)
        #expect(api.posts.map(\.path) == ["init/error"])
        #expect(api.journal.entries.count == 1)
        let error = try error(api.posts.first)
        #expect(error.type == "Configuration.Invalid")
        #expect(error.message == text)
    }

    @Test("a missing configuration is reported with the folder looked in")
    func missingConfiguration() async throws {
        let api = try FakeRuntimeAPI([])
        defer { api.stop() }
        let journal = api.journal
        #expect(try await run(api, configuration: nil) { _, _ in EchoHandler(journal: journal) } == 1)
        let error = try error(api.posts.first)
        #expect(error.type == "Configuration.Unreadable")
        #expect(error.message.contains("config.json cannot be read in /"))
        #expect(error.message.contains("/task-"))
    }

    @Test("the handler is made of the file's bytes", arguments: [0, 1, 16_383, 16_384, 16_385, 100_000])
    func configurationBytes(count: Int) async throws {
        let api = try FakeRuntimeAPI([])
        defer { api.stop() }
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let journal = api.journal
        _ = try await run(api, configuration: bytes) { configuration, _ in
            journal.note(configuration == bytes ? "same" : "different")
            return EchoHandler(journal: journal)
        }
        #expect(journal.entries == ["same", "GET invocation/next"])
    }

    @Test("a configuration of more than 4 MiB is refused")
    func largeConfiguration() async throws {
        let api = try FakeRuntimeAPI([])
        defer { api.stop() }
        let journal = api.journal
        let bytes = [UInt8](repeating: 0x20, count: (4 << 20) + 1)
        #expect(try await run(api, configuration: bytes) { _, _ in EchoHandler(journal: journal) } == 1)
        #expect(try error(api.posts.first).type == "Configuration.Unreadable")
    }

    @Test("the process ends with status 1 outside of Lambda")
    func outsideLambda() async {
        await #expect(processExitsWith: .exitCode(1)) {
            setEnvironment("AWS_LAMBDA_RUNTIME_API", nil)
            LambdaRuntime.run { _, _ in EchoHandler(journal: Journal()) }
        }
    }

    @Test("run reads the environment, sets the trace id of each event, and ends with status 1")
    func environment() async {
        await #expect(processExitsWith: .exitCode(1)) {
            let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
            let api = try FakeRuntimeAPI([
                .init(id: "one", fields: "Lambda-Runtime-Trace-Id: \(trace)\r\n"), .init(id: "two"),
                .init(id: "three", fields: "Lambda-Runtime-Trace-Id: Root=2\r\n"),
                .init(id: "four", fields: "Lambda-Runtime-Trace-Id: \(String(repeating: "x", count: 900))\r\n"),
            ])
            let root = try TaskRoot()
            setEnvironment("AWS_LAMBDA_RUNTIME_API", api.endpoint)
            setEnvironment("LAMBDA_TASK_ROOT", root.folder.path)
            let seen = TraceNotes(expected: [trace, nil, "Root=2", nil])
            LambdaRuntime.run { _, _ in TraceHandler(notes: seen) }
        }
    }

    /// Ends the process with another status if a trace id is not the expected one.
    struct TraceHandler: EdgeEventHandler {
        var notes: TraceNotes

        func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
            if System.environment("_X_AMZN_TRACE_ID") != notes.next() { System.end(status: 7) }
            return HandlerReply(body: [])
        }

        func deliver(_ reports: [OutgoingRequest]) async {}
    }

    final class TraceNotes: Sendable {
        private let expected: Mutex<ArraySlice<String?>>

        init(expected: [String?]) { self.expected = Mutex(expected[...]) }

        func next() -> String? { expected.withLock { $0.removeFirst() } }
    }

    @Test("without LAMBDA_TASK_ROOT the executable's folder is known")
    func executableFolder() throws {
        let folder = try #require(System.executableFolder)
        #expect(FileManager.default.fileExists(atPath: folder))
    }
}
