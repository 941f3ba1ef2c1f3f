// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import LocalEdge

@Suite struct PassageTests {
    /// Remembers what it was asked.
    private final class Site: Origin {
        private let log = Mutex<[ViewerRequest]>([])
        private let status: Int
        private let failure: OriginFailure?

        init(status: Int = 200, failure: OriginFailure? = nil) {
            self.status = status
            self.failure = failure
        }

        var requests: [ViewerRequest] { log.withLock { $0 } }

        func respond(to request: ViewerRequest) async throws(OriginFailure) -> EdgeResponse {
            log.withLock { $0.append(request) }
            if let failure { throw failure }
            return EdgeResponse(
                status: status,
                headers: [HeaderLine("Content-Type", "text/html"), HeaderLine("Set-Cookie", "a=1")],
                body: Array("page".utf8)
            )
        }
    }

    private func association(_ handler: StubHandler, includeBody: Bool = false) -> Association {
        Association(function: InProcessHost(handler: handler), includeBody: includeBody)
    }

    private func run(
        _ behaviour: CacheBehaviour,
        _ site: Site = Site(),
        _ request: ViewerRequest = Samples.request
    ) async -> Passage.Ending {
        let network = OriginNetwork(siteAddress: Samples.origin, site: site)
        var passage = Passage(behaviour: behaviour, builder: EventBuilder(), network: network, requestID: "id-1")
        return await passage.run(request)
    }

    private static func response(_ event: JSONValue) -> JSONValue { event["Records"]?[0]?["cf"]?["response"] ?? .null }

    @Test("a request without functions goes to the origin, as the policy has it")
    func noFunction() async {
        let site = Site()
        let ending = await run(CacheBehaviour(), site)
        #expect(ending.stage == .passed)
        #expect(ending.response.body == Array("page".utf8))
        #expect(site.requests.first?.headers.first("host") == "origin.shop.example")
        #expect(site.requests.first?.headers.first("x-amz-cf-id") == "id-1")
    }

    @Test("functions run in order, each on its own event with the same id, and see what is theirs")
    func events() async throws {
        let events = Mutex<[JSONValue]>([])
        func handler(_ result: @escaping @Sendable (JSONValue) -> JSONValue) -> StubHandler {
            StubHandler { event in
                events.withLock { $0.append(event["Records"]?[0]?["cf"] ?? .null) }
                return result(event).text
            }
        }
        let pass: @Sendable (JSONValue) -> JSONValue = { $0["Records"]?[0]?["cf"]?["request"] ?? .null }
        let behaviour = CacheBehaviour(
            viewerRequest: association(handler(pass)),
            originRequest: association(handler(pass), includeBody: true),
            originResponse: association(handler(Self.response))
        )
        #expect(await run(behaviour).stage == .passed)

        let seen = events.withLock { $0 }
        try #require(seen.count == 3)
        let types = seen.map { $0["config"]?["eventType"]?.stringValue }
        #expect(types == ["viewer-request", "origin-request", "origin-response"])
        #expect(seen.allSatisfy { $0["config"]?["requestId"] == "id-1" })
        #expect(seen.map { $0["response"] != nil } == [false, false, true])
        #expect(seen.map { $0["request"]?["body"] != nil } == [false, true, false])
        #expect(seen[0]["request"]?["origin"] == nil)
        for event in seen.dropFirst() {
            #expect(event["request"]?["origin"] == Samples.origin.value)
            #expect(event["request"]?["clientIp"] == "203.0.113.7")
            #expect(event["request"]?["headers"]?["x-forwarded-for"]?[0]?["value"] == "203.0.113.7")
            #expect(event["request"]?["headers"]?["host"]?[0]?["value"] == "origin.shop.example")
            #expect(event["request"]?["headers"]?["x-amz-cf-id"] == nil)
        }
        let response = seen[2]["response"]
        #expect(response?["status"] == "200")
        #expect(response?["statusDescription"] == "OK")
        #expect(response?["body"] == nil)
        #expect(response?["headers"]?["set-cookie"] == [["key": "Set-Cookie", "value": "a=1"]])
    }

