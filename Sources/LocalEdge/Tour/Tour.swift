// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A short tour of real HTTP requests through the front, each held against what has to come of it.
struct Tour {
    let client: LoopbackClient
    let backend: EmbeddedBackend
    let issuer: RiskTokenIssuer
    let book: DecisionBook
    let configuration: EdgeConfiguration

    /// Which of the optional functions run.
    let hasActivities: Bool
    let hasFirstParty: Bool

    /// Whether a function's answer waits until its reports are delivered, as in managed runtimes, which freeze the process
    /// behind it.
    let waitsForReports: Bool

    static let browser =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"

    /// Documentation addresses (RFC 5737), one a visitor.
    static let visitor = "203.0.113.10"

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
        let (blocked, page) = try await blockedBot()
        add(blocked)
        try await challenge(page, add)
        add(try await staleCookie())
        add(try await visitorCookie())
        add(try await login(cookies))
        add(try await loginReport(cookies))
        add(try await firstPartyScript())
        add(try await hangingBackend())
        return steps
    }

    // MARK: - A visit

    func visit(
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
    mutating func expect(_ outcome: Decision.Outcome, _ reason: String?, callReason: String?, status: Int) {
        if decision?.outcome != outcome { faults.append("expected \(outcome.rawValue)") }
        if let reason, decision?.reason != reason { faults.append("expected the reason \(reason)") }
        if decision?.callReason != callReason { faults.append("expected the call reason \(callReason ?? "none")") }
        if self.status != status { faults.append("expected status \(status)") }
    }
}
