// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct OriginNetworkTests {
    /// Answers with what it was asked.
    private struct Echo: Origin {
        func respond(to request: ViewerRequest) async -> EdgeResponse {
            EdgeResponse(status: 200, headers: request.headers, body: Array(request.target.utf8))
        }
    }

    private struct Silent: Origin {
        func respond(to request: ViewerRequest) async throws(OriginFailure) -> EdgeResponse {
            try? await Task.sleep(for: .seconds(3_600))
            throw OriginFailure(status: 502, reason: "was interrupted")
        }
    }

    private func request(to origin: CustomOrigin?, uri: String = "/x") -> ViewerRequest {
        var request = ViewerRequest(method: "GET", uri: uri, headers: [HeaderLine("x-key", "viewer's")])
        request.origin = origin
        return request
    }

    @Test("the distribution's own origin answers, also for requests that name none")
    func site() async throws {
        let network = OriginNetwork(siteAddress: Samples.origin, site: Echo())
        for origin in [nil, Samples.origin] {
            let response = try await network.respond(to: request(to: origin))
            #expect(response.body == Array("/x".utf8))
        }
    }

    @Test("an origin's path comes first, and its own headers take the place of the viewer's")
    func additions() async throws {
        var origin = Samples.origin
        origin.path = "/base"
        origin.customHeaders = [HeaderLine("X-Key", "origin's")]
        let network = OriginNetwork(siteAddress: origin, site: Echo())
        let response = try await network.respond(to: request(to: origin))
        #expect(response.body == Array("/base/x".utf8))
        #expect(response.headers.all("x-key") == ["origin's"])
    }

    @Test("a name that leads to loopback is reached there, whatever scheme and port are said")
    func loopback() async throws {
        let server = LoopbackServer { request in
            let host = request.headers.first("host") ?? ""
            return EdgeResponse(status: 200, body: Array("\(host) \(request.target) ".utf8) + request.body)
        }
        let port = try await server.start()
        let network = OriginNetwork(
            siteAddress: Samples.origin, site: Echo(), loopbackNames: ["client.vendor.example": port])
        var request = request(to: CustomOrigin(domainName: "Client.vendor.example"), uri: "/main.min.js")
        request.method = "POST"
        request.body = Array("abc".utf8)
        request.headers = [
            HeaderLine("Host", "client.vendor.example"), HeaderLine("Transfer-Encoding", "chunked"),
            HeaderLine("Content-Length", "7"),
        ]
        let response = try await network.respond(to: request)
        #expect(String(decoding: response.body, as: UTF8.self) == "client.vendor.example /main.min.js abc")
        await server.stop()
        let failure = await #expect(throws: OriginFailure.self) { try await network.respond(to: request) }
        #expect(failure?.status == 502)
    }

    @Test("nobody outside is asked unless that is wanted")
    func outside() async {
        let network = OriginNetwork(siteAddress: Samples.origin, site: Echo())
        let failure = await #expect(throws: OriginFailure.self) {
            try await network.respond(to: request(to: CustomOrigin(domainName: "elsewhere.example")))
        }
        #expect(failure?.status == 502)
        #expect(failure?.reason.contains("elsewhere.example") == true)
    }

    @Test("another origin is asked over the network where that is wanted")
    func wanted() async throws {
        let server = LoopbackServer { EdgeResponse(status: 200, body: Array($0.target.utf8)) }
        let port = try await server.start()
        let network = OriginNetwork(siteAddress: Samples.origin, site: Echo(), reachesOutside: true)
        let origin = CustomOrigin(scheme: .http, domainName: "127.0.0.1", port: Int(port))
        #expect(try await network.respond(to: request(to: origin)).body == Array("/x".utf8))
        await server.stop()
    }

    @Test("an origin that does not answer in time is a 504")
    func timeout() async {
        var origin = Samples.origin
        origin.readTimeout = 0
        let network = OriginNetwork(siteAddress: origin, site: Silent())
        await #expect(throws: OriginFailure(status: 504, reason: "it did not answer within 0 s")) {
            try await network.respond(to: request(to: origin))
        }
    }

    @Test("an origin's headers may have 32 KB")
    func headers() async throws {
        let network = OriginNetwork(siteAddress: Samples.origin, site: Echo())
        func send(_ size: Int) async throws(OriginFailure) -> EdgeResponse {
            var request = ViewerRequest(method: "GET", uri: "/")
            request.headers = [HeaderLine("X-A", String(repeating: "a", count: size))]
            return try await network.respond(to: request)
        }
        #expect(try await send(32_768 - 7).status == 200)
        await #expect(throws: OriginFailure.self) { try await send(32_768 - 6) }
    }
}
