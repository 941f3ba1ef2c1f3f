// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

/// What a configuration did with the requests of a log.
package struct Tally: Sendable, Equatable {
    /// What decides whether a block is one.
    package enum Mode: Int, CaseIterable, Sendable {
        case monitor
        case activeBlocking
        case enforcedRoute
        case monitoredRoute
        case bypassed

        package var key: String {
            switch self {
            case .monitor: "monitor"
            case .activeBlocking: "active_blocking"
            case .enforcedRoute: "enforced_route"
            case .monitoredRoute: "monitored_route"
            case .bypassed: "bypassed"
            }
        }

        package var title: String {
            switch self {
            case .monitor: "px_module_mode monitor: blocks are simulated"
            case .activeBlocking: "px_module_mode active_blocking: blocks are real"
            case .enforcedRoute: "px_enforced_routes: blocks are real"
            case .monitoredRoute: "px_monitored_routes: blocks are simulated"
            case .bypassed: "px_bypass_monitor_header: blocks are real"
            }
        }
    }

    /// By the number of `RequestClass`.
    package private(set) var classes = [Int](repeating: 0, count: RequestClass.allCases.count)
    /// Why the Risk API is asked where it is for certain; by the number of `CallReason`.
    package private(set) var reasons = [Int](repeating: 0, count: CallReason.allCases.count)
    /// Of the requests that get as far as the token; by the number of `Mode`.
    package private(set) var modes = [Int](repeating: 0, count: Mode.allCases.count)
    /// How often each entry was the one that matched, by the number of its list in `ReplayConfiguration.options`.
    package private(set) var entries: [[Int]] = ReplayConfiguration.options.map { _ in [] }
    package private(set) var sensitive = 0

    /// Requests of which a body, or headers, would have been needed that the log does not have.
    package private(set) var unknownBodies = 0
    package private(set) var unknownPreflights = 0

    package private(set) var certainCalls = 0
    package private(set) var possibleCalls = 0

    package var requests: Int { classes.reduce(0, +) }

    package func count(_ requestClass: RequestClass) -> Int { classes[requestClass.rawValue] }

    /// Requests that get as far as the token.
    package var examined: Int { RequestClass.allCases.filter(\.isExamined).reduce(0) { $0 + count($1) } }

    package var unknownTokens: Int { RequestClass.allCases.filter(\.dependsOnAToken).reduce(0) { $0 + count($1) } }

    mutating func add(_ verdict: Verdict) {
        classes[verdict.requestClass.rawValue] += 1
        if let reason = verdict.reason { reasons[Int(reason.rawValue)] += 1 }
        if let mode = verdict.mode { modes[mode.rawValue] += 1 }
        if verdict.isSensitive { sensitive += 1 }
        if verdict.lacksBody { unknownBodies += 1 }
        if verdict.lacksPreflight { unknownPreflights += 1 }
        if verdict.callsForCertain { certainCalls += 1 }
        if verdict.mayCall { possibleCalls += 1 }
    }

    mutating func add(entry: Int, of list: Int) {
        while entries[list].count <= entry { entries[list].append(0) }
        entries[list][entry] += 1
    }

    mutating func merge(_ other: Tally) {
        Self.merge(&classes, other.classes)
        Self.merge(&reasons, other.reasons)
        Self.merge(&modes, other.modes)
        for list in entries.indices { Self.merge(&entries[list], other.entries[list]) }
        sensitive += other.sensitive
        unknownBodies += other.unknownBodies
        unknownPreflights += other.unknownPreflights
        certainCalls += other.certainCalls
        possibleCalls += other.possibleCalls
    }

    private static func merge(_ counts: inout [Int], _ others: [Int]) {
        while counts.count < others.count { counts.append(0) }
        for index in others.indices { counts[index] += others[index] }
    }
}
