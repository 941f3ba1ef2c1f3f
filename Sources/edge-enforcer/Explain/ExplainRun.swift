// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// Runs a case through a function of its own.
struct ExplainRun {
    var base: HumanSecurityConfiguration?
    /// The number of the case's line: the same line gives the same ids.
    var number: Int

    func answer(_ explainCase: ExplainCase) async -> [UInt8] {
        let transport = CannedTransport(explainCase.backend)
        do throws(ConfigurationError) {
            let enforcement = try await enforcement(explainCase, transport)
            return ExplainAnswer.text(of: enforcement, requests: transport.requests, case: explainCase)
        } catch {
            return ExplainAnswer.failure(error.description, case: explainCase)
        }
    }

    private func enforcement(
        _ explainCase: ExplainCase,
        _ transport: CannedTransport
    ) async throws(ConfigurationError) -> Enforcement {
        let configuration = configuration(explainCase.configuration)
        let hooks = ExplainHooks(json: explainCase.hooks).hooks
        let environment = environment(now: explainCase.now, region: explainCase.region)
        var enforcement: Enforcement
        switch explainCase.function {
        case .enforcer:
            let enforcer = try HumanSecurityEnforcer.initialize(
                configuration, hooks: hooks, transport: transport, environment: environment, logger: .silent)
            enforcement = await enforcer.decide(explainCase.event, tracing: true)
            await enforcer.deliver(enforcement.reports)
        case .activities:
            let postEnforcer = try HumanSecurityPostEnforcer.initialize(
                configuration, hooks: hooks, transport: transport, environment: environment, logger: .silent)
            enforcement = await postEnforcer.conclude(try await event(explainCase), tracing: true)
            await postEnforcer.deliver(enforcement.reports)
        case .firstParty:
            let firstParty = try HumanSecurityFirstParty.initialize(
                configuration, transport: transport, environment: environment, logger: .silent)
            enforcement = await firstParty.serve(explainCase.event, tracing: true)
            await firstParty.deliver(enforcement.reports)
        }
        enforcement.reports = []
        return enforcement
    }

    private func configuration(_ json: [UInt8]) -> HumanSecurityConfiguration {
        let own = HumanSecurityConfiguration(json: json)
        return base?.overlaid(with: own) ?? own
    }

    private func environment(
        now: Int64,
        region: String?,
        random: (UInt64, UInt64)? = nil
    ) -> EnforcerEnvironment {
        let random = random ?? (0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: number), UInt64(bitPattern: now))
        return EnforcerEnvironment(now: { now }, random: { random }, region: region)
    }

    // MARK: - What came before

    /// The event with the hand-over that HumanEnforcer writes for the request that came before, in place of the one that
    /// stands there and with the request id of that one.
    private func event(_ explainCase: ExplainCase) async throws(ConfigurationError) -> [UInt8] {
        guard let before = explainCase.before, let event = HumanSecurityValue(json: explainCase.event) else {
            return explainCase.event
        }
        let recorded = HandOverHeader.value(in: event).flatMap { HumanSecurityValue(json: Array($0.utf8)) }
        let id = recorded?["requestId"]?.string.flatMap(UUIDBits.init)
        let enforcer = try HumanSecurityEnforcer.initialize(
            configuration(before.configuration),
            transport: CannedTransport(before.backend),
            environment: environment(
                now: before.now, region: explainCase.region, random: id.map { ($0.high, $0.low) }),
            logger: .silent
        )
        let passed = HumanSecurityValue(json: await enforcer.decide(before.event).result)
        guard let header = passed.flatMap({ HandOverHeader.value(of: $0) }) else { return explainCase.event }
        return HandOverHeader.replacing(with: header, in: event).json
    }
}

/// The header `px-context` in an event or a request.
private enum HandOverHeader {
    static let name = "px-context"

    static func value(in event: HumanSecurityValue) -> String? {
        event["Records"]?.elements?.first?["cf"]?["request"].flatMap { value(of: $0) }
    }

    static func value(of request: HumanSecurityValue) -> String? {
        request["headers"]?[name]?.elements?.first?["value"]?.string
    }

    static func replacing(with header: String, in event: HumanSecurityValue) -> HumanSecurityValue {
        let entry: HumanSecurityValue = [["key": .string(name), "value": .string(header)]]
        return event.changing("Records") { records in
            .array(
                (records.elements ?? []).map { record in
                    record.changing("cf") {
                        $0.changing("request") { $0.changing("headers") { $0.setting(name, entry) } }
                    }
                })
        }
    }
}

extension HumanSecurityValue {
    /// The object with one member changed, if it has that.
    fileprivate func changing(
        _ name: String,
        _ change: (HumanSecurityValue) -> HumanSecurityValue
    ) -> HumanSecurityValue {
        self[name].map { setting(name, change($0)) } ?? self
    }

    fileprivate func setting(_ name: String, _ value: HumanSecurityValue) -> HumanSecurityValue {
        .object((members ?? []).filter { $0.name != name } + [Member(name, value)])
    }
}

/// A UUID's 128 bits.
private struct UUIDBits {
    var high: UInt64
    var low: UInt64

    init?(_ text: String) {
        let digits = text.filter { $0 != "-" }
        guard digits.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { return nil }
        self.high = high
        self.low = low
    }
}
