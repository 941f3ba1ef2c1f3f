// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// One risk token with what the vendor's enforcer 4.1.0 made of it.
struct TokenVector: Decodable, Sendable, CustomTestStringConvertible {
    struct Inputs: Decodable, Sendable {
        var version: String
        var origin: String
        var value: String?
        var valueEncrypted: String?
        var userAgent: String
        var ip: String
        var blockingScore: Double
        var now: Int64
        var secret: String?
        var secrets: [String]?
        var sensitiveRoute: Bool?
        var minimumIterations: Int?
        var maximumIterations: Int?

        enum CodingKeys: String, CodingKey {
            case version, origin, value, ip, secret, secrets
            case valueEncrypted = "value_encrypted"
            case userAgent = "user_agent"
            case blockingScore = "blocking_score"
            case now = "now_ms"
            case sensitiveRoute = "sensitive_route"
            case minimumIterations = "px_risk_cookie_min_iterations"
            case maximumIterations = "px_risk_cookie_max_iterations"
        }
    }

    struct Expected: Decodable, Sendable {
        /// `pass`, `block` or `s2s`.
        var outcome: String
        var callReason: String?
        var passReason: String?
        var blockReason: String?
        var score: Double?
        var action: String?
        var uuid: String?
        var vid: String?
        var hmac: String?

        enum CodingKeys: String, CodingKey {
            case outcome, score, action, uuid, vid, hmac
            case callReason = "s2s_call_reason"
            case passReason = "pass_reason"
            case blockReason = "block_reason"
        }
    }

    private struct File: Decodable {
        var vectors: [TokenVector]
    }

    var name: String
    var inputs: Inputs
    var expected: Expected
    var form: String

    enum CodingKeys: String, CodingKey {
        case name, inputs
        case expected = "expected_v4"
        case form = "expected_v4_form"
    }

    var testDescription: String { name }

    /// The token in the form that the expectation is about; empty where the visitor has none.
    var token: String { (form == "value_encrypted" ? inputs.valueEncrypted : inputs.value) ?? "" }

    static func read(_ file: String) throws -> [TokenVector] {
        let folder = Bundle.module.resourceURL?.appending(path: "Fixtures") ?? URL(filePath: "Fixtures")
        let data = try Data(contentsOf: folder.appending(path: "\(file).json"))
        return try JSONDecoder().decode(File.self, from: data).vectors
    }

    /// Those that come in a cookie. (Tokens in a header are mobile ones.)
    static let cookies: [TokenVector] =
        ((try? read("generated_risk_cookies") + read("risk_cookies")) ?? []).filter { $0.inputs.origin == "cookie" }
}
