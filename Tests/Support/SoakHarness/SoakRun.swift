// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
public import LocalEdge
import TestSupport

/// Sends visits through the executables and holds every answer against the engine's own.
public actor SoakRun {
    /// What a run is made of.
    public struct Options: Sendable {
        /// How long to send visits, in s.
        public var seconds: Double
        /// Visits a second.
        public var rate: Double
        public var seed: UInt64
        /// One in so many visits meets a fault at the backend; 0 for none.
        public var faultRarity: Int
        /// How often the functions are frozen, in s; 0 for never.
        public var freezePeriod: Double
        /// Visits after which the run ends, if it comes to that.
        public var limit: Int

        public init(
            seconds: Double, rate: Double, seed: UInt64, faultRarity: Int = 12, freezePeriod: Double = 120,
            limit: Int = .max
        ) {
            self.seconds = seconds
            self.rate = rate
            self.seed = seed
            self.faultRarity = faultRarity
            self.freezePeriod = freezePeriod
            self.limit = limit
        }
    }

    private let options: Options
    private let backend: SoakBackend
    private let reference: SoakReference
    private let lateReference: SoakReference
    private let hosts: [EventType: any FunctionHost]
    private let clock = ContinuousClock()
    private var summary = SoakSummary()
    private var unsettled = 0
    private var knownProcesses: [EventType: Set<Int32>] = [:]

    /// Visits under way at the same time; more are put off.
    private static let concurrency = 32

    /// - Parameter makeHost: makes what runs a function, from its name and its configuration.
    public init(
        _ options: Options,
        makeHost: (_ function: String, _ configuration: [UInt8]) throws -> any FunctionHost
    ) throws {
        self.options = options
        backend = try SoakBackend()
        var configurations: [EventType: [UInt8]] = [:]
        var hosts: [EventType: any FunctionHost] = [:]
        for type in EventType.allCases {
            let configuration = SoakTraffic.configuration(of: type, backend: backend.url)
            configurations[type] = configuration
            hosts[type] = try makeHost(type.functionName, configuration)
        }
        reference = try SoakReference(configurations, isLate: false)
        lateReference = try SoakReference(configurations, isLate: true)
        self.hosts = hosts
    }

    /// Runs to the end.
    /// - Parameter progress: told of the state every ten seconds.
    public func run(progress: @Sendable (SoakSummary) -> Void = { _ in }) async throws -> SoakSummary {
        for host in hosts.values { try await host.start() }
        let start = clock.now
        var traffic = SoakTraffic(
            seed: options.seed, now: Int64(Date().timeIntervalSince1970 * 1000), faultRarity: options.faultRarity)
        var nextSample = 0.0
        var nextFreeze = options.freezePeriod > 0 ? options.freezePeriod : .infinity
        await withTaskGroup(of: Void.self) { group in
            var underWay = 0
            while true {
                let elapsed = (clock.now - start) / .seconds(1)
                if elapsed >= options.seconds || summary.visits >= options.limit { break }
                if elapsed >= nextSample {
                    await sample(elapsed)
                    summary.seconds = elapsed
                    progress(summary)
                    nextSample += 10
                }
                if elapsed >= nextFreeze {
                    await group.waitForAll()
                    underWay = 0
                    await freeze()
                    nextFreeze += options.freezePeriod
                    continue
                }
                if underWay >= Self.concurrency {
                    await group.next()
                    underWay -= 1
                }
                let visit = traffic.next()
                summary.visits += 1
                group.addTask { await self.make(visit) }
                underWay += 1
                // Not before its time; what is late is caught up with.
                let due = start + .seconds(Double(summary.visits) / options.rate)
                if due > clock.now { try? await clock.sleep(until: due) }
            }
            await group.waitForAll()
        }
        summary.seconds = (clock.now - start) / .seconds(1)
        await waitUntilSettled()
        await sample(summary.seconds)
        summary.calls = backend.calls
        for host in hosts.values { await host.stop() }
        backend.stop()
        return summary
    }

    // MARK: - One visit

    private func make(_ visit: SoakVisit) async {
        summary.kinds[visit.kind, default: 0] += 1
        let events = EventBuilder()
        // A behaviour with HumanFirstParty has no HumanEnforcer; one without leaves such paths to it.
        if visit.kind == "first party", visit.request.clientIP.last.map({ "02468".contains($0) }) == true {
            await run(.originRequest, events.event(.originRequest, for: visit.request), visit.request, nil, visit.kind)
            return
        }
        var request = visit.request
        request.origin = nil
        if let event = visit.brokenEvent {
            _ = await run(.viewerRequest, text: event, for: visit.kind)
            return
        }
        let event = events.event(.viewerRequest, for: request)
        guard case .request(var passed)? = await run(.viewerRequest, event, request, nil, visit.kind) else { return }
        passed.origin = visit.request.origin
        await run(
            .originResponse, events.event(.originResponse, for: passed, response: visit.response), passed,
            visit.response, visit.kind)
    }

    /// Runs a function and judges its answer.
    @discardableResult
    private func run(
        _ type: EventType, _ event: JSONValue, _ request: ViewerRequest, _ response: EdgeResponse?, _ kind: String
    ) async -> EdgeResult? {
        guard let result = await run(type, text: event.text, for: kind) else { return nil }
        do {
            return try ResultValidator(original: request, response: response, event: event).validate(result)
        } catch {
            summary.wrong += 1
            summary.note("\(type.functionName), \(kind): CloudFront would refuse: \(error.reason)")
            return nil
        }
    }

    private func run(_ type: EventType, text: [UInt8], for kind: String) async -> [UInt8]? {
        guard let host = hosts[type] else { return nil }
        let begin = clock.now
        let invocation = await host.invoke(text)
        let elapsed = clock.now - begin
        unsettled += 1
        Task {
            await invocation.settled.value
            settle()
        }
        summary.invocations += 1
        summary.latency[type, default: LatencyHistogram()].add(microseconds: Int(elapsed / .microseconds(1)))
        guard case .result(let result) = invocation.outcome else {
            summary.lost += 1
            summary.note("\(type.functionName), \(kind): \(invocation.outcome)")
            return nil
        }
        let expected = await reference.enforcement(of: text, at: type)
        summary.outcomes["\(type.functionName) \(expected.outcome.rawValue)", default: 0] += 1
        summary.reports += expected.reports.count
        guard let difference = SoakComparison.difference(result, expected.result) else { return result }
        let late = await lateReference.enforcement(of: text, at: type)
        if SoakComparison.difference(result, late.result) == nil {
            summary.raced += 1
        } else {
            summary.wrong += 1
            summary.note("\(type.functionName), \(kind), \(expected.reason): \(difference)")
        }
        return result
    }

    private func settle() { unsettled -= 1 }

    private func waitUntilSettled() async {
        while unsettled > 0 { try? await clock.sleep(for: .milliseconds(5)) }
    }

    // MARK: - The processes

    private func sample(_ seconds: Double) async {
        for (type, host) in hosts {
            guard let host = host as? ExecutableHost else { continue }
            let processes = Set(await host.processIdentifiers)
            summary.deaths += knownProcesses[type, default: []].subtracting(processes).count
            knownProcesses[type] = processes
            let sizes = processes.compactMap { ResidentMemory.kibibytes(of: $0) }
            guard !sizes.isEmpty else { continue }
            summary.memory[type, default: MemorySeries()].add(
                MemorySeries.Sample(seconds: seconds, kibibytes: sizes.reduce(0, +) / Double(sizes.count)))
        }
    }

    /// Stops all processes for two seconds, as the platform does with idle ones, and lets their connections go meanwhile.
    private func freeze() async {
        await waitUntilSettled()
        var processes: [Int32] = []
        for host in hosts.values {
            processes += await (host as? ExecutableHost)?.processIdentifiers ?? []
        }
        for process in processes { kill(process, SIGSTOP) }
        backend.dropConnections()
        try? await clock.sleep(for: .seconds(2))
        for process in processes { kill(process, SIGCONT) }
        summary.freezes += 1
    }
}
