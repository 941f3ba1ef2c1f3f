// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalEdge
import TestSupport

/// One visitor's request and what its origin would answer.
struct SoakVisit: Sendable {
    /// What kind of visit it is, for the report.
    var kind: String
    var request: ViewerRequest
    var response: EdgeResponse
    var fault: SoakFault
    /// An event that is none, in place of the request's.
    var brokenEvent: [UInt8]?
}

/// Draws visits from a seed. The same seed gives the same visits, but for the salt of the tokens.
struct SoakTraffic {
    static let configuration: JSONValue = [
        "px_app_id": "PXsoak0001",
        "px_auth_token": "soak-auth-token",
        "px_cookie_secret": "soak-cookie-secret",
        "px_module_mode": "active_blocking",
        "px_s2s_timeout": 1000,
        "px_deferred_activities": true,
        "px_automatic_additional_s2s_activity_enabled": true,
        "px_sensitive_routes": ["/checkout"],
        "px_monitored_routes": ["/beta"],
        "px_filter_by_route": ["/health"],
        "px_filter_by_user_agent": ["monitor/1.0"],
        "px_filter_by_ip": ["198.51.100.0/24"],
        "px_graphql_routes": ["/graphql"],
        "px_sensitive_graphql_operation_names": ["placeOrder"],
        "px_login_credentials_extraction_enabled": true,
        "px_login_credentials_extraction": [
            ["path": "/login", "method": "post", "sent_through": "body", "user_field": "user", "pass_field": "pass"]
        ],
    ]

    /// The configuration of a function.
    static func configuration(of function: EventType, backend: String) -> [UInt8] {
        guard case .object(var members) = configuration else { return [] }
        // CloudFront takes no address for an origin, so HumanFirstParty names HUMAN's own hosts; nobody calls them.
        if function == .originRequest { return configuration.text }
        for key in ["px_backend_url", "px_backend_collector_url", "px_backend_captcha_url", "px_backend_client_url"] {
            members[key] = .string(backend)
        }
        return JSONValue.object(members).text
    }

    private static let userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
    private static let kinds = [
        "page with token", "page with token", "page with token", "page with token", "page without token",
        "page without token", "static file", "static file", "sensitive route", "login", "graphql", "stale token",
        "forged token", "first party", "app", "filtered", "monitored route", "preflight", "broken event",
    ]

    private var generator: SeededGenerator
    private let issuer = RiskTokenIssuer(secret: "soak-cookie-secret")
    private var tokens: [String] = []
    private let staleToken: String
    private let startMilliseconds: Int64
    private var number = 0
    /// One in so many calls meets a fault.
    private let faultRarity: Int

    /// - Parameters:
    ///   - now: ms since the epoch; tokens are good for two hours from there.
    ///   - faultRarity: one in so many visits has a fault at the backend; 0 for none.
    init(seed: UInt64, now: Int64, faultRarity: Int) {
        generator = SeededGenerator(seed: seed)
        startMilliseconds = now
        self.faultRarity = faultRarity
        staleToken = issuer.token(for: Self.claim(expiry: now - 1000, score: 0), userAgent: Self.userAgent) ?? ""
    }

    private static func claim(expiry: Int64, score: Int) -> RiskTokenClaim {
        RiskTokenClaim(
            expiry: expiry, score: score, uuid: "11111111-1111-4111-8111-111111111111",
            vid: "22222222-2222-11f0-8222-222222222222", action: "c")
    }

    /// A token of a visitor who comes back, or of a new one.
    private mutating func token() -> String {
        if tokens.count > 200 || (!tokens.isEmpty && !generator.one(in: 4)) { return generator.pick(tokens) }
        let claim = Self.claim(expiry: startMilliseconds + 7_200_000, score: generator.one(in: 8) ? 100 : 0)
        let token = issuer.token(for: claim, userAgent: Self.userAgent) ?? ""
        tokens.append(token)
        return token
    }

