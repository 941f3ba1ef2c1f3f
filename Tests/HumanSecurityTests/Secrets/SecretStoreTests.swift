// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

/// What an enforcer does whose configuration refers to secrets. `HookFixture.event` makes tokens with `cookie-secret`.
@Suite("Secrets")
struct SecretStoreTests {
    private static let blocked = HookFixture.event(score: 100).json

    // MARK: - At the start

    @Test("They are fetched once, before the first event, and used")
    func fetched() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        #expect(service.requests(.secret).isEmpty)
        await enforcer.prepare()
        #expect(service.requests(.secret).count == 1)
        let enforcement = await enforcer.decide(Self.blocked)
        #expect(enforcement.outcome == .block)
        await enforcer.deliver(enforcement.reports)
        #expect(service.requests(.secret).count == 1)
        let authorization = service.requests(.activities).first?.headers.first { $0.name == "authorization" }
        #expect(authorization?.value == "Bearer server-token")
        #expect(service.lines.filter { !$0.hasPrefix("debug") } == [])
    }

    @Test("Without a call to prepare the first events wait for one fetch together")
    func together() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        let outcomes = await withTaskGroup(of: Enforcement.Outcome.self) { group in
            for _ in 0..<8 { group.addTask { await enforcer.decide(Self.blocked).outcome } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .block, count: 8))
        #expect(service.requests(.secret).count == 1)
    }

    @Test("The whole fetch has a second and a half, however many secrets there are")
    func limit() async throws {
        let service = SecretService()
        service.set(SecretService.human, "server-token")
        service.set(SecretService.other, "cookie-secret")
        service.delay = 1_000
        let enforcer = try service.enforcer(
            """
            "px_auth_token": {"secret": "\(SecretService.human)"},
            "px_cookie_secret": {"secret": "\(SecretService.other)"}
            """
        )
        await enforcer.prepare()
        #expect(service.requests(.secret).map(\.timeoutMilliseconds) == [1_500, 500])
        #expect(await enforcer.decide(Self.blocked).reason == "secrets_unavailable")
    }

    @Test("The first event waits no longer than its invocation lets it")
    func deadline() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        _ = await enforcer.decide(Self.blocked, deadlineMilliseconds: service.now + 600)
        #expect(service.requests(.secret).map(\.timeoutMilliseconds) == [400])
    }

    @Test("HumanFirstParty asks for none")
    func firstParty() async throws {
        let service = SecretService()
        let firstParty = try HumanSecurityFirstParty.initialize(
            service.configuration(), transport: service, environment: service.environment, logger: service.logger)
        #expect(await firstParty.serve(Self.blocked).outcome == .pass)
        await firstParty.deliver([])
        #expect(service.requests(.secret).isEmpty)
    }

    @Test("A configuration without references asks for none, and needs no credentials")
    func none() async throws {
        let service = SecretService()
        let enforcer = try service.enforcer(#""px_auth_token": "server-token", "px_cookie_secret": "cookie-secret""#)
        await enforcer.prepare()
        #expect(await enforcer.decide(Self.blocked).outcome == .block)
        #expect(service.requests(.secret).isEmpty)
    }

    @Test(
        "A list may hold references and texts, and a secret may hold a list",
        arguments: [
            (#"[{"secret": "S", "key": "cookie_secret"}, "another"]"#, #""cookie-secret""#),
            (#"["another", {"secret": "S", "key": "cookie_secret"}]"#, #""cookie-secret""#),
            (#"{"secret": "S", "key": "cookie_secret"}"#, #"["another", "cookie-secret"]"#),
            (#"["first", {"secret": "S", "key": "cookie_secret"}]"#, #"["another", "cookie-secret"]"#),
        ])
    func lists(value: String, stored: String) async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text(cookie: stored))
        let reference = value.replacing("\"S\"", with: "\"\(SecretService.human)\"")
        let enforcer = try service.enforcer(#""px_auth_token": "server-token", "px_cookie_secret": \#(reference)"#)
        #expect(await enforcer.decide(Self.blocked).outcome == .block)
        #expect(service.requests(.secret).count == 1)
    }

    // MARK: - Without them

    @Test(
        "Without a required secret every request passes, one line says why, and no line holds a value",
        arguments: [
            (nil, "ResourceNotFoundException (status 400)"), ("hush", "px_auth_token: the secret is no JSON object"),
            ("{}", "px_cookie_secret: the secret has no such key"),
            (#"{"auth_token": "hush", "cookie_secret": ["hush", 5]}"#, "px_cookie_secret: the key's value is no text"),
            (#"{"auth_token": ["hush"], "cookie_secret": "hush"}"#, "px_auth_token: the key's value is no text"),
            (#"{"auth_token": "hush", "cookie_secret": ""}"#, "px_cookie_secret: the secret is empty"),
        ] as [(String?, String)])
    func unavailable(text: String?, problem: String) async throws {
        let service = SecretService()
        if let text { service.set(SecretService.human, text) }
        let enforcer = try service.enforcer()
        for _ in 0..<3 {
            let enforcement = await enforcer.decide(Self.blocked)
            #expect(enforcement.outcome == .failedOpen)
            #expect(enforcement.reason == "secrets_unavailable")
            #expect(!enforcement.isResponse)
            await enforcer.deliver(enforcement.reports)
        }
        #expect(service.requests(.activities).isEmpty)
        let errors = service.lines.filter { !$0.hasPrefix("debug") }
        #expect(errors.count == 1)
        #expect(errors.first?.contains(problem) == true, "\(errors)")
        #expect(errors.first?.contains("every request passes") == true)
        #expect(!service.lines.contains { $0.contains("hush") || $0.contains("aws-key") })
    }

    @Test("HumanActivities passes responses on without its secrets")
    func activities() async throws {
        let service = SecretService()
        let postEnforcer = try HumanSecurityPostEnforcer.initialize(
            service.configuration(), transport: service, environment: service.environment, logger: service.logger)
        let response = #"{"status":"200","statusDescription":"OK","headers":{}}"#
        let request = #"{"clientIp":"203.0.113.7","headers":{},"method":"GET","querystring":"","uri":"/"}"#
        let event = #"{"Records":[{"cf":{"config":{},"request":\#(request),"response":\#(response)}}]}"#
        let enforcement = await postEnforcer.conclude(Array(event.utf8))
        #expect(enforcement.reason == "secrets_unavailable")
        #expect(String(decoding: enforcement.result, as: UTF8.self) == response)
    }

    @Test("It is tried again soon, less often each time, between answers only")
    func retries() async throws {
        let service = SecretService()
        let options = "\(SecretService.references), \"px_logger_severity\": \"debug\""
        let enforcer = try service.enforcer(options)
        var attempts = 1
        let pauses: [Int64] = [4_500, 9_000, 18_000, 36_000, 72_000, 144_000, 270_000, 270_000]
        await enforcer.prepare()
        for pause in pauses {
            service.now += pause - 1
            await enforcer.deliver([])
            #expect(service.requests(.secret).count == attempts)
            service.now += 1
            // A request never waits for it.
            _ = await enforcer.decide(Self.blocked)
            #expect(service.requests(.secret).count == attempts)
            await enforcer.deliver([])
            attempts += 1
            #expect(service.requests(.secret).count == attempts)
        }
        #expect(service.lines.count { $0.hasPrefix("error") } == 1)
        service.set(SecretService.human, SecretService.text())
        service.now += 300_000
        await enforcer.deliver([])
        #expect(await enforcer.decide(HookFixture.event(score: 100, age: -3_000_000).json).outcome == .block)
        #expect(service.lines.contains { $0.hasPrefix("notice secrets are read again") })
    }

    @Test("An option that can do without its secret does so")
    func optional() async throws {
        let service = SecretService()
        let enforcer = try service.enforcer(
            """
            "px_auth_token": "server-token", "px_cookie_secret": "cookie-secret",
            "px_logger_auth_token": {"secret": "\(SecretService.other)"}
            """
        )
        #expect(await enforcer.decide(Self.blocked).outcome == .block)
        #expect(service.lines.contains { $0.contains("what they are for is off") })
    }

    // MARK: - Afterwards

    @Test("They are fetched anew after five minutes, give or take thirty seconds, after an answer")
    func schedule() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        await enforcer.prepare()
        service.now += 269_999
        await enforcer.deliver([])
        #expect(service.requests(.secret).count == 1)
        service.now += 1
        _ = await enforcer.decide(Self.blocked)
        #expect(service.requests(.secret).count == 1)
        await enforcer.deliver([])
        #expect(service.requests(.secret).count == 2)
        await enforcer.deliver([])
        #expect(service.requests(.secret).count == 2)
    }

    @Test("A new cookie secret forgets the tokens that the old one had opened")
    func rotation() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        // A good token that outlives the refresh.
        let good = HookFixture.event(age: -600_000).json
        #expect(await enforcer.decide(good).reason == "cookie")
        service.set(SecretService.human, SecretService.text(token: "new-token", cookie: #""new-secret""#))
        service.now += 300_000
        #expect(await enforcer.decide(good).reason == "cookie")
        await enforcer.deliver([])
        let enforcement = await enforcer.decide(good)
        #expect(enforcement.reason == "s2s")
        let authorization = service.requests(.risk).last?.headers.first { $0.name == "authorization" }
        #expect(authorization?.value == "Bearer new-token")
        // With the old secret still in the list the token is good again.
        service.set(SecretService.human, SecretService.text(cookie: #"["new-secret", "cookie-secret"]"#))
        service.now += 300_000
        await enforcer.deliver([])
        #expect(await enforcer.decide(good).reason == "cookie")
    }

    @Test("The last good values stay while the service is away, and one line says so")
    func away() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        await enforcer.prepare()
        service.set(SecretService.human, .failure(TransportError(.connection, "hush")))
        for _ in 0..<3 {
            service.now += 300_000
            await enforcer.deliver([])
        }
        #expect(service.requests(.secret).count == 4)
        #expect(await enforcer.decide(HookFixture.event(score: 100, age: -900_000).json).outcome == .block)
        let errors = service.lines.filter { $0.hasPrefix("error") }
        #expect(errors.count == 1)
        #expect(errors.first?.contains("the last good values stay") == true)
        #expect(!service.lines.contains { $0.contains("hush") })
    }

    @Test("enforce, which reports by itself, refreshes without waiting for it")
    func enforce() async throws {
        let service = SecretService()
        service.set(SecretService.human, SecretService.text())
        let enforcer = try service.enforcer()
        _ = await enforcer.enforce(Self.blocked)
        service.now += 300_000
        _ = await enforcer.enforce(Self.blocked)
        for _ in 0..<1_000 where service.requests(.secret).count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(service.requests(.secret).count == 2)
    }
}
