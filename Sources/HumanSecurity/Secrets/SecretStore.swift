// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import Synchronization

/// The values of a configuration's secrets: fetched before the first event, refreshed between events, the last good ones
/// kept.
final class SecretStore: Sendable {
    /// What to do with new values: an object of options, to be laid over the configuration.
    typealias Adopt = @Sendable (HumanSecurityConfiguration) -> Void

    private struct State {
        var hasStarted = false
        var isBusy = false
        /// Those that came while the first attempt was under way.
        var waiting: [CheckedContinuation<Void, Never>] = []
        var schedule = SecretSchedule()
        /// The last good values, by option.
        var values: [String: HumanSecurityValue] = [:]
        /// What was logged since everything was well.
        var logged: Set<String> = []
    }

    private let plan: SecretPlan
    private let manager: SecretsManager
    private let environment: EnforcerEnvironment
    private let logger: Logger
    private let state = Mutex(State())

    init(_ plan: SecretPlan, transport: any Transport, environment: EnforcerEnvironment, logger: Logger) {
        self.plan = plan
        self.environment = environment
        self.logger = logger
        manager = SecretsManager(transport: transport, environment: environment)
    }

    /// Makes the first attempt, or waits for the one under way; does nothing once that is over, however it ended.
    /// - Parameter limit: the most ms that the attempt may take, beside ``SecretSchedule/startLimit``.
    func start(limit: Int? = nil, _ adopt: Adopt) async {
        enum Part { case none, work, wait }
        let part: Part = state.withLock { state in
            if state.hasStarted { return .none }
            if state.isBusy { return .wait }
            state.isBusy = true
            return .work
        }
        switch part {
        case .none: break
        case .work: await attempt(limit: min(SecretSchedule.startLimit, limit ?? .max), adopt)
        case .wait:
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.hasStarted { state.waiting.append(continuation) }
                    return state.hasStarted
                }
                if isOver { continuation.resume() }
            }
        }
    }

    /// Whether a refresh is due and nobody is at it.
    var isDue: Bool {
        let now = environment.now()
        return state.withLock { $0.hasStarted && !$0.isBusy && now >= $0.schedule.due }
    }

    /// Fetches the secrets anew if that is due. For times when nobody waits.
    func refresh(_ adopt: Adopt) async {
        let now = environment.now()
        let isMine = state.withLock { state in
            guard state.hasStarted, !state.isBusy, now >= state.schedule.due else { return false }
            state.isBusy = true
            return true
        }
        if isMine { await attempt(limit: SecretSchedule.refreshLimit, adopt) }
    }

    // MARK: - One attempt

    private func attempt(limit: Int, _ adopt: Adopt) async {
        let secrets = await fetch(limit: limit)
        var fresh: [String: HumanSecurityValue] = [:]
        var problems: [String] = []
        for reference in plan.references {
            do throws(SecretError) {
                fresh[reference.key] = try SecretPlan.value(of: reference, from: secrets)
            } catch {
                problems.append("\(reference.key): \(error)")
            }
        }
        let known = state.withLock { $0.values }
        let values = known.merging(fresh) { _, new in new }
        // Before anybody goes on, so that who waited finds the new values.
        if values != known { adopt(overlay(values)) }
        log(problems, missing: plan.references.filter { values[$0.key] == nil })
        let random = environment.random().0
        let now = environment.now()
        let waiting = state.withLock { state in
            state.values = values
            state.schedule.plan(isGood: problems.isEmpty, now: now, random: random)
            state.isBusy = false
            state.hasStarted = true
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// One call for each ARN, one after the other, all within the limit.
    private func fetch(limit: Int) async -> [String: Result<String, SecretError>] {
        let end = environment.now() + Int64(limit)
        var secrets: [String: Result<String, SecretError>] = [:]
        for arn in plan.arns {
            let left = Int(end - environment.now())
            guard left > 0 else {
                secrets[arn] = .failure(.unreachable(.timeout))
                continue
            }
            do throws(SecretError) {
                secrets[arn] = .success(try await manager.text(of: arn, timeoutMilliseconds: min(left, limit)))
            } catch {
                secrets[arn] = .failure(error)
            }
        }
        return secrets
    }

    /// What has no value yet stays a reference: the engine does without, or lets everything pass.
    private func overlay(_ values: [String: HumanSecurityValue]) -> HumanSecurityConfiguration {
        HumanSecurityConfiguration(
            json: HumanSecurityValue.object(values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }).json
        )
    }

    /// One line for each new set of problems, and one when they are over.
    private func log(_ problems: [String], missing: [SecretPlan.Reference]) {
        let text = problems.joined(separator: "; ")
        let isNew = state.withLock { state in
            if problems.isEmpty {
                let wasBad = !state.logged.isEmpty
                state.logged = []
                return wasBad
            }
            return state.logged.insert(text).inserted
        }
        guard isNew else { return }
        if problems.isEmpty {
            logger.notice("secrets are read again")
        } else {
            var effect = "the last good values stay"
            if !missing.isEmpty { effect = "what they are for is off until they are" }
            if missing.contains(where: \.isRequired) { effect = "every request passes until they are" }
            logger.error("secrets could not be read; \(effect): \(text)")
        }
    }
}
