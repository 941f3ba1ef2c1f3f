// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("The lists of skipped and deviating vectors")
struct VectorListTests {
    static let files = [
        "mobile_tokens", "original_tokens", "data_enrichment", "cors", "risk_api", "generated_telemetry",
        "v4_requests", "pipeline", "config", "request_fields", "first_party",
    ]

    @Test("Every file has vectors, and each has a name of its own", arguments: files)
    func present(_ file: String) {
        let vectors = Vector.all(file)
        #expect(!vectors.isEmpty)
        #expect(Double(vectors.count) == vectors.first?.file["count"]?.number)
        #expect(Set(vectors.map(\.name)).count == vectors.count)
    }

    @Test("Every skipped vector exists, with the part that is skipped, and has a reason")
    func skips() {
        #expect(!Vector.skips.isEmpty)
        for skip in Vector.skips {
            let named = Vector.all(skip.file).filter { skip.name == "*" || $0.name == skip.name }
            #expect(!named.isEmpty, "\(skip.file): \(skip.name)")
            #expect(!skip.reason.isEmpty)
            guard let part = skip.part else { continue }
            #expect(named.contains { ($0.body["expected_v4"] ?? $0.body["expected"])?[part] != nil }, "\(skip.name)")
        }
    }

    @Test("Every deviating vector exists and is not skipped")
    func deviations() {
        #expect(!Vector.deviations.isEmpty)
        for deviation in Vector.deviations {
            #expect(Vector.read(deviation.file).contains { $0.name == deviation.name }, "\(deviation.name)")
        }
    }
}
