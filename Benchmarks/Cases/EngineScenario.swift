// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// A request as the engine sees it: an event, what is answered to its calls, and what it must come to.
struct EngineScenario: Sendable {
    enum Token {
        case none
        /// Seen before.
        case warm(score: Int)
        /// Another one in each iteration.
        case cold
    }

    var name: String
    var summary: String
    var fixture: String
    var token = Token.none
    var answer: [UInt8]?
    var answerHeaders: [(name: String, value: String)] = []
    /// Outcome and reason.
    var decision: String
    var sampleSize = 64

    static let all = [
        EngineScenario(
            name: "enforce-warm",
            summary: "event to result, good token seen before (page-3.8k)",
            fixture: "page-3.8k",
            token: .warm(score: 0),
            decision: "pass cookie",
            sampleSize: 3
        ),
        EngineScenario(
            name: "enforce-cold",
            summary: "event to result, good token never seen (page-3.8k)",
            fixture: "page-3.8k",
            token: .cold,
            decision: "pass cookie",
            sampleSize: 3
        ),
        EngineScenario(
            name: "filtered-static",
            summary: "event to result, a stylesheet (static)",
            fixture: "static",
            token: .warm(score: 0),
            decision: "filtered extension"
        ),
        EngineScenario(
            name: "no-cookie-risk",
            summary: "event to risk request, answer to result (page-no-cookie)",
            fixture: "page-no-cookie",
            answer: riskAnswer(),
            decision: "pass s2s"
        ),
        EngineScenario(
            name: "no-cookie-handover",
            summary: "as no-cookie-risk, with a _pxhd to hand over, which is signed (page-no-cookie)",
            fixture: "page-no-cookie",
            answer: riskAnswer(#","pxhd":"2f6b1c9e7d3a:5f0c2d1e-5c1e-11f0-9a3b-0123456789ab""#),
            decision: "pass s2s"
        ),
        EngineScenario(
            name: "block-page",
            summary: "event to page, token with a high score seen before (page-3.8k)",
            fixture: "page-3.8k",
            token: .warm(score: 100),
            decision: "block cookie_high_score",
            sampleSize: 3
        ),
        EngineScenario(
            name: "first-party",
            summary: "event to request, 16 KB script to result (first-party)",
            fixture: "first-party",
            answer: script,
            answerHeaders: [
                ("content-type", "application/javascript"), ("cache-control", "max-age=600"),
                ("etag", "\"5f2c1d9e-4000\""), ("content-length", "16384"),
            ],
            decision: "first_party first_party_sensor"
        ),
        EngineScenario(
            name: "enforce-warm-1k",
            summary: "as enforce-warm (page-1k)",
            fixture: "page-1k",
            token: .warm(score: 0),
            decision: "pass cookie",
            sampleSize: 3
        ),
        EngineScenario(
            name: "enforce-warm-8k",
            summary: "as enforce-warm (page-8k)",
            fixture: "page-8k",
            token: .warm(score: 0),
            decision: "pass cookie",
            sampleSize: 3
        ),
        EngineScenario(
            name: "login",
            summary: "event with credentials to result (login)",
            fixture: "login",
            token: .warm(score: 0),
            answer: riskAnswer(),
            decision: "pass s2s",
            sampleSize: 3
        ),
        EngineScenario(
            name: "hostile-escapes",
            summary: "8 KB of escapes in the URL (hostile-escapes)",
            fixture: "hostile-escapes",
            token: .warm(score: 0),
            decision: "pass cookie",
            sampleSize: 3
        ),
        EngineScenario(
            name: "hostile-cookies",
            summary: "2,000 cookies, a line for each (hostile-cookies)",
            fixture: "hostile-cookies",
            token: .warm(score: 0),
            decision: "pass cookie",
            sampleSize: 3
        ),
        EngineScenario(
            name: "hostile-header",
            summary: "a header of 20 KB (hostile-header)",
            fixture: "hostile-header",
            token: .warm(score: 0),
            decision: "pass cookie",
            sampleSize: 3
        ),
    ]

    private static func riskAnswer(_ more: String = "") -> [UInt8] {
        let answer = #"{"status":0,"uuid":"5f0c2d1e-5c1e-11f0-9a3b-0123456789ab","score":0,"action":"c""#
        return Array((answer + more + "}").utf8)
    }

    private static let script: [UInt8] = {
        let line = Array("!function(n,t){n[t]=n[t]||[];for(var r=0;r<t.length;r++)n[t].push(r)}(window,'_pxq');\n".utf8)
        return (0..<16_384).map { line[$0 % line.count] }
    }()
}
