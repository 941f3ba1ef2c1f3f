// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@Suite("First-party requests of the shared vectors")
struct FirstPartyVectorTests {
    @Test("A first-party request is passed on, and its answer handed back", arguments: Vector.read("first_party"))
    func inline(_ vector: Vector) async throws {
        let request = vector.inputs["request"] ?? .object([:])
        let status = Int(request["upstream_status"]?.number ?? 200)
        let text = request["upstream_body"]?.text ?? "hello buddy"
        let answer: ScriptedTransport.Answer =
            request["upstream"]?.text == "exception"
            ? .failure(TransportError(.connection, "refused"))
            : .success(
                IncomingResponse(
                    status: status,
                    headers: [OutgoingRequest.Field("x-px-johnny", "1")],
                    body: Array(text.utf8)
                )
            )
        let transport = ScriptedTransport(activities: answer) { _ in
            .success(IncomingResponse(status: 200, body: Array(EnforcerFixture.low.utf8)))
        }
        let run = try await VectorRun(
            configuration: vector.inputs["config"] ?? .object([:]),
            request: VectorRun.request(request),
            transport: transport
        )
        let expected = vector.expected
        #expect((run.enforcement.outcome == .firstParty) == expected["first_party"]?.bool)
        #expect((run.requests(.firstParty).count == 1) == expected["first_party"]?.bool)
        guard let upstream = expected["upstream"], let sent = run.requests(.firstParty).first else { return }
        #expect(sent.url == upstream["url"]?.text)
        #expect(sent.method == upstream["method"]?.text)
        let headers = Dictionary(sent.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
        #expect(headers == upstream["headers"]?.members.compactMapValues(\.text))
        if let body = request["body"] {
            #expect(sent.body == body.text.map { Array($0.utf8) } ?? body.json)
        }
        #expect(run.response?["status"]?.text == expected["status"]?.text ?? "200")
        if expected["response_is_upstream"]?.bool == true {
            #expect(run.responseBody == text)
            #expect(run.headers["x-px-johnny"] == "1")
        } else {
            #expect(run.responseBody ?? "" == expected["body"]?.text)
            #expect(run.headers["content-type"] == expected["content_type"]?.text)
        }
    }

    @Test("HumanFirstParty turns the request to the vendor's origin", arguments: Vector.read("first_party"))
    func originRequest(_ vector: Vector) async throws {
        let short = vector.inputs["request"] ?? .object([:])
        let firstParty = try HumanSecurityFirstParty.initialize(
            HumanSecurityConfiguration(
                json: VectorRun.credentials.overlaid(with: vector.inputs["config"] ?? .object([:])).json),
            transport: ScriptedTransport(risk: EnforcerFixture.low),
            environment: EnforcerFixture.environment
        )
        let served = await firstParty.handleFirstParty(VectorRun.event(VectorRun.request(short)).json)
        #expect((served != nil) == vector.expected["first_party"]?.bool)
        guard let wanted = vector.expected["origin_request"] else { return }
        let request = try VectorValue.parse(try #require(served).result)
        #expect(request["origin"]?["custom"]?["domainName"] == wanted["domain"])
        #expect(request["uri"] == wanted["uri"])
        // Without the question mark that 4.1.0 leaves there [D12].
        let query = wanted["querystring"]?.text ?? ""
        #expect(request["querystring"] == .text(query.hasPrefix("?") ? String(query.dropFirst()) : query))
    }
}
