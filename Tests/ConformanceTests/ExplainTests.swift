// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The command explain")
struct ExplainTests {
    private let firstCase: String

    init() throws {
        let cases = try String(contentsOf: ConformanceCorpus.folder.appending(path: "cases.jsonl"), encoding: .utf8)
        firstCase = String(try #require(cases.split(separator: "\n").first))
    }

    private func explain(_ input: String, _ arguments: [String] = []) throws -> (
        status: Int32, answers: [[String: Any]]
    ) {
        let output = try BuiltProducts.run(
            BuiltProducts.executable("edge-enforcer"),
            ["explain"] + arguments,
            input: Data(input.utf8)
        )
        let answers = try output.standardOutput.split(separator: 0x0A).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
        return (output.status, answers)
    }

    @Test("An answer has the result, the requests, the decision and a trace")
    func answer() throws {
        let (status, answers) = try explain(firstCase + "\n")
        #expect(status == 0)
        let answer = try #require(answers.first)
        #expect(answer["name"] as? String == "cookie-valid/score-0")
        #expect(answer["error"] is NSNull)
        #expect((answer["result"] as? [String: Any])?["uri"] as? String == "/")
        #expect((answer["requests"] as? [[String: Any]])?.first?["kind"] as? String == "activities")
        let decision = try #require(answer["decision"] as? [String: Any])
        #expect(decision["outcome"] as? String == "pass")
        #expect(decision["reason"] as? String == "cookie")
        #expect(decision["score"] as? Double == 0)
        let trace = try #require(answer["trace"] as? [[String: Any]])
        #expect(trace.contains { $0["step"] as? String == "token" && $0["outcome"] as? String == "verified" })
        #expect(trace.allSatisfy { $0["step"] is String && $0["outcome"] is String && $0["detail"] is String })
    }

    @Test("The same input gives the same output, byte for byte")
    func deterministic() throws {
        let program = try BuiltProducts.executable("edge-enforcer")
        let cases = try Data(contentsOf: ConformanceCorpus.folder.appending(path: "cases.jsonl"))
        let first = try BuiltProducts.run(program, ["explain"], input: cases)
        let second = try BuiltProducts.run(program, ["explain"], input: cases)
        #expect(first.standardOutput == second.standardOutput)
        #expect(first.status == second.status)
    }

    @Test("A line that is no case is named by its number, and the run goes on")
    func brokenLines() throws {
        let input = ["not json", firstCase, "{}", "", #"{"event":{},"now":"x"}"#, firstCase].joined(separator: "\n")
        let (status, answers) = try explain(input)
        #expect(status == 1)
        #expect(answers.count == 5)
        #expect(answers.map { $0["line"] as? Int } == [1, nil, 3, 5, nil])
        #expect(answers.map { $0["error"] is String } == [true, false, true, true, false])
    }

    @Test("A case's configuration is laid over the file's")
    func overlay() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(#"{"px_module_enabled": false, "px_blocking_score": 1}"#.utf8).write(to: file)
        let (_, answers) = try explain(firstCase, ["--config", file.path])
        #expect((answers.first?["decision"] as? [String: Any])?["outcome"] as? String == "disabled")
        let switchedOn = firstCase.replacingOccurrences(
            of: #""config":{"px_app_id""#, with: #""config":{"px_module_enabled":true,"px_app_id""#)
        let (_, second) = try explain(switchedOn, ["--config", file.path])
        #expect((second.first?["decision"] as? [String: Any])?["outcome"] as? String == "pass")
    }

    @Test("A case whose secrets are elsewhere fails open, as there is no network to ask")
    func references() throws {
        let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:human-AbCdEf"
        let referring = firstCase.replacingOccurrences(
            of: #""px_auth_token":"[^"]*""#,
            with: #""px_auth_token":{"secret":"\#(arn)"}"#,
            options: .regularExpression
        )
        let (status, answers) = try explain(referring)
        #expect(status == 0)
        let answer = try #require(answers.first)
        let decision = try #require(answer["decision"] as? [String: Any])
        #expect(decision["outcome"] as? String == "failed_open")
        #expect(decision["reason"] as? String == "secrets_unavailable")
        #expect(answer["unchanged"] as? Bool == true)
        #expect((answer["requests"] as? [Any])?.isEmpty == true)
    }

    @Test("Indented answers say the same")
    func pretty() throws {
        let program = try BuiltProducts.executable("edge-enforcer")
        let input = Data(firstCase.utf8)
        let plain = try BuiltProducts.run(program, ["explain"], input: input).standardOutput
        let indented = try BuiltProducts.run(program, ["explain", "--pretty"], input: input).standardOutput
        #expect(indented.count(where: { $0 == 0x0A }) > 50)
        let both = try [plain, indented].map { try JSONSerialization.jsonObject(with: $0) as? NSDictionary }
        #expect(both[0] == both[1])
    }

    @Test("A case's hooks answer as it says, and one that throws counts as not set")
    func hooks() throws {
        func outcome(_ hooks: String) throws -> (String?, [String]) {
            let line = firstCase.dropLast() + #","hooks":\#(hooks)}"#
            let answer = try #require(try explain(String(line)).answers.first)
            let steps = (answer["trace"] as? [[String: Any]] ?? []).compactMap { $0["option"] as? String }
            return ((answer["decision"] as? [String: Any])?["reason"] as? String, steps)
        }
        let sensitive = try outcome(#"{"px_custom_is_sensitive_request":true}"#)
        #expect(sensitive.0 == "s2s_error")
        #expect(sensitive.1.contains("px_custom_is_sensitive_request"))
        #expect(try outcome(#"{"px_custom_is_sensitive_request":{"throws":true}}"#).0 == "cookie")
        #expect(try outcome(#"{"px_custom_is_filtered_request":true}"#).0 == "custom")
        #expect(try outcome(#"{"px_enrich_custom_parameters":{"is_hype_sale":true}}"#).0 == "hsc_route")
    }
}
