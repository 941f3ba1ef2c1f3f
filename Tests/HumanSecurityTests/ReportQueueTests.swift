// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Logging
import Synchronization
import TestSupport
import Testing

/// Activities whose collector is away: bounded, tried again, and counted when they are given up.
@Suite("Activities that are not delivered")
struct ReportQueueTests {
    /// Answers as told, and remembers the bodies of activities.
    private final class Collector: Transport {
        typealias Answer = Result<IncomingResponse, TransportError>

        private let state: Mutex<(answer: Answer, bodies: [[UInt8]], timeouts: [Int])>

        init(_ answer: Answer) { state = Mutex((answer, [], [])) }

        var bodies: [[UInt8]] { state.withLock { $0.bodies } }
        var timeouts: [Int] { state.withLock { $0.timeouts } }
        func answer(_ answer: Answer) { state.withLock { $0.answer = answer } }

        func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
            let answer = state.withLock { state in
                state.bodies.append(request.body)
                state.timeouts.append(request.timeoutMilliseconds)
                return state.answer
            }
            return try answer.get()
        }
    }

    private static func logger(_ lines: Shared<[String]>) -> Logger {
        Logger(label: "test") { JSONLogHandler(label: $0) { line in lines.update { $0.append(line) } } }
    }

    private static func report(_ number: Int, size: Int = 2) -> OutgoingRequest {
        var body = Array("\(number) ".utf8)
        body += [UInt8](repeating: 0x78, count: max(size - body.count, 0))
        return OutgoingRequest(
            kind: .activities, url: "https://collector.example/", headers: [], body: body, timeoutMilliseconds: 500)
    }

    private static func numbers(_ bodies: [[UInt8]]) -> [Int] {
        bodies.compactMap { Int(String(decoding: $0.prefix { $0 != 0x20 }, as: UTF8.self)) }
    }

    private static let failures: [Result<IncomingResponse, TransportError>] = [
        .failure(TransportError(.connection, "server-token", at: .connect)),
        .failure(TransportError(.timeout, "late", at: .answer)),
        .success(IncomingResponse(status: 503)), .success(IncomingResponse(status: 429)),
    ]

    @Test("are sent again, oldest first, when there is the next turn", arguments: failures)
    func retried(_ failure: Result<IncomingResponse, TransportError>) async throws {
        let collector = Collector(failure)
        let log = Shared<[String]>([])
        let enforcer = try EnforcerFixture.enforcer(collector, logger: Self.logger(log))
        await enforcer.deliver([Self.report(1), Self.report(2)])
        // One failure is enough to know; the second is not tried.
        #expect(Self.numbers(collector.bodies) == [1])
        collector.answer(.success(IncomingResponse(status: 200)))
        await enforcer.deliver([Self.report(3)])
        #expect(Self.numbers(collector.bodies) == [1, 1, 2, 3])
        await enforcer.deliver([])
        #expect(collector.bodies.count == 4)
        #expect(log.value.count == 1)
        #expect(!log.value.joined().contains("server-token"))
    }

    @Test("are given up at the third failure, and that is said")
    func givenUp() async throws {
        let collector = Collector(Self.failures[0])
        let log = Shared<[String]>([])
        let enforcer = try EnforcerFixture.enforcer(collector, logger: Self.logger(log))
        await enforcer.deliver([Self.report(1)])
        for _ in 0..<4 { await enforcer.deliver([]) }
        #expect(collector.bodies.count == 3)
        let dropped = log.value.filter { $0.contains("activities dropped") }
        #expect(dropped.count == 1)
        #expect(dropped.first?.contains(#""count":"1""#) == true)
        #expect(log.value.count { $0.contains(#""stage":"connect""#) } == 3)
    }

    @Test("that are refused are not sent again", arguments: [400, 401, 404, 302])
    func refused(_ status: Int) async throws {
        let collector = Collector(.success(IncomingResponse(status: status)))
        let log = Shared<[String]>([])
        let enforcer = try EnforcerFixture.enforcer(collector, logger: Self.logger(log))
        await enforcer.deliver([Self.report(1), Self.report(2)])
        await enforcer.deliver([])
        #expect(Self.numbers(collector.bodies) == [1, 2])
        #expect(log.value.contains { $0.contains("activities dropped") && $0.contains(#""count":"2""#) })
    }

    @Test("are bounded in number and size: the oldest go", arguments: [(2, 64), (100_000, 10), (2_000_000, 0)])
    func bounded(size: Int, kept: Int) async throws {
        let collector = Collector(Self.failures[0])
        let log = Shared<[String]>([])
        let enforcer = try EnforcerFixture.enforcer(collector, logger: Self.logger(log))
        await enforcer.deliver((1...100).map { Self.report($0, size: size) })
        collector.answer(.success(IncomingResponse(status: 200)))
        let tried = collector.bodies.count
        await enforcer.deliver([])
        #expect(Self.numbers(collector.bodies).dropFirst(tried) == Array(101 - kept..<101)[...])
        #expect(log.value.contains { $0.contains("activities dropped") && $0.contains("\"count\":\"\(100 - kept)\"") })
    }

    @Test("have what is left of the invocation's time, and wait if nothing is")
    func deadline() async throws {
        let collector = Collector(.success(IncomingResponse(status: 200, body: Array(EnforcerFixture.low.utf8))))
        let enforcer = try EnforcerFixture.enforcer(collector)
        let enforcement = await enforcer.decide(
            TestEvent().json, deadlineMilliseconds: EnforcerFixture.now + 500)
        await enforcer.deliver(enforcement.reports)
        #expect(collector.timeouts == [300, 300])
        // The next invocation is over as it begins.
        let late = await enforcer.decide(TestEvent().json, deadlineMilliseconds: EnforcerFixture.now + 100)
        let before = collector.bodies.count
        await enforcer.deliver(late.reports)
        #expect(collector.bodies.count == before)
        _ = await enforcer.decide(TestEvent(uri: "/a.css").json, deadlineMilliseconds: EnforcerFixture.now + 5000)
        await enforcer.deliver([])
        #expect(collector.bodies.count == before + late.reports.count)
    }
}
