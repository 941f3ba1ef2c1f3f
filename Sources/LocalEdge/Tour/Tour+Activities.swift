// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What comes with or after the origin's answer: the work of HumanActivities.
extension Tour {
    /// A visitor whom the Risk API gives an id gets it with a page that is served, not only with a block page.
    func visitorCookie() async throws -> TourStep {
        let title = "visitor cookie"
        guard hasActivities else { return .skipped(title, Self.missingText) }
        guard configuration.defersActivities else { return .skipped(title, "needs px_deferred_activities") }
        var (step, response) = try await visit(title, "GET", "/", address: "203.0.113.13")
        step.expect(.pass, "s2s", callReason: "no_cookie", status: 200)
        if step.decision?.originStatus != 200 { step.faults.append("the report lacks the origin's status") }
        if response.headers.all("set-cookie").contains(where: { $0.hasPrefix("_pxhd=") }) {
            step.note = "_pxhd set"
        } else {
            step.faults.append("no cookie _pxhd came with the page")
        }
        return step
    }

    func login(_ cookies: String) async throws -> TourStep {
        try await login("login", cookies, password: "correct-horse", status: 200)
    }

    /// A login that the site refuses is reported as such.
    func loginReport(_ cookies: String) async throws -> TourStep {
        let title = "refused login"
        guard hasActivities else { return .skipped(title, Self.missingText) }
        guard configuration.reportsLogins else {
            return .skipped(title, "needs px_automatic_additional_s2s_activity_enabled")
        }
        return try await login(title, cookies, password: DemoSite.wrongPassword, status: 401)
    }

    private static let missingText = "needs HumanActivities"

    private func login(_ title: String, _ cookies: String, password: String, status: Int) async throws -> TourStep {
        let mark = await book.mark()
        var (step, _) = try await visit(
            title,
            "POST",
            "/login",
            headers: [
                HeaderLine("Cookie", cookies),
                HeaderLine("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array("username=visitor%40shop.example&password=\(password)".utf8)
        )
        // Credentials are worth a question even with a good token (protocol.md §1.4).
        let asks = configuration.extractsCredentials
        step.expect(.pass, asks ? "s2s" : "cookie", callReason: asks ? "sensitive_route" : nil, status: status)
        if hasActivities, configuration.reportsLogins {
            let details = await backend.loginReport(since: mark, from: Self.visitor)?["details"]
            if details?["login_successful"] == .bool(status == 200) {
                step.note = status == 200 ? "reported as successful" : "reported as not successful"
            } else {
                step.faults.append("there is no report of a login that was \(status == 200 ? "" : "not ")successful")
            }
        }
        return step
    }
}