    mutating func next() -> SoakVisit {
        number += 1
        let kind = generator.pick(Self.kinds)
        let isFaulty = faultRarity > 0 && generator.one(in: faultRarity)
        // A hang costs a function a second of its time, so it is the rarest.
        let faults: [SoakFault] = SoakFault.allCases.filter { $0 != .none }
        var fault = isFaulty ? generator.pick(faults) : .none
        if fault == .hang, !generator.one(in: 4) { fault = .close }
        let score = generator.one(in: 6) ? "&score=100" : ""
        let query = "visit=\(number)\(score)&\(SoakFault.parameter)=\(fault.rawValue)"
        var request = ViewerRequest(
            method: "GET", uri: generator.pick(["/", "/products/7", "/a/b/../c", "/%7Euser/", "/caf%C3%A9"]),
            querystring: query,
            headers: [
                HeaderLine("Host", "shop.example"), HeaderLine("User-Agent", Self.userAgent),
                HeaderLine("Accept", "text/html"),
            ], clientIP: "203.0.113.\(generator.below(250))")
        request.origin = CustomOrigin(domainName: "origin.shop.example")
        var response = EdgeResponse(
            status: generator.pick([200, 200, 200, 302, 404, 500]),
            headers: [HeaderLine("Content-Type", "text/html")])
        var brokenEvent: [UInt8]?
        switch kind {
        case "page with token": request.headers.append(HeaderLine("Cookie", "a=1; _px3=\(token())"))
        case "stale token": request.headers.append(HeaderLine("Cookie", "_px3=\(staleToken)"))
        case "forged token":
            request.headers.append(HeaderLine("Cookie", "_px3=\(String(token().reversed()))"))
        case "static file": request.uri = generator.pick(["/logo.png", "/css/site.css", "/fonts/a.woff2"])
        case "sensitive route":
            request.uri = "/checkout/pay"
            request.headers.append(HeaderLine("Cookie", "_px3=\(token())"))
        case "login":
            request.method = "POST"
            request.uri = "/login"
            request.headers.append(HeaderLine("Content-Type", "application/json"))
            request.body = Array(#"{"user":"visitor\#(generator.below(1000))@example.com","pass":"p\#(number)"}"#.utf8)
            response.status = generator.pick([200, 401])
        case "graphql":
            request.method = "POST"
            request.uri = "/graphql"
            request.headers.append(HeaderLine("Content-Type", "application/json"))
            let operation = generator.pick(["query catalogue { items }", "mutation placeOrder { id }"])
            request.body = Array(#"{"query":"\#(operation)","variables":{"n":\#(number)}}"#.utf8)
            request.headers.append(HeaderLine("Cookie", "_px3=\(token())"))
        case "first party":
            request.uri = generator.pick([
                "/soak0001/init.js", "/soak0001/captcha/captcha.js", "/soak0001/xhr/api/v2/x",
            ])
        case "app":
            request.headers.append(HeaderLine("X-PX-Authorization", "3:\(token())"))
        case "filtered":
            if generator.one(in: 2) {
                request.uri = "/health"
            } else {
                request.headers[1] = HeaderLine("User-Agent", "monitor/1.0")
            }
        case "monitored route": request.uri = "/beta/page"
        case "preflight":
            request.method = "OPTIONS"
            request.headers += [
                HeaderLine("Origin", "https://app.example"), HeaderLine("Access-Control-Request-Method", "PUT"),
            ]
        case "broken event": brokenEvent = Self.broken[generator.below(Self.broken.count)]
        default: break
        }
        return SoakVisit(kind: kind, request: request, response: response, fault: fault, brokenEvent: brokenEvent)
    }

    private static let broken = [
        "", "null", "{}", "{\"Records\":[]}", #"{"Records":[{"cf":{"request":{"headers":7}}}]}"#, "[[[[[[",
        #"{"Records":[{"cf":{"config":{"eventType":"viewer-request"},"request":{"uri":"/","method":"GET"}}}]}"#,
    ].map { Array($0.utf8) }
}
