// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the site serves for HUMAN: the scripts, and the way to the collector.
extension Tour {
    func firstPartyScript() async throws -> TourStep {
        let title = "first-party script"
        guard configuration.addresses.isEnabled else { return .skipped(title, Self.offText) }
        return try await script(title, .sensor, configuration.addresses.sensorPath, StandInScripts.sensor)
    }

    /// From the block page to the page that was asked for: the challenge's script, its solution, and the token.
    func challenge(_ page: BlockPage, _ add: (TourStep) -> Void) async throws {
        let titles = ["challenge script", "challenge solved", "solver let in"]
        guard configuration.addresses.isEnabled else {
            for title in titles { add(.skipped(title, Self.offText)) }
            return
        }
        add(
            try await script(
                titles[0],
                .captcha,
                page.value(of: "var first") ?? "/no-script-in-the-block-page",
                StandInScripts.captcha,
                userAgent: BlockPage.userAgent,
                address: BlockPage.visitor
            )
        )
        let (solution, cookies) = try await solve(page, titles[1])
        add(solution)
        var (admission, _) = try await visit(
            titles[2],
            "GET",
            BlockPage.address,
            headers: [HeaderLine("Cookie", cookies)],
            userAgent: BlockPage.userAgent,
            address: BlockPage.visitor
        )
        admission.expect(.pass, "cookie", callReason: nil, status: 200)
        add(admission)
    }

    private static let offText = "needs px_first_party_enabled"

    private func script(
        _ title: String,
        _ kind: FirstPartyCheck.Kind,
        _ target: String,
        _ text: String,
        userAgent: String = Tour.browser,
        address: String = Tour.visitor
    ) async throws -> TourStep {
        let before = await backend.firstPartyCalls[kind] ?? 0
        var (step, response) = try await visit(title, "GET", target, userAgent: userAgent, address: address)
        await expectFirstParty(&step, kind, since: before)
        if response.body != Array(text.utf8) { step.faults.append("it is not the backend's script") }
        if response.headers.first("content-type") != "application/javascript" {
            step.faults.append("its type is not that of a script")
        }
        return step
    }

    /// Does what the challenge's script does in a browser when its button has been held.
    private func solve(_ page: BlockPage, _ title: String) async throws -> (TourStep, cookies: String) {
        let before = await backend.firstPartyCalls[.xhr] ?? 0
        let message: JSONValue = [
            "type": "solution",
            "uuid": .string(page.value(of: "window._pxUuid") ?? ""),
            "vid": .string(page.value(of: "window._pxVid") ?? ""),
            "held": 1_200,
        ]
        var (step, response) = try await visit(
            title,
            "POST",
            (page.value(of: "window._pxHostUrl") ?? "/no-collector-in-the-block-page") + "/api/v2/collector",
            headers: [HeaderLine("Content-Type", "text/plain;charset=UTF-8")],
            body: message.text,
            userAgent: BlockPage.userAgent,
            address: BlockPage.visitor
        )
        await expectFirstParty(&step, .xhr, since: before)
        let pairs = (JSONValue(response.body)?["cookies"]?.arrayValue ?? []).map { cookie in
            "\(cookie["name"]?.stringValue ?? "")=\(cookie["value"]?.stringValue ?? "")"
        }
        if !pairs.contains(where: { $0.hasPrefix("_px3=") }) { step.faults.append("the solution brought no _px3") }
        return (step, pairs.joined(separator: "; "))
    }

    /// The function for first party sends a request on; without it HumanEnforcer answers.
    private func expectFirstParty(_ step: inout TourStep, _ kind: FirstPartyCheck.Kind, since before: Int) async {
        step.expect(hasFirstParty ? .firstParty : .answered, nil, callReason: nil, status: 200)
        if await backend.firstPartyCalls[kind] != before + 1 {
            step.faults.append("the backend saw no first-party call for it")
        }
    }
}
