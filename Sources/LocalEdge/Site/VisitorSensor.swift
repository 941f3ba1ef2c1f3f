// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Gives visitors of the demo site what a page's sensor would get for them.
///
/// On a real site a script does that: it runs in the visitor's browser, reports to HUMAN, and sets the cookies that it
/// gets back. The demo works without a network and for visitors without JavaScript, so the origin plays the script.
actor VisitorSensor {
    /// Live tokens last 5.5 minutes (protocol.md §3.4).
    static let lifetimeMilliseconds: Int64 = 330_000

    private let issuer: RiskTokenIssuer
    private var expiries: [String: Int64] = [:]

    init(issuer: RiskTokenIssuer) {
        self.issuer = issuer
    }

    /// Values of `Set-Cookie` for a visitor without a token that is still good; none for others.
    func cookies(for request: ViewerRequest) -> [String] {
        let now = WallClock.milliseconds()
        let held = Self.cookies(of: request)
        if let token = held["_px3"], let expiry = expiries[token], expiry > now { return [] }

        let visitor = held["_pxvid"].flatMap { UUID(uuidString: $0) } ?? UUID()
        let claim = RiskTokenClaim(
            expiry: now + Self.lifetimeMilliseconds,
            score: 0,
            uuid: UUID().uuidString.lowercased(),
            vid: visitor.uuidString.lowercased(),
            action: "c"
        )
        guard let token = issuer.token(for: claim, userAgent: request.headers.first("user-agent") ?? "") else {
            return []
        }
        remember(token, until: claim.expiry, now: now)
        return [
            "_px3=\(token); Max-Age=\(Self.lifetimeMilliseconds / 1_000); Path=/; SameSite=Lax",
            "_pxvid=\(claim.vid); Max-Age=31536000; Path=/; SameSite=Lax",
        ]
    }

    private func remember(_ token: String, until expiry: Int64, now: Int64) {
        if expiries.count >= 1_000 { expiries = expiries.filter { $0.value > now } }
        if expiries.count >= 1_000 { expiries.removeAll() }
        expiries[token] = expiry
    }

    private static func cookies(of request: ViewerRequest) -> [String: String] {
        var cookies: [String: String] = [:]
        for value in request.headers.all("cookie") {
            for piece in value.split(separator: ";") {
                let pair = piece.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1)
                if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
            }
        }
        return cookies
    }
}
