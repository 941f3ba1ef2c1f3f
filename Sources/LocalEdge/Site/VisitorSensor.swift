// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Gives visitors tokens, as HUMAN's backend does to its sensor.
///
/// On a real site a script does its part: it runs in the visitor's browser, reports to HUMAN, and sets the cookies that
/// it gets back. The demo works for visitors without JavaScript, too, so its origin plays the script where there is none.
actor VisitorSensor {
    struct Cookie: Sendable, Equatable {
        var name: String
        var value: String
        var lifetimeSeconds: Int

        /// A value of `Set-Cookie`.
        var line: String { "\(name)=\(value); Max-Age=\(lifetimeSeconds); Path=/; SameSite=Lax" }
    }

    /// Live tokens last 5.5 minutes (protocol.md §3.4).
    static let lifetimeSeconds = 330

    private let issuer: RiskTokenIssuer
    private var expiries: [String: Int64] = [:]

    init(issuer: RiskTokenIssuer) {
        self.issuer = issuer
    }

    /// Values of `Set-Cookie` for a visitor without a token that is still good; none for others.
    func cookies(for request: ViewerRequest) -> [String] {
        let held = Self.cookies(of: request)
        if let token = held["_px3"], let expiry = expiries[token], expiry > WallClock.milliseconds() { return [] }
        let visitor = held["_pxvid"].flatMap { UUID(uuidString: $0) }
        return issue(for: visitor, userAgent: request.headers.first("user-agent") ?? "").map(\.line)
    }

    /// A fresh token with the best score, and the visitor's id; a new visitor gets a new one.
    func issue(for visitor: UUID?, userAgent: String) -> [Cookie] {
        let now = WallClock.milliseconds()
        let claim = RiskTokenClaim(
            expiry: now + Int64(Self.lifetimeSeconds) * 1_000,
            score: 0,
            uuid: UUID().uuidString.lowercased(),
            vid: (visitor ?? UUID()).uuidString.lowercased(),
            action: "c"
        )
        guard let token = issuer.token(for: claim, userAgent: userAgent) else { return [] }
        remember(token, until: claim.expiry, now: now)
        return [
            Cookie(name: "_px3", value: token, lifetimeSeconds: Self.lifetimeSeconds),
            Cookie(name: "_pxvid", value: claim.vid, lifetimeSeconds: 31_536_000),
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
