// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// Hooks as the documentation sets them.
struct HookSnippets {
    let configuration: HumanSecurityConfiguration
    let transport: any Transport

    func sensitive() throws -> HumanSecurityEnforcer {
        var hooks = HumanSecurityHooks()
        hooks.customIsSensitiveRequest = { request in request.uri.hasPrefix("/checkout") }
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, hooks: hooks, transport: transport)
        return enforcer
    }

    func sensitiveByMethod() throws -> HumanSecurityEnforcer {
        var hooks = HumanSecurityHooks()
        hooks.customIsSensitiveRequest = { request in request.uri.hasPrefix("/checkout") && request.method == "POST" }
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, hooks: hooks, transport: transport)
        return enforcer
    }

    func parameters() throws -> HumanSecurityEnforcer {
        var hooks = HumanSecurityHooks()
        hooks.customIsSensitiveRequest = { request in request.uri.hasPrefix("/checkout") }
        hooks.enrichCustomParameters = { _, request in ["custom_param1": .string(request.header("x-tier") ?? "none")] }
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, hooks: hooks, transport: transport)
        return enforcer
    }

    func credentials() -> HumanSecurityHooks {
        var hooks = HumanSecurityHooks()
        hooks.extractCredentials = { request, entry in
            guard let user = request.header("x-user"), let pass = request.header("x-pass") else { return nil }
            return HumanSecurityHooks.Credentials(user: user, pass: pass)
        }
        return hooks
    }

    func loginOutcome() throws -> HumanSecurityPostEnforcer {
        var hooks = HumanSecurityHooks()
        hooks.loginSuccessful = { response, entry in
            response.status == 302 && response.header("location") != "/login"
        }
        let postEnforcer = try HumanSecurityPostEnforcer.initialize(configuration, hooks: hooks, transport: transport)
        return postEnforcer
    }

    func filter(_ partners: Partners) -> HumanSecurityHooks {
        var hooks = HumanSecurityHooks()
        hooks.timeLimitMilliseconds = 50
        hooks.customIsFilteredRequest = { request in try await partners.contains(request.clientIP) }
        return hooks
    }

    func report(_ journal: Journal) -> HumanSecurityHooks {
        var hooks = HumanSecurityHooks()
        hooks.additionalActivityHandler = { _, context, request in
            guard context.action == "block" else { return }
            await journal.write("\(request.clientIP) \(context.score ?? 0) \(context.reasons["bd"] ?? "")")
        }
        return hooks
    }

    actor Partners {
        let addresses: Set<String>

        init(_ addresses: Set<String>) { self.addresses = addresses }

        func contains(_ address: String) throws -> Bool { addresses.contains(address) }
    }

    actor Journal {
        private(set) var lines: [String] = []

        func write(_ line: String) { lines.append(line) }
    }
}
