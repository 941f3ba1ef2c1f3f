// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import FuzzTargets
import TestSupport
import Testing

@Suite("Answers of hooks, as the engine takes them")
struct HookAnswerTests {
    private static let configuration = """
        {"px_app_id":"PX1","px_auth_token":"t","px_cookie_secret":"s","px_module_mode":"active_blocking",
         "px_cors_support_enabled":true,"px_login_credentials_extraction_enabled":true,
         "px_login_credentials_extraction":[{"path":"/","method":"OPTIONS","sent_through":"custom"}]}
        """

    private static let event = """
        {"Records":[{"cf":{"request":{"clientIp":"203.0.113.1","method":"OPTIONS","uri":"/","querystring":"",
         "headers":{"host":[{"value":"h"}],"origin":[{"value":"https://o"}],
         "access-control-request-method":[{"value":"GET"}]}}}}]}
        """

    private static let high = #"{"status":0,"score":100,"action":"c"}"#

    /// Runs one request with all hooks set, each answered with the next of `answers`.
    private static func run(_ answers: [[UInt8]]) -> (outcome: String, asked: [Hook], result: [UInt8]) {
        var reader = ConfigurationReader()
        reader.read(Array(configuration.utf8).span)
        var compiled = reader.finish(for: .enforcer)
        for hook in Hook.allCases {
            compiled.hooks.insert(hook)
        }
        var engine = Engine(configuration: compiled)
        var exchange = Exchange()
        exchange.feed(Array(event.utf8).span)
        var asked: [Hook] = []
        var step = exchange.begin(&engine, now: 0, entropy: Entropy(high: 1, low: 2))
        loop: while true {
            switch step {
            case .ask(let hook):
                let answer = answers[asked.count % answers.count]
                asked.append(hook)
                step = exchange.supply(.answered, json: answer.span, engine: &engine, now: 0)
            case .send:
                step = exchange.supply(.answered(status: 200), body: Array(high.utf8).span, engine: &engine, now: 0)
            case .finish: break loop
            }
        }
        var result: [UInt8] = []
        let bytes = exchange.resultBytes
        for index in bytes.indices {
            result.append(bytes[index])
        }
        return ("\(exchange.decision.outcome.name)", asked, result)
    }

    @Test("Every hook of a viewer request is asked once, in the order of the specification")
    func order() {
        let run = Self.run([Array("null".utf8)])
        #expect(
            run.asked == [
                .userIP, .isFiltered, .preflightResponse, .customParameters, .isEnforced, .isMonitored, .credentials,
                .isSensitive, .additionalActivity, .blockResponseHeaders,
            ])
        #expect(run.outcome == "block")
    }

    @Test(
        "What makes no sense counts as no answer",
        arguments: [
            "", "{", "null", "[]", "[[1,{}]]", "0", #""""#, "{}", #"{"status":"x","headers":[1],"user":{}}"#, "\u{0}",
        ]
    )
    func nonsense(_ answer: String) {
        let none = Self.run([Array("null".utf8)])
        let run = Self.run([Array(answer.utf8)])
        // An empty list, and one that holds something, are true in JavaScript.
        let isTrue = answer.hasPrefix("[") || answer.hasPrefix("{\"") || answer == "{}"
        #expect(run.outcome == (isTrue ? "filtered" : "block"))
        if !isTrue { #expect(run.result == none.result) }
    }

    @Test("No answers whatever trap, and each request is decided", arguments: 0..<40)
    func seeded(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"status\"", "\"headers\"", "\"body\"", "\"user\"", "\"pass\"", "true",
            "false",
            "null", "204", "1e9", "\"\\ud800\"", "\"a\\r\\nb\"", "\"custom_param1\"", "\"is_hype_sale\"", "\u{7f}", "ÿ",
        ]
        let answers = (0..<10).map { _ in
            (0..<Int.random(in: 0..<12, using: &random)).flatMap { _ in
                Array((pieces.randomElement(using: &random) ?? "").utf8)
            }
        }
        let outcomes = ["block", "filtered", "preflight", "pass", "simulated_block"]
        #expect(outcomes.contains(Self.run(answers).outcome))
    }
}
