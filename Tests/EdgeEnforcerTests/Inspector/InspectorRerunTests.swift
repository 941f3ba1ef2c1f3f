// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge
import Testing

@testable import edge_enforcer

@Suite("The inspector's re-run")
struct InspectorRerunTests {
    private let rerun = InspectorRerun(configuration: InspectorSample.configuration)

    @Test("what was recorded gives the trace of what happened")
    func same() async {
        let observed = InspectorSample.observed()
        let answer = await rerun.answer(observed)
        #expect(answer.outcome == "block")
        #expect(answer.reason == "s2s_high_score")
        #expect(answer.score == 100)
        #expect(answer.agrees(with: observed))
        #expect(answer.missing.isEmpty)
        #expect(answer.notes.isEmpty)
        let steps = answer.stages.first?.trace.compactMap { $0["step"]?.stringValue } ?? []
        #expect(steps.contains("risk_answer"))
        #expect(steps.last == "decision")
    }

    @Test("a run that comes to something else does not pass for what happened")
    func other() async {
        var observed = InspectorSample.observed()
        observed.decision.reason = "cookie_high_score"
        #expect(await !rerun.answer(observed).agrees(with: observed))
    }

    struct Change: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var changes: JSONValue
        var risk = InspectorRerun.Risk.recorded
        var outcome: String
        var reason: String
    }

    @Test(
        "options and answers change the outcome",
        arguments: [
            Change(
                testDescription: "monitor mode", changes: ["px_module_mode": "monitor"], outcome: "simulated_block",
                reason: "s2s_high_score"),
            Change(
                testDescription: "a filter", changes: ["px_filter_by_route": ["/a"]], outcome: "filtered",
                reason: "route"),
            Change(
                testDescription: "a shorter limit than the answer took", changes: ["px_s2s_timeout": 11],
                outcome: "pass", reason: "s2s_timeout"),
            Change(
                testDescription: "a low score", changes: [:], risk: .score(0, action: "c"), outcome: "pass",
                reason: "s2s"),
            Change(
                testDescription: "no answer in time", changes: [:], risk: .timeout, outcome: "pass",
                reason: "s2s_timeout"),
        ])
    func changes(_ change: Change) async {
        let answer = await rerun.answer(InspectorSample.observed(), changes: change.changes, risk: change.risk)
        #expect(answer.outcome == change.outcome)
        #expect(answer.reason == change.reason)
    }

    @Test("an answer that never came counts as too late")
    func unanswered() async {
        let answer = await rerun.answer(InspectorSample.observed(milliseconds: nil))
        #expect(answer.reason == "s2s_timeout")
        #expect(answer.missing.isEmpty)
    }

    @Test(
        "an answer that was not recorded is said to be missing, unless the backend took no connections",
        arguments: [(ObservedRequest.BackendSight.seen, ["risk"]), (.unseen, ["risk"]), (.refusing, [])])
    func missing(backend: ObservedRequest.BackendSight, missing: [String]) async {
        let observed = InspectorSample.observed(isAsked: false, backend: backend)
        let answer = await rerun.answer(observed, changes: [:])
        #expect(answer.missing == missing)
        #expect(answer.notes.contains { $0.contains("no answer of it was recorded") } == !missing.isEmpty)
        #expect(!answer.agrees(with: observed))
    }

    @Test("without a report the engine's word counts, if the backend took no connections")
    func refused() async {
        var observed = InspectorSample.observed(isAsked: false, backend: .refusing)
        observed.record.stages[0].outcome = .result(Array("{}".utf8))
        observed.decision = Decision(.filtered, reason: "no report")
        let answer = await rerun.answer(observed)
        #expect(answer.agrees(with: observed))
        #expect(answer.reason == "s2s_error")
    }

    @Test("the comparison says what differs, step by step")
    func comparison() async throws {
        let observed = InspectorSample.observed()
        let request = InspectedRequest(
            observed, await rerun.answer(observed), mask: InspectorMask(configuration: InspectorSample.configuration))
        let changes: JSONValue = ["px_filter_by_route": ["/a"]]
        let json = request.comparison(
            with: await rerun.answer(observed, changes: changes),
            mask: InspectorMask(configuration: InspectorSample.configuration))
        let differs = (json["differs"]?.arrayValue ?? []).compactMap { $0["what"]?.stringValue }
        #expect(Set(differs).isSuperset(of: ["outcome", "reason", "answer", "calls"]))
        let stage = try #require(json["stages"]?[0])
        let route = stage["trace"]?.arrayValue?.first { $0["step"] == "filter_route" }
        #expect(route?["change"] == "changed")
        #expect(route?["was"] == "no_match")
        #expect(stage["trace"]?[0]?["change"] == "same")
        #expect(stage["gone"]?.arrayValue?.contains { $0["step"] == "risk_answer" } == true)
    }

    // MARK: - Orders

    @Test("an order says what changes and who answers")
    func order() throws {
        let order = try InspectorOrder(
            Array(#"{"config":{"px_module_mode":"monitor"},"risk":{"score":70,"action":"r"}}"#.utf8),
            over: InspectorSample.configuration)
        #expect(order.changes == ["px_module_mode": "monitor"])
        #expect(order.risk == .score(70, action: "r"))
        #expect(order.warnings.isEmpty)
    }

    @Test(
        "everything that is wrong with an order is said at once",
        arguments: [
            ("no JSON", [""]), ("[]", [""]), (#"{"config":[1]}"#, [""]), (#"{"risk":{"score":101}}"#, ["score"]),
            (#"{"risk":"maybe"}"#, ["score"]),
            (
                #"{"config":{"px_app_id":"","px_cookie_secret":"","px_nonsense_at_all":1},"risk":{"score":-1}}"#,
                ["score", "px_app_id", "px_cookie_secret", "px_nonsense_at_all"]
            ),
        ])
    func invalid(body: String, keys: [String]) {
        do throws(InspectorOrder.Invalid) {
            _ = try InspectorOrder(Array(body.utf8), over: InspectorSample.configuration)
            Issue.record("the order was taken")
        } catch {
            #expect(Set(error.problems.map(\.key)) == Set(keys))
        }
    }

    @Test("an unknown option is a warning, with the result")
    func warning() throws {
        let order = try InspectorOrder(
            Array(#"{"config":{"px_modul_mode":"monitor"}}"#.utf8), over: InspectorSample.configuration)
        #expect(order.warnings.map(\.key) == ["px_modul_mode"])
    }
}
