// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Synchronization
import Testing

@Suite("Options that are functions")
struct HumanSecurityHooksTests {
    @Test("A filter lets the request through unexamined and unreported")
    func filter() async throws {
        var hooks = HumanSecurityHooks()
        hooks.customIsFilteredRequest = { $0.uri == "/health" && $0.header("Host") == "shop.example" }
        var event = TestEvent()
        let transport = ScriptedTransport(risk: EnforcerFixture.high)
        #expect(try await HookFixture.enforcement(hooks, event: event, transport: transport).outcome == .block)
        event.uri = "/health"
        let filtered = try await HookFixture.enforcement(hooks, event: event, transport: transport)
        #expect(filtered.outcome == .filtered)
        #expect(filtered.reason == "custom")
        #expect(filtered.isUnchanged)
        #expect(transport.requests.count == 2)
    }

    @Test("The filter lists come first, and then the function is not asked")
    func filterOrder() async throws {
        let count = CallCount()
        var hooks = HumanSecurityHooks()
        hooks.customIsFilteredRequest = { _ in
            count.add()
            return false
        }
        var event = TestEvent()
        event.uri = "/a.css"
        #expect(try await HookFixture.enforcement(hooks, event: event).reason == "extension")
        #expect(count.value == 0)
    }

    @Test("The address that a function finds is reported, before any header's")
    func address() async throws {
        var hooks = HumanSecurityHooks()
        hooks.extractUserIP = { $0.header("true-client-ip") }
        var event = TestEvent()
        event.headers += [("true-client-ip", ["198.51.100.7"]), ("x-real", ["198.51.100.8"])]
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        _ = try await HookFixture.enforcement(
            hooks, #""px_ip_headers": ["x-real"], "px_filter_by_ip": ["198.51.100.8"]"#, event: event,
            transport: transport)
        let body = try VectorValue.parse(try #require(transport.requests(.risk).first).body)
        #expect(body["request"]?["socket_ip"] == .text("198.51.100.7"))
        event.headers.remove(at: 3)
        let filtered = try await HookFixture.enforcement(
            hooks, #""px_ip_headers": ["x-real"], "px_filter_by_ip": ["198.51.100.8"]"#, event: event)
        #expect(filtered.reason == "ip")
    }

    @Test("An enforced request is blocked in monitor mode; a monitored one only seems to be in blocking mode")
    func monitoring() async throws {
        var hooks = HumanSecurityHooks()
        hooks.customIsEnforcedRequest = { $0.uri == "/enforced" }
        hooks.customIsMonitoredRequest = { $0.uri == "/monitored" }
        func outcome(_ mode: String, _ uri: String, _ more: String = "") async throws -> Enforcement.Outcome {
            var event = TestEvent()
            event.uri = uri
            event.headers.append(("x-bypass", ["1"]))
            return try await HookFixture.enforcement(
                hooks, #""px_module_mode": "\#(mode)"\#(more)"#, event: event,
                transport: ScriptedTransport(risk: EnforcerFixture.high)
            ).outcome
        }
        #expect(try await outcome("monitor", "/") == .simulatedBlock)
        #expect(try await outcome("monitor", "/enforced") == .block)
        #expect(try await outcome("active_blocking", "/") == .block)
        #expect(try await outcome("active_blocking", "/monitored") == .simulatedBlock)
        let bypass = #", "px_bypass_monitor_header": "x-bypass""#
        #expect(try await outcome("active_blocking", "/monitored", bypass) == .block)
    }

    @Test("What the configuration settles is not asked")
    func settled() async throws {
        let count = CallCount()
        var hooks = HumanSecurityHooks()
        let question: HumanSecurityHooks.Question = { _ in
            count.add()
            return true
        }
        hooks.customIsEnforcedRequest = question
        hooks.customIsMonitoredRequest = question
        hooks.customIsSensitiveRequest = question
        let options = #""px_enforced_routes": ["/"], "px_sensitive_routes": ["/"]"#
        let enforcement = try await HookFixture.enforcement(hooks, options)
        #expect(enforcement.outcome == .pass)
        #expect(count.value == 0)
    }

    @Test("A sensitive request asks the Risk API although the token is good")
    func sensitive() async throws {
        var hooks = HumanSecurityHooks()
        hooks.customIsSensitiveRequest = { $0.querystring == "step=pay" }
        var event = HookFixture.event()
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        #expect(try await HookFixture.enforcement(hooks, event: event, transport: transport).reason == "cookie")
        event.querystring = "step=pay"
        let asked = try await HookFixture.enforcement(hooks, event: event, transport: transport)
        #expect(asked.reason == "s2s")
        #expect(try HookFixture.details(transport, .risk)?["s2s_call_reason"] == .text("sensitive_route"))
        #expect(asked.trace.contains { $0.option == "px_custom_is_sensitive_request" && $0.outcome == "sensitive" })
    }

    @Test("Custom parameters that may be kept are in the risk request and in the activity")
    func parameters() async throws {
        var hooks = HumanSecurityHooks()
        hooks.enrichCustomParameters = { _, request in
            [
                "custom_param1": .string(request.method), "custom_param2": 7, "custom_param3": "",
                "custom_param10": ["a", ["b": true]], "custom_param11": "no", "is_hype_sale": "no", "else": 1,
            ]
        }
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        _ = try await HookFixture.enforcement(hooks, transport: transport)
        for kind in [OutgoingRequest.Kind.risk, .activities] {
            let details = try HookFixture.details(transport, kind)
            #expect(details?["custom_param1"] == .text("GET"))
            #expect(details?["custom_param2"] == .number(7))
            #expect(details?["custom_param10"]?.json == Array(#"["a",{"b":true}]"#.utf8))
            for name in ["custom_param3", "custom_param11", "is_hype_sale", "else", "cpa"] {
                #expect(details?[name] == nil, "\(name)")
            }
        }
    }

    @Test("The handler is told of passes and blocks before they are reported, and of nothing else")
    func handler() async throws {
        let told = Mutex<[HookContext]>([])
        let transport = ScriptedTransport(
            risk: #"{"status":0,"score":100,"action":"j","uuid":"u-2","data_enrichment":{"tier":3}}"#)
        var hooks = HumanSecurityHooks()
        hooks.enrichCustomParameters = { _, _ in ["custom_param1": "gold"] }
        hooks.additionalActivityHandler = { _, context, request in
            #expect(request.method == "GET")
            #expect(transport.requests(.activities).isEmpty)
            told.withLock { $0.append(context) }
        }
        #expect(try await HookFixture.enforcement(hooks, transport: transport).outcome == .block)
        let context = try #require(told.withLock { $0 }.first)
        #expect(context.action == "block")
        #expect(context.reasons == ["bd": "s2s_high_score"])
        #expect(context.score == 100)
        #expect(context.uuid == "u-2")
        #expect(context.blockAction == "j")
        #expect(context.pxde == ["tier": 3])
        #expect(context.isPXDEVerified)
        #expect(context.customParameters?["custom_param1"] == "gold")

        var event = TestEvent()
        event.uri = "/a.css"
        _ = try await HookFixture.enforcement(hooks, event: event, transport: transport)
        #expect(told.withLock { $0.count } == 1)
    }

    @Test("A preflight is answered by the function; headers that CloudFront forbids are left out")
    func preflight() async throws {
        var hooks = HumanSecurityHooks()
        hooks.customPreflightHandler = { request in
            request.uri == "/none"
                ? nil
                : .init(
                    status: 204,
                    headers: [
                        ("Access-Control-Allow-Methods", ["GET, POST"]), ("Connection", ["close"]),
                        ("x-a", ["1", "2"]),
                    ],
                    body: "fine"
                )
        }
        var event = TestEvent()
        event.method = "OPTIONS"
        event.headers += [("origin", ["https://b.example"]), ("access-control-request-method", ["POST"])]
        let options = #""px_cors_support_enabled": true, "px_cors_preflight_request_filter_enabled": true"#
        let answered = try await HookFixture.enforcement(hooks, options, event: event)
        #expect(answered.outcome == .preflight)
        #expect(answered.reason == "custom")
        let response = try VectorValue.parse(try #require(answered.response))
        #expect(response["status"] == .text("204"))
        #expect(response["body"] == .text("fine"))
        let headers = try #require(response["headers"]?.members)
        #expect(Set(headers.keys) == ["access-control-allow-methods", "x-a"])
        #expect(headers["x-a"]?.list.map { $0["value"]?.text } == ["1", "2"])
        event.uri = "/none"
        let passed = try await HookFixture.enforcement(hooks, options, event: event)
        #expect(passed.outcome == .preflight)
        #expect(passed.response == nil)
    }

    @Test(
        "A preflight answer that CloudFront would refuse counts as none", arguments: [(99, 1), (600, 1), (200, 50_000)])
    func badPreflight(_ status: Int, _ size: Int) async throws {
        var hooks = HumanSecurityHooks()
        hooks.customPreflightHandler = { _ in .init(status: status, body: String(repeating: "x", count: size)) }
        var event = TestEvent()
        event.method = "OPTIONS"
        event.headers += [("origin", ["https://b.example"]), ("access-control-request-method", ["POST"])]
        let enforcement = try await HookFixture.enforcement(hooks, #""px_cors_support_enabled": true"#, event: event)
        #expect(enforcement.outcome == .pass)
        #expect(enforcement.isUnchanged)
    }

    @Test("Headers of a function replace the usual ones on a block, but not its content type")
    func blockHeaders() async throws {
        var hooks = HumanSecurityHooks()
        hooks.createCustomBlockResponseHeaders = { request in
            [
                "Access-Control-Allow-Origin": [request.header("origin") ?? ""], "Content-Type": ["text/plain"],
                "Via": ["me"], "x-split": ["a\r\nb"],
            ]
        }
        var event = TestEvent()
        event.headers.append(("origin", ["https://b.example"]))
        let enforcement = try await HookFixture.enforcement(
            hooks, #""px_cors_support_enabled": true"#, event: event,
            transport: ScriptedTransport(risk: EnforcerFixture.high))
        let response = try VectorValue.parse(try #require(enforcement.response))
        let headers = try #require(response["headers"]?.members).mapValues { $0.list.first?["value"]?.text }
        #expect(headers == ["content-type": "text/html", "access-control-allow-origin": "https://b.example"])
    }

    @Test("Credentials that a function extracts are hashed and reported")
    func credentials() async throws {
        var hooks = HumanSecurityHooks()
        hooks.extractCredentials = { request, entry in
            #expect(entry == 1)
            return .init(user: request.header("x-user"), pass: "secret")
        }
        let entries = #"""
            "px_login_credentials_extraction_enabled": true, "px_login_credentials_extraction": [
              {"path": "/other", "method": "get", "sent_through": "header", "user_field": "x", "pass_field": "y"},
              {"path": "/login", "method": "get", "sent_through": "custom"}]
            """#
        var event = HookFixture.event(uri: "/login")
        event.headers.append(("x-user", ["Jane"]))
        let transport = ScriptedTransport(risk: EnforcerFixture.low)
        _ = try await HookFixture.enforcement(hooks, entries, event: event, transport: transport)
        let details = try HookFixture.details(transport, .risk)
        #expect(details?["s2s_call_reason"] == .text("sensitive_route"))
        #expect(details?["ci_version"] == .text("v2"))
        // SHA-256 of "Jane".
        #expect(details?["user"] == .text("4f23798d92708359b734a18172c9c864f1d48044a754115a0d4b843bca3a5332"))
    }

    @Test(
        "The path of a login endpoint may be an expression, with flags, whatever path_type says",
        arguments: [#""path_type": "regex""#, #""path_type": "exact""#, #""user_field": "x""#]
    )
    func expressionAsPath(_ member: String) async throws {
        var hooks = HumanSecurityHooks()
        hooks.extractCredentials = { _, _ in .init(user: "Jane", pass: "secret") }
        let entries = #"""
            "px_login_credentials_extraction_enabled": true, "px_login_credentials_extraction": [
              {"path": {"regex": "^/LOG.n$", "flags": "i"}, "method": "get", "sent_through": "custom", \#(member)}]
            """#
        for (path, count) in [("/login", 1), ("/logon/x", 0)] {
            let transport = ScriptedTransport(risk: EnforcerFixture.low)
            let event = HookFixture.event(uri: path)
            _ = try await HookFixture.enforcement(hooks, entries, event: event, transport: transport)
            #expect(transport.requests(.risk).count == count)
        }
    }
}
