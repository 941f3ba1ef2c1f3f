// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

/// What the snippets do is what the text around them says.
@Suite("Documented behaviour")
struct SnippetBehaviourTests {
    private static func event(_ uri: String, _ headers: String = "") -> [UInt8] {
        let all = #""host": [{"key": "Host", "value": "shop.example"}]\#(headers.isEmpty ? "" : ", " + headers)"#
        let request =
            #"{"clientIp": "203.0.113.7", "method": "GET", "uri": "\#(uri)", "querystring": "", "headers": {\#(all)}}"#
        return Array(
            #"{"Records": [{"cf": {"config": {"eventType": "viewer-request"}, "request": \#(request)}}]}"#.utf8)
    }

    private static func configuration(_ more: String = "") -> HumanSecurityConfiguration {
        HumanSecurityConfiguration(
            json: #"{"px_app_id": "PX12345678", "px_auth_token": "t", "px_cookie_secret": "s"\#(more)}"#)
    }

    private static let low = AnsweringTransport { _ in (200, Array(#"{"status":0,"score":0,"uuid":"u-1"}"#.utf8)) }

    @Test("Own logic answers what it is for, and lets the rest go on")
    func ownLogic() async throws {
        let handler = ShopHandler(
            enforcer: try HumanSecurityEnforcer.initialize(Self.configuration(), transport: Self.low))
        await handler.prepare()
        let moved = await handler.handle(Self.event("/shop"), deadlineMilliseconds: nil)
        #expect(HumanSecurityValue(json: moved.body)?["status"]?.string == "301")
        #expect(!moved.reports.isEmpty)
        let page = await handler.handle(Self.event("/"), deadlineMilliseconds: nil)
        #expect(HumanSecurityValue(json: page.body)?["uri"]?.string == "/")
        await handler.deliver(page.reports)
    }

    @Test("Own logic is not asked about who is blocked")
    func blocked() async throws {
        let high = AnsweringTransport { _ in (200, Array(#"{"status":0,"score":100,"action":"c","uuid":"u-1"}"#.utf8)) }
        let handler = ShopHandler(
            enforcer: try HumanSecurityEnforcer.initialize(
                Self.configuration(#", "px_module_mode": "active_blocking""#), transport: high))
        let reply = await handler.handle(Self.event("/shop"), deadlineMilliseconds: nil)
        #expect(HumanSecurityValue(json: reply.body)?["status"]?.string == "403")
    }

    @Test("With a fixed environment the same event gives the same bytes")
    func repeatable() async throws {
        let snippets = HostSnippets(configuration: Self.configuration(), event: Self.event("/checkout"))
        let first = try await snippets.decide()
        #expect(first.outcome == .simulatedBlock)
        #expect(try await snippets.decide() == first)
    }

    @Test("A client that fails lets the request go on")
    func failingClient() async throws {
        struct Failure: Error {}
        let enforcer = try HumanSecurityEnforcer.initialize(
            Self.configuration(), transport: AnsweringTransport { _ in throw Failure() })
        #expect(await enforcer.decide(Self.event("/")).outcome == .pass)
    }

    @Test("The trace that is shown is the one that there is")
    func trace() async throws {
        let article = "Sources/HumanSecurity/HumanSecurity.docc/ReadingATrace.md"
        let text = try String(contentsOf: DocumentedSnippet.root.appending(path: article), encoding: .utf8)
        let shown = text.components(separatedBy: "\n").drop { !$0.hasPrefix("url  ") }.prefix { $0 != "```" }
            .map { $0.split(separator: " ").map(String.init).joined(separator: " ") }
        let snippets = HostSnippets(
            configuration: Self.configuration(#", "px_sensitive_routes": ["/checkout"]"#),
            event: Self.event("/checkout"))
        let entries = try await snippets.decide().trace.map { entry in
            [entry.step, entry.outcome, entry.option, entry.detail].compactMap { $0 }.filter { !$0.isEmpty }
                .joined(separator: " ")
        }
        #expect(entries == Array(shown))
    }

    @Test("Hooks are asked")
    func hooks() async throws {
        let snippets = HookSnippets(configuration: Self.configuration(), transport: Self.low)
        let filtered = try HumanSecurityEnforcer.initialize(
            Self.configuration(), hooks: snippets.filter(HookSnippets.Partners(["203.0.113.7"])), transport: Self.low)
        #expect(await filtered.decide(Self.event("/")).outcome == .filtered)

        let parameters = await (try snippets.parameters()).decide(Self.event("/", #""x-tier": [{"value": "gold"}]"#))
        #expect(parameters.reports.contains { String(decoding: $0.body, as: UTF8.self).contains("gold") })
    }

    @Test("Every step of a trace is in the table of steps")
    func steps() async throws {
        let article = "Sources/HumanSecurity/HumanSecurity.docc/ReadingATrace.md"
        let text = try String(contentsOf: DocumentedSnippet.root.appending(path: article), encoding: .utf8)
        let source = "Sources/EnforcerProtocol/Exchange/Trace.swift"
        let code = try String(contentsOf: DocumentedSnippet.root.appending(path: source), encoding: .utf8)
        let names = code.matches(of: try Regex(#": "([a-z_]+)""#, as: (Substring, Substring).self)).map(\.output.1)
        #expect(names.count >= 30)
        for name in names {
            #expect(text.contains("`\(name)`"), "\(name)")
        }
    }
}
