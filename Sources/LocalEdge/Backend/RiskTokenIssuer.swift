// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Interim
public struct RiskTokenIssuer: Sendable {
    let secret: String
    public init(secret: String) { self.secret = secret }
    func token(for claim: RiskTokenClaim, userAgent: String) -> String? {
        "00:c2FsdA==:1000:" + String(decoding: claim.payload.text, as: UTF8.self).replacing(";", with: "")
    }
}
