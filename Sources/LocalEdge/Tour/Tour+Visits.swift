// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Who is let in, who is not, and what is none of the enforcer's business.
extension Tour {
    func cleanVisitor() async throws -> (TourStep, cookies: String) {
        var (step, response) = try await visit("clean visitor", "GET", "/")
        step.expect(.pass, "s2s", callReason: "no_cookie", status: 200)
        let pairs = response.headers.all("set-cookie").map { String($0.prefix { $0 != ";" }) }
        for name in ["_px3", "_pxvid"] where !pairs.contains(where: { $0.hasPrefix(name + "=") }) {
            step.faults.append("no cookie \(name) came with the page")
        }
        return (step, pairs.joined(separator: "; "))
    }

    func sameVisitor(_ cookies: String) async throws -> TourStep {
        let before = await backend.riskCalls
        var (step, response) = try await visit(
            "same visitor again",
            "GET",
            "/products/harbour-lamp",
            headers: [HeaderLine("Cookie", cookies)]
        )
        step.expect(.pass, "cookie", callReason: nil, status: 200)
        let calls = await backend.riskCalls - before
        if calls != 0 { step.faults.append("\(calls) Risk API call(s) in spite of a good token") }
        if response.headers.first("set-cookie") != nil { step.faults.append("a good token was replaced") }
        return step
    }

    func staticFile() async throws -> TourStep {
        let before = await backend.riskCalls
        let reports = await backend.activityCounts
        var (step, _) = try await visit("static file", "GET", "/static/site.css")
        step.expect(.filtered, nil, callReason: nil, status: 200)
        if await backend.riskCalls != before { step.faults.append("the Risk API was called") }
        if await backend.activityCounts != reports { step.faults.append("an activity was sent") }
        return step
    }

    func blockedBot() async throws -> (TourStep, page: BlockPage) {
        var (step, response) = try await visit(
            "blocked bot",
            "GET",
            BlockPage.address,
            userAgent: BlockPage.userAgent,
            address: BlockPage.visitor
        )
        step.expect(.block, "s2s_high_score", callReason: "no_cookie", status: 403)
        let page = BlockPage(text: String(decoding: response.body, as: UTF8.self))
        // Both texts are what clients recognise the page by (protocol.md §7.7).
        for text in ["px-captcha", "Access to this page has been denied"] where !page.text.contains(text) {
            step.faults.append("the page lacks \"\(text)\"")
        }
        return (step, page)
    }

    func staleCookie() async throws -> TourStep {
        let claim = RiskTokenClaim(
            expiry: WallClock.milliseconds() - 60_000,
            score: 0,
            uuid: "3f1c5a9e-0000-4000-8000-000000000001",
            vid: "3f1c5a9e-0000-4000-8000-000000000002",
            action: "c"
        )
        let token = issuer.token(for: claim, userAgent: Self.browser) ?? ""
        var (step, _) = try await visit(
            "stale cookie",
            "GET",
            "/",
            headers: [HeaderLine("Cookie", "_px3=\(token)")],
            address: "203.0.113.11"
        )
        step.expect(.pass, "s2s", callReason: "cookie_expired", status: 200)
        return step
    }

    func hangingBackend() async throws -> TourStep {
        try await backend.set(mode: .hang)
        var (step, _) = try await visit("backend hangs", "GET", "/", address: "203.0.113.12")
        try await backend.set(mode: .normal)
        step.expect(.pass, "s2s_timeout", callReason: "no_cookie", status: 200)
        // Where answers wait for reports, HumanActivities' one waits for its own.
        let limit = configuration.riskTimeout * (waitsForReports && hasActivities ? 2 : 1) + 100
        if step.milliseconds > Double(limit) { step.faults.append("the page took longer than \(limit) ms") }
        return step
    }
}
