// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("edge-enforcer replay")
struct ReplayCommandTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private static let account =
        #""px_app_id": "PXabcd1234", "px_auth_token": "secret-1234", "px_cookie_secret": "secret-5678""#
    private static let fields =
        "#Version: 1.0\n#Fields: date time c-ip cs-method cs(Host) cs-uri-stem cs(User-Agent)"
        + " cs-uri-query cs(Cookie) x-edge-request-id x-host-header cs-protocol\n"

    private static func line(_ method: String, _ path: String, agent: String = "Mozilla/5.0", query: String = "-")
        -> String
    {
        [
            "2026-01-01", "00:00:00", "203.0.113.9", method, "d1.cloudfront.net", path, agent, query, "-", "id",
            "shop.example", "https",
        ].joined(separator: "\t") + "\n"
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let url = folder.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private func report(_ options: String, _ logs: [String], more: [String] = [], input: String = "") throws -> [String:
        Any]
    {
        let configuration = try file("config.json", "{\(Self.account)\(options)}")
        let output = try BuiltProducts.run(
            BuiltProducts.executable("edge-enforcer"),
            ["replay", "--config", configuration, "--format", "json"] + more + logs, input: Data(input.utf8))
        try #require(output.status == 0, "\(String(decoding: output.standardError, as: UTF8.self))")
        let text = String(decoding: output.standardOutput, as: UTF8.self)
        #expect(!text.contains("secret-1234") && !text.contains("secret-5678"))
        return try JSONSerialization.jsonObject(with: output.standardOutput) as? [String: Any] ?? [:]
    }

    private func decisions(_ report: [String: Any]) -> [String: Int] {
        let configuration = report["configuration"] as? [String: Any]
        return (configuration?["decisions"] as? [String: Int] ?? [:]).filter { $0.value > 0 }
    }

    private static let options =
        #", "px_filter_by_route": ["/health"], "px_filter_by_user_agent": ["monitor/1.0"], "#
        + #""px_sensitive_routes": ["/checkout"], "px_monitored_routes": ["/beta", "/never"], "#
        + #""px_module_mode": "active_blocking""#
    private static let log =
        fields + line("GET", "/a.css") + line("GET", "/health") + line("GET", "/", agent: "monitor/1.0")
        + line("GET", "/checkout/pay") + line("POST", "/beta") + line("GET", "/") + line("GET", "/x", query: "a=1")

    private static let expected = [
        "filtered_extension": 1, "filtered_route": 1, "filtered_user_agent": 1, "token_unknown_sensitive": 1,
        "token_unknown_monitored": 1, "token_unknown": 2,
    ]

    @Test("counts by what would have decided, and says which entries never matched")
    func counts() throws {
        let report = try report(Self.options, [file("log", Self.log)])
        #expect(decisions(report) == Self.expected)
        let configuration = report["configuration"] as? [String: Any]
        let lists = configuration?["lists"] as? [String: [String: Any]]
        #expect(lists?["px_monitored_routes"]?["never_matched"] as? [String] == ["/never"])
        let risk = configuration?["risk_api"] as? [String: Any]
        #expect(risk?["calls_at_most"] as? Int == 4)
    }

    @Test("gzip, standard input, JSON lines and the number of workers change nothing")
    func forms() throws {
        let plain = try file("log", Self.log)
        let packed = try BuiltProducts.run(URL(filePath: "/usr/bin/env"), ["gzip", "-c", plain])
        let gzip = folder.appending(path: "log.gz")
        try packed.standardOutput.write(to: gzip)
        #expect(decisions(try report(Self.options, [gzip.path])) == Self.expected)
        #expect(decisions(try report(Self.options, ["-"], input: Self.log)) == Self.expected)
        #expect(decisions(try report(Self.options, [plain], more: ["--workers", "1"])) == Self.expected)
        let names = Self.fields.split(separator: "\n")[1].split(separator: " ").dropFirst()
        let json = Self.log.split(separator: "\n").dropFirst(2).map { line in
            let members = zip(names, line.split(separator: "\t")).map { #""\#($0)":"\#($1)""# }
            return "{\(members.joined(separator: ","))}\n"
        }
        #expect(decisions(try report(Self.options, [file("log.json", json.joined())])) == Self.expected)
    }

    @Test("A line that is none is counted and named by its number")
    func badLines() throws {
        let log =
            Self.fields + Self.line("GET", "/") + "truncated\t\n" + "\u{0}\u{1}\u{2}binary\n" + Self.line("GET", "/")
        let report = try report("", [file("log", log)])
        let bad = report["bad_lines"] as? [[String: Any]] ?? []
        let numbers = bad.flatMap { ($0["first"] as? [[String: Any]] ?? []).compactMap { $0["line"] as? Int } }
        #expect(numbers.sorted() == [4, 5])
        #expect(decisions(report).values.reduce(0, +) == 2)
    }

    @Test("A comparison shows what a change would change, with examples")
    func comparison() throws {
        let other = try file("other.json", "{\(Self.account), \"px_filter_by_route\": [\"/\"]}")
        let output = try BuiltProducts.run(
            BuiltProducts.executable("edge-enforcer"),
            [
                "replay", "--config", try file("config.json", "{\(Self.account)}"), "--compare", other,
                try file("log", Self.fields + Self.line("GET", "/basket") + Self.line("GET", "/a.css")),
            ])
        let text = String(decoding: output.standardOutput, as: UTF8.self)
        #expect(output.status == 0)
        #expect(text.contains("What the change changes: 1 request"))
        #expect(text.contains("/basket"))
    }

    @Test("The page escapes what the log holds, and needs nothing from elsewhere")
    func page() throws {
        let page = folder.appending(path: "report.html")
        let path = "/<script>alert(1)</script>"
        _ = try report(
            #", "px_sensitive_routes": ["\#(path)"]"#, [file("log", Self.fields + Self.line("GET", path))],
            more: ["--html", page.path])
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text.contains("<svg"))
        #expect(!text.contains("<script>alert"))
        #expect(text.contains("&lt;script&gt;"))
        #expect(text.firstMatch(of: try Regex(#"(src|href)="https?:"#)) == nil)
    }

    @Test("What cannot be used ends with a status of its own")
    func statuses() throws {
        let log = try file("log", Self.log)
        let good = try file("config.json", "{\(Self.account)}")
        let bad = try file("bad.json", #"{"px_app_id": 7}"#)
        let program = try BuiltProducts.executable("edge-enforcer")
        #expect(try BuiltProducts.run(program, ["replay", "--config", bad, log]).status == 65)
        #expect(try BuiltProducts.run(program, ["replay", "--config", good, folder.path + "/none"]).status == 66)
        #expect(try BuiltProducts.run(program, ["replay", log]).status == 64)
    }
}
