// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("edge-enforcer check")
struct CheckCommandTests {
    private struct Item: Codable, Equatable {
        var severity: String
        var key: String
        var message: String
    }

    private func run(_ json: String, _ flags: [String] = []) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString).json")
        try Data(json.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try BuiltProducts.run(
            try BuiltProducts.executable("edge-enforcer"), ["check", file.path] + flags)
        return (output.status, String(decoding: output.standardOutput, as: UTF8.self))
    }

    private static let clean = #"{"px_app_id":"PXabc12345","px_auth_token":"t0k3n-1","px_cookie_secret":"s3cr3t-1"}"#
    private static let warned = clean.replacing("}", with: #","px_blocking_scor":70,"px_blocking_score":300}"#)

    @Test("A clean configuration prints nothing and ends with 0")
    func nothing() throws {
        #expect(try run(Self.clean) == (0, ""))
        #expect(try run(Self.clean, ["--json"]) == (0, "[]\n"))
    }

    @Test("Warnings are one a line and end with 0")
    func warnings() throws {
        let (status, output) = try run(Self.warned)
        #expect(status == 0)
        let lines = output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("warning px_blocking_scor") && $0.contains("; ") })
    }

    @Test("All errors are listed at once and end with 1")
    func errors() throws {
        let (status, output) = try run(#"{"px_filter_by_route":[{"regex":"(a)\\1"}]}"#)
        #expect(status == 1)
        for key in ["px_app_id", "px_auth_token", "px_cookie_secret", "px_filter_by_route"] {
            #expect(output.contains("error \(key): "))
        }
        #expect(output.contains("back-reference"))
    }

    @Test("--json gives the same problems as objects")
    func objects() throws {
        let items = try JSONDecoder().decode([Item].self, from: Data(try run(Self.warned, ["--json"]).output.utf8))
        let lines = items.map { "\($0.severity) \($0.key): \($0.message)\n" }.joined()
        #expect(try run(Self.warned).output == lines)
    }

    @Test("A file that cannot be read ends with 2", arguments: ["/nonexistent/config.json", "/"])
    func unreadable(_ path: String) throws {
        let output = try BuiltProducts.run(try BuiltProducts.executable("edge-enforcer"), ["check", path])
        #expect(output.status == 2)
        #expect(output.standardOutput.isEmpty)
        #expect(!output.standardError.isEmpty)
    }

    @Test("No configured value is ever printed")
    func secrets() throws {
        let json = """
            {"px_app_id": "hushapp", "px_auth_token": "your-hush-1", "px_cookie_secret": [" hush-2", 7],
            "px_cookie_secrte": "hush-3", "px_logger_auth_token": "hush-4 ", "px_remote_config_secret": "hush-5",
            "px_filter_by_route": ["hush"],
            "px_backend_url": "http://hush/", "px_login_successful_reporting_method": "hush",
            "px_ip_headers": ["hush:"],
            "px_module_mode": "hush", "px_filter_by_ip": ["hush"], "px_login_credentials_extraction_enabled": true,
            "px_login_credentials_extraction": [{"path": "hush", "path_type": "hush", "sent_through": "hush"}]}
            """
        for flags in [[], ["--json"]] {
            let output = try run(json, flags).output
            #expect(output.contains("px_backend_url"))
            #expect(!output.lowercased().contains("hush"))
        }
    }

    @Test("A key with control characters cannot write to the terminal or start a line")
    func controls() throws {
        let output = try run(Self.clean.replacing("}", with: #","a\u001b[2J\nerror b":1}"#)).output
        #expect(output.split(separator: "\n").count == 1)
        #expect(!output.contains("\u{1B}"))
    }
}
