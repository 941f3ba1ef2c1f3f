// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

/// What is told of a replay, whatever the form: the counts, and what follows from them.
package struct ReplayReport: Sendable {
    package var counts: ReplayCounts
    package var paths: [String]
    /// What one call to the Risk API adds to a request, in ms.
    package var riskLatency: Double
    package var before: Part
    /// The other configuration, if there is one.
    package var after: Part?

    /// What is told of one configuration.
    package struct Part: Sendable {
        package var tally: Tally
        package var lists: [List]
        /// What all calls add, in ms: at least and at most, and at most if every call runs into `px_s2s_timeout`.
        package var addedAtLeast: Double
        package var addedAtMost: Double
        package var addedByTimeouts: Double
        /// `px_s2s_timeout`, in ms.
        package var timeout: Int
        /// What this log cannot tell about this configuration, in words.
        package var notes: [String]
        package var reasons: [(key: String, count: Int)]
    }

    /// A list of the configuration.
    package struct List: Sendable {
        package var key: String
        package var matched: Int
        package var entries: [(text: String, count: Int)]
        /// Whether any request came so far that the list was looked at.
        package var wasLookedAt: Bool

        package var neverMatched: [String] { entries.filter { $0.count == 0 }.map(\.text) }
    }

    /// - Parameter riskLatency: what one call to the Risk API adds to a request, in ms.
    package init(_ replay: Replay, _ counts: ReplayCounts, riskLatency: Double) {
        self.counts = counts
        self.riskLatency = riskLatency
        paths = replay.paths
        before = Part(replay.configuration, counts.tally, counts, riskLatency, replay)
        after = replay.other.map { Part($0, counts.other ?? Tally(), counts, riskLatency, replay) }
    }

    /// A line, as `FILE:NUMBER`.
    package func text(_ position: LinePosition) -> String {
        "\(name(of: position.file)):\(position.line)"
    }

    package func name(of file: Int) -> String {
        paths[file] == "-" ? "standard input" : paths[file]
    }
}

extension ReplayReport.Part {
    init(
        _ configuration: ReplayConfiguration, _ tally: Tally, _ counts: ReplayCounts, _ riskLatency: Double,
        _ replay: Replay
    ) {
        self.tally = tally
        timeout = configuration.compiled.riskTimeoutMilliseconds
        let perCall = min(riskLatency, Double(timeout))
        addedAtLeast = perCall * Double(tally.certainCalls)
        addedAtMost = perCall * Double(tally.possibleCalls)
        addedByTimeouts = Double(timeout) * Double(tally.possibleCalls)
        reasons = CallReason.allCases.map { ("\($0.name)", tally.reasons[Int($0.rawValue)]) }
        lists = configuration.lists.enumerated().map { index, list in
            let matches = tally.entries[index]
            return ReplayReport.List(
                key: list.key,
                matched: matches.reduce(0, +),
                entries: list.entries.enumerated().map { ($1, $0 < matches.count ? matches[$0] : 0) },
                wasLookedAt: Self.wasLookedAt(index, tally))
        }
        notes = Self.notes(configuration, tally, counts, replay)
    }

    private static func wasLookedAt(_ list: Int, _ tally: Tally) -> Bool {
        func mode(_ mode: Tally.Mode) -> Int { tally.modes[mode.rawValue] }
        return switch list {
        case 0..<5: tally.requests > tally.count(.disabled) + tally.count(.firstParty)
        case 6: mode(.activeBlocking) + mode(.monitoredRoute) > 0
        default: tally.examined > 0
        }
    }

    /// What cannot be known, only where it could make a difference.
    private static func notes(
        _ configuration: ReplayConfiguration, _ tally: Tally, _ counts: ReplayCounts, _ replay: Replay
    ) -> [String] {
        var notes: [String] = []
        let compiled = configuration.compiled
        let isAllEvents = counts.formats[LogFormat.events.rawValue] == counts.requests
        if tally.unknownTokens > 0 {
            notes.append(
                "\(tally.unknownTokens) requests: their cookies are not known (not logged, cut off, without a time, or "
                    + "the secrets are kept elsewhere), so whether the Risk API is asked depends on a token nobody can see."
            )
        }
        if tally.unknownBodies > 0 {
            notes.append(
                "\(tally.unknownBodies) requests: their bodies are not logged, so whether they hold a sensitive GraphQL "
                    + "operation or a login is not known.")
        }
        if tally.unknownPreflights > 0 {
            notes.append("\(tally.unknownPreflights) OPTIONS requests: whether they are CORS preflights is not known.")
        }
        guard !isAllEvents, counts.requests > 0 else { return notes }
        if replay.dashMeansNoCookies {
            notes.append("As asked for, `-` was taken to mean that a visitor sent no cookies.")
        }
        if tally.examined > 0 {
            notes.append(
                "Apps send their token in a header, and logs seldom have that: their requests are counted as a browser's."
            )
        }
        if compiled.ipHeaders.count > 0 {
            notes.append("px_ip_headers: logs have x-forwarded-for at most; otherwise the peer's address was taken.")
        }
        if !compiled.bypassMonitorHeader.isEmpty {
            notes.append("px_bypass_monitor_header: not logged; taken as not sent.")
        }
        return notes
    }
}
