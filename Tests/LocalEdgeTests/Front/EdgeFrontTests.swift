// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Synchronization
import Testing

@testable import LocalEdge

@Suite struct EdgeFrontTests {
    /// Answers with what it was asked.
    private struct Echo: Origin {
        func respond(to request: ViewerRequest) async -> EdgeResponse {
            let text = "\(request.method) \(request.target) \(String(decoding: request.body, as: UTF8.self))"
            return EdgeResponse(
                status: 200,
                headers: request.headers + [HeaderLine("Connection", "keep-alive")],
                body: Array(text.utf8)
            )
        }
    }

    private func run(_ request: ViewerRequest, _ handler: StubHandler) async -> (EdgeResponse, RequestRecord?) {
        let box = RecordBox()
        var front = Self.front(InProcessHost(handler: handler))
        front.observe = { record in box.add(record) }
        return (await front.respond(to: request), box.last)
    }

    private static func front(_ function: any FunctionHost) -> EdgeFront {
        let behaviour = CacheBehaviour(viewerRequest: Association(function: function, includeBody: true))
        return EdgeFront(
            distribution: Distribution(defaultBehaviour: behaviour),
            network: OriginNetwork(siteAddress: Samples.origin, site: Echo())
        )
    }

    private final class RecordBox: Sendable {
        private let records = Mutex<[RequestRecord]>([])
        func add(_ record: RequestRecord) { records.withLock { $0.append(record) } }
        var last: RequestRecord? { records.withLock { $0.last } }
    }

    @Test("a request that the function lets go on reaches the origin, body in full")
    func pass() async {
        let handler = StubHandler(result: StubHandler.pass)
        let (response, record) = await run(Samples.request, handler)
        #expect(response.status == 200)
        #expect(response.body == Array("POST /login?a=1 a=b".utf8))
        #expect(response.headers.first("x-cache") == "Miss from cloudfront")
        #expect(response.headers.first("connection") == nil)
        #expect(record?.stage == .passed)
        #expect(response.headers.first("x-amz-cf-id") == record?.requestID)
    }

    @Test("the function's changes reach the origin")
    func change() async {
        let handler = StubHandler { event in
            let request = event["Records"]?[0]?["cf"]?["request"] ?? .null
            return request.with("uri", "/changed").text
        }
        let (response, _) = await run(Samples.request, handler)
        #expect(response.body == Array("POST /changed?a=1 a=b".utf8))
    }

    @Test("a response of the function goes to the viewer, the origin sees nothing")
    func block() async {
        let handler = StubHandler { _ in
            Array(#"{"status":"403","headers":{"content-type":[{"value":"text/html"}]},"body":"no"}"#.utf8)
        }
        let (response, record) = await run(Samples.request, handler)
        #expect(response.status == 403)
        #expect(response.body == Array("no".utf8))
        #expect(response.headers.first("content-type") == "text/html")
        #expect(record?.stage == .generated)
    }

    @Test("a result that CloudFront refuses becomes its 502", arguments: ["null", "garbage", #"{"status":"999"}"#])
    func refuse(result: String) async {
        let (response, record) = await run(Samples.request, StubHandler { _ in Array(result.utf8) })
        #expect(response.status == 502)
        #expect(response.headers.first("x-cache") == "LambdaValidationError from cloudfront")
        guard case .failed(let reason) = record?.stage else {
            Issue.record("the request did not fail")
            return
        }
        #expect(reason.hasPrefix("validation error at viewer-request: "))
    }

    @Test("a failing function becomes a 503")
    func fail() async {
        struct Failing: FunctionHost {
            let outcome: FunctionOutcome
            func start() async throws {}
            func invoke(_ event: [UInt8]) async -> Invocation { Invocation(outcome: outcome) }
            func stop() async {}
        }
        for outcome in [.failed("x"), .exited("x"), .timedOut(milliseconds: 5)] as [FunctionOutcome] {
            let front = Self.front(Failing(outcome: outcome))
            #expect(await front.respond(to: Samples.request).status == 503)
        }
    }

    @Test("what CloudFront refuses by itself does not reach the function")
    func refusedBefore() async {
        let handler = StubHandler(result: StubHandler.pass)
        let (response, record) = await run(ViewerRequest(method: "GET", uri: "/", body: [1]), handler)
        #expect(response.status == 403)
        #expect(handler.calls.isEmpty)
        #expect(record?.stage == .refused("a GET with a body"))
    }

    @Test("reports are delivered after the answer")
    func deliver() async {
        let report = OutgoingRequest(kind: .activities, url: "", headers: [], body: [], timeoutMilliseconds: 1)
        let handler = StubHandler(reports: [report], result: StubHandler.pass)
        let (_, record) = await run(Samples.request, handler)
        for task in record?.settled ?? [] { await task.value }
        #expect(handler.calls == ["handle", "deliver 1"])
    }

    @Test("a function has its turn after the answer without reports as well")
    func nothing() async {
        let handler = StubHandler(result: StubHandler.pass)
        let (_, record) = await run(Samples.request, handler)
        for task in record?.settled ?? [] { await task.value }
        #expect(handler.calls == ["handle", "deliver 0"])
    }
}
