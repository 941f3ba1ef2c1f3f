// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import HumanSecurity

@Suite("Signature Version 4")
struct SignatureVersion4Tests {
    /// A line of signature-version-4.jsonl, which generate.py beside it explains.
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var source: String
        var name: String
        var region: String
        var service: String
        var method: String
        var path: String
        var query: [[String]]
        var headers: [[String]]
        var body: String
        var canonical: String
        var toSign: String
        var signature: String

        enum CodingKeys: String, CodingKey {
            case source, name, region, service, method, path, query, headers, body, canonical, signature
            case toSign = "to_sign"
        }

        var testDescription: String { name }

        static let all: [Case] =
            (try? FixtureLines("secrets/signature-version-4.jsonl", in: .module).decoded()) ?? []

        var signer: SignatureVersion4 {
            SignatureVersion4(
                credentials: .init(
                    accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                region: region,
                service: service,
                date: "20150830T123600Z"
            )
        }

        var request: SignatureVersion4.Request {
            SignatureVersion4.Request(
                method: method,
                path: path,
                query: query.map { ($0[0], $0[1]) },
                headers: headers.map { OutgoingRequest.Field($0[0], $0[1]) },
                body: Array(body.utf8)
            )
        }
    }

    @Test("All cases of AWS's suite that concern us are there")
    func count() {
        #expect(Case.all.count { $0.source == "AWS test suite" } == 21)
        #expect(Case.all.count { $0.source == "botocore" } == 3)
    }

    @Test("A request gets the canonical form, the text and the signature of AWS's own", arguments: Case.all)
    func vector(_ vector: Case) throws {
        let request = vector.request
        #expect(vector.signer.canonicalRequest(request) == vector.canonical)
        #expect(vector.signer.stringToSign(request) == vector.toSign)
        let names = vector.canonical.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last ?? ""
        let scope = "20150830/\(vector.region)/\(vector.service)/aws4_request"
        #expect(
            vector.signer.authorization(for: request)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=\(names), "
                + "Signature=\(vector.signature)"
        )
    }

    @Test(
        "A time has AWS's form",
        arguments: [
            (0, "19700101T000000Z"), (1_440_938_160_999, "20150830T123600Z"), (951_782_399_000, "20000228T235959Z"),
            (951_782_400_000, "20000229T000000Z"), (951_868_800_000, "20000301T000000Z"),
            (4_107_542_400_000, "21000301T000000Z"), (1_767_225_599_999, "20251231T235959Z"),
            (1_767_225_600_000, "20260101T000000Z"), (-1, "19700101T000000Z"),
        ] as [(Int64, String)])
    func timestamp(milliseconds: Int64, text: String) {
        #expect(SignatureVersion4.timestamp(milliseconds) == text)
    }
}
