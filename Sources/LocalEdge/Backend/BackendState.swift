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
    private(set) var violations: [String] = []
    private var arrivals: [Arrival] = []
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

    /// Takes the activity of a request: the first one since `mark` from that address and with that method, of that path
    /// if there is one. The enforcer's own request id is not known outside it, so this is as near as it gets.
    func claim(since mark: Int, clientIP: String, method: String, uri: String) -> JSONValue? {
        let candidates = arrivals.indices.filter { index in
            let activity = arrivals[index].activity
            return arrivals[index].number >= mark && activity["socket_ip"]?.stringValue == clientIP
                && activity["details"]?["http_method"]?.stringValue == method
        }
        let exact = candidates.first { Self.path(of: arrivals[$0].activity) == uri }
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
            "violations": .array(violations.map { .string($0) }),
        ]
    }

    private func remember(_ found: [String], of kind: String) {
        violations += found.map { "\(kind): \($0)" }
        if violations.count > 1_000 { violations.removeFirst(violations.count - 1_000) }
    }

    private static func path(of activity: JSONValue) -> String {
        let url = activity["url"]?.stringValue ?? ""
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let slash = parts[2].firstIndex(of: "/") else { return "/" }
        return String(parts[2][slash...].prefix { $0 != "?" && $0 != "#" })
    }
}