    @Test("what a viewer-request function adds reaches origin-response under the usual policy, and is lost without one")
    func handOver() async {
        func context(_ policy: OriginRequestPolicy) async -> JSONValue? {
            let seen = Mutex<JSONValue?>(nil)
            let enforcer = StubHandler { event in
                let request = event["Records"]?[0]?["cf"]?["request"] ?? .null
                return request.with("headers", request["headers"]?.with("px-context", [["value": "{}"]])).text
            }
            let activities = StubHandler { event in
                seen.withLock { $0 = event["Records"]?[0]?["cf"]?["request"]?["headers"]?["px-context"] }
                return Self.response(event).text
            }
            var behaviour = CacheBehaviour(policy: policy)
            behaviour.viewerRequest = association(enforcer)
            behaviour.originResponse = association(activities)
            _ = await run(behaviour)
            return seen.withLock { $0 }
        }
        #expect(await context(.allViewerExceptHostHeader)?[0]?["value"] == "{}")
        #expect(await context(.allViewer)?[0]?["value"] == "{}")
        #expect(await context(.none) == nil)
    }

    @Test("another origin is named in the record, and the viewer's body goes there in full")
    func rerouted() async throws {
        let server = LoopbackServer { EdgeResponse(status: 200, body: $0.body) }
        let port = try await server.start()
        let handler = StubHandler { event in
            let request = event["Records"]?[0]?["cf"]?["request"] ?? .null
            return request.with("origin", CustomOrigin(domainName: "vendor.example").value).text
        }
        var passage = Passage(
            behaviour: CacheBehaviour(originRequest: association(handler)),
            builder: EventBuilder(),
            network: OriginNetwork(siteAddress: Samples.origin, site: Site(), loopbackNames: ["vendor.example": port]),
            requestID: "id-1"
        )
        let ending = await passage.run(Samples.request)
        #expect(ending.stage == .rerouted("vendor.example"))
        #expect(ending.response.body == Array("a=b".utf8))
        await server.stop()
    }

    @Test("a response of an origin-request function goes to the viewer; neither origin nor origin-response see it")
    func generated() async {
        let site = Site()
        let last = StubHandler { Self.response($0).text }
        let behaviour = CacheBehaviour(
            originRequest: association(StubHandler { _ in Array(#"{"status":"200","body":"{}"}"#.utf8) }),
            originResponse: association(last)
        )
        let ending = await run(behaviour, site)
        #expect(ending.stage == .generated)
        #expect(ending.response.body == Array("{}".utf8))
        #expect(ending.response.headers.first("x-cache") == "LambdaGeneratedResponse from cloudfront")
        #expect(site.requests.isEmpty)
        #expect(last.calls.isEmpty)
    }

    @Test("an origin's answer of any status reaches origin-response", arguments: [200, 404, 500])
    func anyStatus(status: Int) async {
        let site = Site(status: status)
        let handler = StubHandler { Self.response($0).with("statusDescription", "seen").text }
        let ending = await run(CacheBehaviour(originResponse: association(handler)), site)
        #expect(ending.response.status == status)
        #expect(ending.response.reasonPhrase == "seen")
    }

    @Test("no answer of an origin is CloudFront's own error, and no function sees it")
    func noAnswer() async {
        let handler = StubHandler { Self.response($0).text }
        let site = Site(failure: OriginFailure(status: 504, reason: "it slept"))
        let ending = await run(CacheBehaviour(originResponse: association(handler)), site)
        #expect(ending.response.status == 504)
        #expect(ending.stage == .failed("origin: it slept"))
        #expect(handler.calls.isEmpty)
    }

    @Test("a result that CloudFront refuses is a 502 that says at which event")
    func refused() async {
        let first = CacheBehaviour(originRequest: association(StubHandler { _ in Array("null".utf8) }))
        let second = CacheBehaviour(originResponse: association(StubHandler { _ in Array("null".utf8) }))
        for (behaviour, type) in [(first, "origin-request"), (second, "origin-response")] {
            let ending = await run(behaviour)
            #expect(ending.response.status == 502)
            #expect(
                ending.stage
                    == .failed("validation error at \(type): the result is null, not a request or a response")
            )
        }
    }

    @Test("without a policy that forwards cookies those of the origin are taken off, as CloudFront does")
    func cookies() async {
        #expect(await run(CacheBehaviour(policy: .none)).response.headers.first("set-cookie") == nil)
        #expect(await run(CacheBehaviour(policy: .allViewer)).response.headers.first("set-cookie") == "a=1")
    }

    @Test("what a function could not see still reaches the origin")
    func hidden() async {
        let site = Site()
        var request = Samples.request
        request.headers.append(HeaderLine("X-Real-IP", "198.51.100.1"))
        let pass = CacheBehaviour(
            viewerRequest: association(StubHandler(result: StubHandler.pass)),
            originRequest: association(StubHandler(result: StubHandler.pass))
        )
        _ = await run(pass, site, request)
        #expect(site.requests.first?.headers.all("x-real-ip") == ["198.51.100.1"])
    }
}
