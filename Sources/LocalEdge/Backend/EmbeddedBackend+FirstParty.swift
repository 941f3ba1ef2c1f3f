// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Sensor and challenge, and what they send (protocol.md §8.2).
extension EmbeddedBackend {
    /// The shortest time that the challenge's button has to be held, in ms.
    static let shortestHold = 1_000.0

    /// The answer to a call for a script, or of one; nil if the path is none of theirs.
    nonisolated func firstParty(_ request: ViewerRequest) async -> EdgeResponse? {
        let kind: FirstPartyCheck.Kind
        switch (request.method, request.uri) {
        case ("GET", "/\(expectations.appID)/main.min.js"): kind = .sensor
        case ("GET", "/\(expectations.appID)/captcha.js"): kind = .captcha
        case ("POST", "/api/v2/collector"): kind = .xhr
        default: return nil
        }
        let violations = FirstPartyCheck.violations(
            request.headers,
            for: kind,
            expecting: expectations,
            ownAddress: "127.0.0.1:\(await port)"
        )
        await state.countClient(kind, violations)
        report(violations ?? [], of: "first party")
        if let violations, !violations.isEmpty { return await inMode { Self.refusal(violations) } }
        switch kind {
        case .sensor: return await inMode { Self.script(StandInScripts.sensor) }
        case .captcha: return await inMode { Self.script(StandInScripts.captcha) }
        case .xhr:
            let answer = await answer(to: request)
            return await inMode { Self.json(answer, for: request.headers.first("origin")) }
        }
    }

    /// What the stand-in scripts send is JSON: `{"type": "page", "url": …}` from the sensor, and from the challenge
    /// `{"type": "solution", "uuid": …, "vid": …, "held": ms}`. The answer has the cookies that the script shall set.
    private nonisolated func answer(to request: ViewerRequest) async -> JSONValue {
        let message = JSONValue(request.body)
        let agent = request.headers.first("user-agent") ?? ""
        switch message?["type"] {
        case "page":
            let url = message?["url"]?.stringValue ?? ""
            guard RiskVerdict.on(userAgent: agent, url: url).score < 100 else { return Self.cookies([]) }
            return Self.cookies(await sensor?.issue(for: nil, userAgent: agent) ?? [])
        case "solution":
            let isHeld = (message?["held"]?.numberValue ?? 0) >= Self.shortestHold
            let uuid = message?["uuid"]?.stringValue ?? ""
            // Each challenge lets one visitor in once.
            guard isHeld, await state.solve(uuid) else { return Self.cookies([]) }
            let visitor = message?["vid"]?.stringValue.flatMap { UUID(uuidString: $0) }
            return Self.cookies(await sensor?.issue(for: visitor, userAgent: agent) ?? [])
        default:
            return Self.cookies([])
        }
    }

    private static func cookies(_ cookies: [VisitorSensor.Cookie]) -> JSONValue {
        let list = cookies.map { cookie in
            JSONValue.object([
                "name": .string(cookie.name), "value": .string(cookie.value),
                "maxAge": .number(Double(cookie.lifetimeSeconds)),
            ])
        }
        return ["cookies": .array(list)]
    }

    /// A page that loads the scripts from elsewhere needs leave to read the answer.
    private static func json(_ value: JSONValue, for origin: String?) -> EdgeResponse {
        var response = json(value)
        if let origin { response.headers.append(HeaderLine("Access-Control-Allow-Origin", origin)) }
        return response
    }

    private static func script(_ text: String) -> EdgeResponse {
        EdgeResponse(status: 200, contentType: "application/javascript", body: text)
    }
}
