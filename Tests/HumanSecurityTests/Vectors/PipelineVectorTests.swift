// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("Whole decisions of the shared vectors")
struct PipelineVectorTests {
    @Test("Each request is decided as by 4.1.0, or as the deviation says", arguments: Vector.read("pipeline"))
    func pipeline(_ vector: Vector) async throws { try await check(vector) }

    @Test("Preflights and blocks with an origin are answered as by 4.1.0", arguments: Vector.read("cors"))
    func cors(_ vector: Vector) async throws { try await check(vector) }

    private func check(_ vector: Vector) async throws {
        let base = vector.file["base_config"] ?? .object([:])
        let short = (vector.file["base_request"] ?? .object([:])).overlaid(with: vector.inputs["request"])
        let answer = vector.inputs["risk_response"].map {
            VectorValue.object(["status": .number(0)]).overlaid(with: $0)
        }
        let run = try await VectorRun(
            configuration: base.overlaid(with: vector.inputs["config"]),
            request: VectorRun.request(short),
            transport: VectorRun.transport(answer)
        )
        let expected = vector.expected
        #expect((run.response != nil) == (expected["decision"]?.text != "pass"))
        #expect((!run.requests(.risk).isEmpty) == expected["risk_called"]?.bool)
        let types = try run.requests(.activities).map { try VectorValue.parse($0.body)["type"] ?? .null }
        #expect(.list(types) == expected["activities"])
        #expect(run.response?["status"] == expected["status"])
        if let type = expected["content_type"]?.text { #expect(run.headers["content-type"]?.hasPrefix(type) == true) }
        if let simulated = expected["simulated_block"] {
            #expect(run.activity?["details"]?["simulated_block"] == simulated)
        }
        if let keys = expected["body_keys"]?.list {
            let body = try VectorValue.parse((run.responseBody ?? "").utf8)
            #expect(Set(body.members.keys) == Set(keys.compactMap(\.text)))
        }
        if let headers = expected["cors_headers"]?.members {
            let mine = run.headers.filter { $0.key.hasPrefix("access-control-") }
            let wanted = headers.map { ($0.key.lowercased(), $0.value.text ?? "") }
            #expect(mine == Dictionary(uniqueKeysWithValues: wanted))
        }
    }
}
