// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol
internal import Synchronization

/// Asks hooks and gives their answers as JSON, in bounded time.
struct HookRunner: Sendable {
    /// What a hook is asked with.
    struct Arguments: Sendable {
        var request: HookRequest
        /// Of `additionalActivity` only.
        var context: HookContext?
        /// Of `loginSuccessful` only.
        var response: HookResponse?
        /// Of `credentials` and `loginSuccessful`: the login endpoint's number.
        var entry = 0
    }

    enum Answer: Sendable {
        case answered([UInt8])
        case failed
        case timedOut
    }

    let hooks: HumanSecurityHooks
    let configuration: HumanSecurityConfiguration

    /// Which hooks are set.
    var set: HookSet {
        var set = HookSet()
        if hooks.extractUserIP != nil { set.insert(Hook.userIP) }
        if hooks.customIsFilteredRequest != nil { set.insert(Hook.isFiltered) }
        if hooks.customPreflightHandler != nil { set.insert(Hook.preflightResponse) }
        if hooks.enrichCustomParameters != nil { set.insert(Hook.customParameters) }
        if hooks.customIsEnforcedRequest != nil { set.insert(Hook.isEnforced) }
        if hooks.customIsMonitoredRequest != nil { set.insert(Hook.isMonitored) }
        if hooks.extractCredentials != nil { set.insert(Hook.credentials) }
        if hooks.customIsSensitiveRequest != nil { set.insert(Hook.isSensitive) }
        if hooks.additionalActivityHandler != nil { set.insert(Hook.additionalActivity) }
        if hooks.loginSuccessful != nil { set.insert(Hook.loginSuccessful) }
        if hooks.createCustomBlockResponseHeaders != nil { set.insert(Hook.blockResponseHeaders) }
        return set
    }

    /// - Parameter limitMilliseconds: the most that is left of the invocation; nil if that is not known.
    func ask(_ hook: Hook, _ arguments: Arguments, limitMilliseconds: Int?) async -> Answer {
        let own = min(max(hooks.timeLimitMilliseconds, 1), 30_000)
        return await Race.run(milliseconds: min(own, limitMilliseconds ?? own)) {
            try await answer(hook, arguments).json
        }
    }

    private func answer(_ hook: Hook, _ arguments: Arguments) async throws -> HumanSecurityValue {
        let request = arguments.request
        switch hook {
        case .userIP: return .init(try await hooks.extractUserIP?(request))
        case .isFiltered: return .init(try await hooks.customIsFilteredRequest?(request))
        case .isEnforced: return .init(try await hooks.customIsEnforcedRequest?(request))
        case .isMonitored: return .init(try await hooks.customIsMonitoredRequest?(request))
        case .isSensitive: return .init(try await hooks.customIsSensitiveRequest?(request))
        case .preflightResponse:
            guard let response = try await hooks.customPreflightHandler?(request) else { return .null }
            let headers = response.headers.map {
                HumanSecurityValue.Member($0.name, .array($0.values.map { .string($0) }))
            }
            return [
                "status": .number(Double(response.status)), "headers": .object(headers), "body": .string(response.body),
            ]
        case .customParameters:
            let parameters = try await hooks.enrichCustomParameters?(configuration, request) ?? [:]
            return .object(parameters.map { HumanSecurityValue.Member($0.key, $0.value) })
        case .credentials:
            let credentials = try await hooks.extractCredentials?(request, arguments.entry)
            return ["user": .init(credentials?.user), "pass": .init(credentials?.pass)]
        case .additionalActivity:
            if let context = arguments.context {
                try await hooks.additionalActivityHandler?(configuration, context, request)
            }
            return .null
        case .blockResponseHeaders:
            let headers = try await hooks.createCustomBlockResponseHeaders?(request) ?? [:]
            // Sorted, because a dictionary has no order and the same request shall get the same bytes.
            return .object(
                headers.sorted { $0.key < $1.key }.map { .init($0.key, .array($0.value.map { .string($0) })) })
        case .loginSuccessful:
            guard let response = arguments.response else { return .null }
            return .init(try await hooks.loginSuccessful?(response, arguments.entry))
        }
    }
}

extension HumanSecurityValue {
    init(_ value: String?) { self = value.map { .string($0) } ?? .null }
    init(_ value: Bool?) { self = value.map { .bool($0) } ?? .null }
}

/// Lets an operation run until it ends or its time is over. The operation is cancelled then, but not waited for: it may
/// not listen.
private final class Race: Sendable {
    private struct State {
        var continuation: CheckedContinuation<HookRunner.Answer, Never>?
        var result: HookRunner.Answer?
    }

    private let state = Mutex(State())

    static func run(
        milliseconds: Int,
        _ operation: @escaping @Sendable () async throws -> [UInt8]
    ) async -> HookRunner.Answer {
        let race = Race()
        let work = Task {
            do {
                race.end(.answered(try await operation()))
            } catch {
                race.end(.failed)
            }
        }
        let clock = Task {
            // Cancelled when the work is done first; then nobody looks at how it ends.
            try? await Task.sleep(for: .milliseconds(milliseconds))
            race.end(.timedOut)
        }
        let answer = await race.result()
        work.cancel()
        clock.cancel()
        return answer
    }

    private func end(_ answer: HookRunner.Answer) {
        let continuation = state.withLock { state in
            if state.result == nil { state.result = answer }
            let continuation = state.continuation
            state.continuation = nil
            return continuation
        }
        continuation?.resume(returning: answer)
    }

    private func result() async -> HookRunner.Answer {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.result == nil { state.continuation = continuation }
                return state.result
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
