// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct RiskVerdictTests {
    @Test(
        "user agents steer the verdict",
        arguments: [
            ("demo-bot/1.0", 100, "c"), ("curl-bad", 100, "c"), ("X HeadlessScraper", 100, "c"),
            ("demo-ratelimit", 100, "r"), ("demo-challenge", 100, "j"), ("Mozilla/5.0", 0, "c"),
        ]
    )
    func userAgent(name: String, score: Int, action: String) {
        let payload = Samples.risk {
            $0["request"] = $0["request"]?.with("headers", [["name": "user-agent", "value": .string(name)]])
        }
        #expect(RiskVerdict.on(payload) == RiskVerdict(score: score, action: action))
    }

    @Test(
        "queries steer the verdict",
        arguments: [
            ("https://shop.example/?demo=block", 100, "c"), ("https://shop.example/a?x=1&demo=ratelimit", 100, "r"),
            ("https://shop.example/demo=block", 0, "c"), ("https://shop.example/?demo=blocked", 0, "c"),
        ]
    )
    func query(url: String, score: Int, action: String) {
        let payload = Samples.risk { $0["request"] = $0["request"]?.with("url", .string(url)) }
        #expect(RiskVerdict.on(payload) == RiskVerdict(score: score, action: action))
    }
}
