// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the embedded backend remembers.
actor BackendState {
    /// An activity that arrived, until somebody asks for it.
    struct Arrival: Sendable {
        var number: Int
        var activity: JSONValue
    }

    private(set) var mode = BackendMode.normal
    private(set) var riskCalls = 0
    private(set) var telemetryCalls = 0
    private(set) var logCalls = 0
    private(set) var activityCounts: [String: Int] = [:]

    /// Calls for the scripts and of them that came through the site.
    private(set) var firstPartyCalls: [FirstPartyCheck.Kind: Int] = [:]
    private(set) var thirdPartyCalls = 0
    private(set) var solutions = 0
    private(set) var violations: [String] = []
    private var arrivals: [Arrival] = []

    /// The uuids of verdicts that nobody has solved yet, oldest first.
    private var challenges: [String] = []
    private var arrived = 0

    /// The number that the next activity gets.
    var mark: Int { arrived }

    func set(mode: BackendMode) {
        self.mode = mode
    }

    func countRisk(_ found: [String]) {
        riskCalls += 1
        remember(found, of: "risk")
    }

    /// - Parameter found: what was wrong with a first-party call; nil if it was none.
    func countClient(_ kind: FirstPartyCheck.Kind, _ found: [String]?) {
        guard let found else {
            thirdPartyCalls += 1
            return
        }
        firstPartyCalls[kind, default: 0] += 1
        remember(found, of: "first party")
    }

    /// Takes down that a visitor was asked for a solution.
    func challenge(_ uuid: String) {
        challenges.append(uuid)
        if challenges.count > 1_000 { challenges.removeFirst() }
    }

    /// Whether that solution was asked for and had not come yet.
    func solve(_ uuid: String) -> Bool {
        guard let index = challenges.firstIndex(of: uuid) else { return false }
        challenges.remove(at: index)
        solutions += 1
        return true
    }

    func countTelemetry() { telemetryCalls += 1 }

    func countLogs() { logCalls += 1 }

    func add(_ activities: [JSONValue], _ found: [String]) {
        for activity in activities {
            activityCounts[activity["type"]?.stringValue ?? "unknown", default: 0] += 1
            arrivals.append(Arrival(number: arrived, activity: activity))
            arrived += 1
        }
        if arrivals.count > 1_000 { arrivals.removeFirst(arrivals.count - 1_000) }
        remember(found, of: "activity")
    }

    /// Takes the activity of a request that says what was decided, or the other one, that reports a login: the first one
    /// since `mark` from that address and with that method, of that path if there is one. The enforcer's own request id
    /// is not known outside it, so this is as near as it gets.
    func claim(
        since mark: Int,
        clientIP: String,
        method: String,
        uri: String,
        isLogin: Bool = false
    ) -> JSONValue? {
        let candidates = arrivals.indices.filter { index in
            let activity = arrivals[index].activity
            return arrivals[index].number >= mark && (activity["type"] == "additional_s2s") == isLogin
                && activity["socket_ip"]?.stringValue == clientIP
                && activity["details"]?["http_method"]?.stringValue == method
        }
        let exact = candidates.first { Self.path(of: arrivals[$0].activity["url"]?.stringValue ?? "") == uri }
        guard let index = exact ?? candidates.first else { return nil }
        return arrivals.remove(at: index).activity
    }

    /// The counters as JSON, for people and scripts.
    func snapshot() -> JSONValue {
        [
            "mode": .string(mode.rawValue),
            "risk_calls": .number(Double(riskCalls)),
            "telemetry_calls": .number(Double(telemetryCalls)),
            "log_calls": .number(Double(logCalls)),
            "activities": .object(activityCounts.mapValues { .number(Double($0)) }),
            "first_party_calls": .object(
                Dictionary(uniqueKeysWithValues: firstPartyCalls.map { ($0.rawValue, .number(Double($1))) })
            ),
            "third_party_calls": .number(Double(thirdPartyCalls)),
            "solutions": .number(Double(solutions)),
            "violations": .array(violations.map { .string($0) }),
        ]
    }

    private func remember(_ found: [String], of kind: String) {
        violations += found.map { "\(kind): \($0)" }
        if violations.count > 1_000 { violations.removeFirst(violations.count - 1_000) }
    }

    /// The path of a URL, as it is spelled there.
    static func path(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let slash = parts[2].firstIndex(of: "/") else { return "/" }
        return String(parts[2][slash...].prefix { $0 != "?" && $0 != "#" })
    }
}
