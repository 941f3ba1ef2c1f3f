// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the embedded backend thinks of a visitor. The visitor steers it, by user agent or by query string.
public struct RiskVerdict: Sendable, Equatable {
    /// 0 to 100.
    public var score: Int

    /// `c` captcha, `r` rate limit, `j` challenge.
    public var action: String

    /// A verdict of given parts.
    public init(score: Int, action: String) {
        self.score = score
        self.action = action
    }

    /// The verdict on a risk request.
    public static func on(_ payload: JSONValue) -> RiskVerdict {
        on(userAgent: userAgent(in: payload), url: payload["request"]?["url"]?.stringValue ?? "")
    }

    static func on(userAgent: String, url: String) -> RiskVerdict {
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first?.split(separator: "&") ?? []
        for rule in rules {
            let isAgent = rule.agents.contains { userAgent.contains($0) }
            if isAgent || query.contains(where: { $0 == rule.query }) {
                return RiskVerdict(score: 100, action: rule.action)
            }
        }
        return RiskVerdict(score: 0, action: "c")
    }

    private static func userAgent(in payload: JSONValue) -> String {
        let headers = payload["request"]?["headers"]?.arrayValue ?? []
        return headers.first { $0["name"] == "user-agent" }?["value"]?.stringValue ?? ""
    }

    private static let rules: [(agents: [String], query: Substring, action: String)] = [
        (["demo-ratelimit"], "demo=ratelimit", "r"),
        (["demo-challenge"], "demo=challenge", "j"),
        (["demo-bot", "curl-bad", "HeadlessScraper"], "demo=block", "c"),
    ]
}
