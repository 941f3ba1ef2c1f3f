// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds out what each request came to, for the log and for the tour.
actor DecisionBook {
    private let backend: EmbeddedBackend?
    private let report: @Sendable (RequestRecord, Decision) -> Void
    private var decisions: [String: Decision] = [:]
    private var order: [String] = []
    private var waiting: [String: [CheckedContinuation<Decision, Never>]] = [:]

    /// - Parameters:
    ///   - backend: where activities arrive; nil if that is out of sight.
    ///   - report: told of every request in turn.
    init(backend: EmbeddedBackend?, report: @escaping @Sendable (RequestRecord, Decision) -> Void) {
        self.backend = backend
        self.report = report
    }

    /// The backend's activity number now.
    func mark() async -> Int {
        await backend?.state.mark ?? 0
    }

    /// Takes a record, waits for the function's reports, and keeps the decision.
    func add(_ record: RequestRecord) async {
        let activity = await activity(of: record)
        let decision = Decision(record, activity: activity, isBackendVisible: backend != nil)
        decisions[record.requestID] = decision
        order.append(record.requestID)
        if order.count > 1_000 { decisions.removeValue(forKey: order.removeFirst()) }
        for continuation in waiting.removeValue(forKey: record.requestID) ?? [] {
            continuation.resume(returning: decision)
        }
        report(record, decision)
    }

    /// The decision on a request, as soon as it is known.
    func decision(for requestID: String) async -> Decision {
        if let decision = decisions[requestID] { return decision }
        return await withCheckedContinuation { waiting[requestID, default: []].append($0) }
    }

    private func activity(of record: RequestRecord) async -> JSONValue? {
        // Nobody judges what goes to the vendor.
        if case .rerouted = record.stage { return nil }
        guard let backend, !record.settled.isEmpty else { return nil }
        let request = record.request
        func claim() async -> JSONValue? {
            await backend.state.claim(
                since: record.mark,
                clientIP: request.clientIP,
                method: request.method,
                uri: request.uri
            )
        }
        // A report that the backend holds back has arrived all the same, so look before the function is through with it.
        let progress = Progress()
        Task {
            for task in record.settled { await task.value }
            await progress.end()
        }
        for _ in 0..<200 {
            let isOver = await progress.isOver
            if let activity = await claim() { return activity }
            if isOver { return nil }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    private actor Progress {
        private(set) var isOver = false
        func end() { isOver = true }
    }
}
