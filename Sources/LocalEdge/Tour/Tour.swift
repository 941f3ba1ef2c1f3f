// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A short tour of real HTTP requests through the front, each held against what has to come of it.
struct Tour {
    let client: LoopbackClient
    let backend: EmbeddedBackend
    let issuer: RiskTokenIssuer
    let book: DecisionBook

    /// Where the site serves HUMAN's sensor first-party.
    let sensorPath: String

    /// `px_s2s_timeout`, in ms.
    let riskTimeout: Int

    private static let browser =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"

    /// Documentation addresses (RFC 5737), one a visitor.
    private static let visitor = "203.0.113.10"

    /// Walks all stops in order.
    func run(_ show: (TourStep) -> Void) async throws -> [TourStep] {
        var steps: [TourStep] = []
        func add(_ step: TourStep) {
            steps.append(step)
            show(step)
        }

        let (clean, cookies) = try await cleanVisitor()
        add(clean)
        add(try await sameVisitor(cookies))
        add(try await staticFile())
        add(try await blockedBot())
        add(try await staleCookie())
        add(try await login(cookies))
        add(try await firstPartyScript())
        add(try await hangingBackend())
        return steps
    }

    // MARK: - Stops

    private func cleanVisitor() async throws -> (TourStep, cookies: String) {
        var (step, response) = try await visit("clean visitor", "GET", "/")
        step.expect(.pass, "s2s", callReason: "no_cookie", status: 200)
        let pairs = response.headers.all("set-cookie").map { String($0.prefix { $0 != ";" }) }
        for name in ["_px3", "_pxvid"] where !pairs.contains(where: { $0.hasPrefix(name + "=") }) {
            step.faults.append("no cookie \(name) came with the page")
        }
        return (step, pairs.joined(separator: "; "))
    }

    private func sameVisitor(_ cookies: String) async throws -> TourStep {
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

    private func staticFile() async throws -> TourStep {
        let before = await backend.riskCalls
        let reports = await backend.activityCounts
        var (step, _) = try await visit("static file", "GET", "/static/site.css")
        step.expect(.filtered, nil, callReason: nil, status: 200)
        if await backend.riskCalls != before { step.faults.append("the Risk API was called") }
        if await backend.activityCounts != reports { step.faults.append("an activity was sent") }
        return step
    }

    private func blockedBot() async throws -> TourStep {
        var (step, response) = try await visit(
            "blocked bot",
            "GET",
            "/products/signal-mug",
            userAgent: "demo-bot/1.0",
            address: "203.0.113.66"
        )
        step.expect(.block, "s2s_high_score", callReason: "no_cookie", status: 403)
        // Both texts are what clients recognise the page by (protocol.md §7.7).
        let page = String(decoding: response.body, as: UTF8.self)
        for text in ["px-captcha", "Access to this page has been denied"] where !page.contains(text) {
            step.faults.append("the page lacks \"\(text)\"")
        }
        return step
    }

    private func staleCookie() async throws -> TourStep {
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

    private func login(_ cookies: String) async throws -> TourStep {
        var (step, _) = try await visit(
            "login",
            "POST",
            "/login",
            headers: [
                HeaderLine("Cookie", cookies),
                HeaderLine("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array("username=visitor%40shop.example&password=correct-horse".utf8)
        )
        step.expect(.pass, "cookie", callReason: nil, status: 200)
        return step
    }

    private func firstPartyScript() async throws -> TourStep {
        var (step, response) = try await visit("first-party script", "GET", sensorPath)
        step.expect(.answered, nil, callReason: nil, status: 200)
        if response.body != Array(StandInScripts.sensor.utf8) { step.faults.append("it is not the backend's script") }
        if response.headers.first("content-type") != "application/javascript" {
            step.faults.append("its type is not that of a script")
        }
        return step
    }

    private func hangingBackend() async throws -> TourStep {
        try await backend.set(mode: .hang)
        var (step, _) = try await visit("backend hangs", "GET", "/", address: "203.0.113.12")
        try await backend.set(mode: .normal)
        step.expect(.pass, "s2s_timeout", callReason: "no_cookie", status: 200)
        let limit = riskTimeout + 100
        if step.milliseconds > Double(limit) { step.faults.append("the page took longer than \(limit) ms") }
        return step
    }

    // MARK: - A visit

    private func visit(
        _ title: String,
        _ method: String,
        _ target: String,
        headers: [HeaderLine] = [],
        body: [UInt8] = [],
        userAgent: String = Self.browser,
        address: String = Self.visitor
    ) async throws -> (TourStep, EdgeResponse) {
        let violations = await backend.violations.count
        let clock = ContinuousClock()
        let begin = clock.now
        let response = try await client.send(
            method,
            target,
            headers: [
                HeaderLine("Host", "shop.example"),
                HeaderLine("User-Agent", userAgent),
                HeaderLine("Accept", "text/html,*/*;q=0.8"),
                HeaderLine(EdgeSimulator.clientAddressHeader, address),
            ] + headers,
            body: body
        )
        let elapsed = (clock.now - begin) / .milliseconds(1)
        let decision = await book.decision(for: response.headers.first("x-amz-cf-id") ?? "")
        let faults = await backend.violations.dropFirst(violations)
        let step = TourStep(
            title: title,
            decision: decision,
            status: response.status,
            milliseconds: elapsed,
            faults: Array(faults)
        )
        return (step, response)
    }
}

extension TourStep {
    /// Notes what is not as expected. A reason of nil is not looked at.
    fileprivate mutating func expect(
        _ outcome: Decision.Outcome,
        _ reason: String?,
        callReason: String?,
        status: Int
    ) {
        if decision.outcome != outcome { faults.append("expected \(outcome.rawValue)") }
        if let reason, decision.reason != reason { faults.append("expected the reason \(reason)") }
        if decision.callReason != callReason { faults.append("expected the call reason \(callReason ?? "none")") }
        if self.status != status { faults.append("expected status \(status)") }
    }
}
