// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import Logging
internal import Synchronization

/// Sending what nobody waits for.
extension EngineHost {
    /// Runs one event to its end and sends its reports; the result has none left.
    func runAndDeliver(_ event: [UInt8]) async -> Enforcement {
        var enforcement = await run(event, deadlineMilliseconds: nil, tracing: false)
        await send(enforcement.reports)
        enforcement.reports = []
        // The caller goes on meanwhile.
        if secrets?.isDue == true { Task { await refresh() } }
        return enforcement
    }

    /// Sends reports, and does what else is put off until nobody waits.
    func deliver(_ reports: [OutgoingRequest]) async {
        await send(reports)
        await refresh()
    }

    /// Sends reports, those first that are left from before, within the time of the invocation. What fails waits for the
    /// next one; nothing is tried after a failure, as it would only cost more time.
    private func send(_ reports: [OutgoingRequest]) async {
        var dropped = queue.withLock { $0.append(reports) }
        while let entry = queue.withLock({ $0.next() }) {
            var report = entry.request
            if let deadline = deadline.withLock({ $0 }) {
                let limit = timeLeft(until: deadline)
                guard limit > 0 else {
                    queue.withLock { $0.putBack(entry) }
                    break
                }
                report.timeoutMilliseconds = min(report.timeoutMilliseconds, limit)
            }
            do {
                let answer = try await transport.send(report)
                let isWorthRetrying = answer.status >= 500 || answer.status == 429
                if answer.status != 200 {
                    fault("activity refused", report.kind, code: "status", stage: .answer, status: answer.status)
                }
                let ending: ReportQueue.Ending =
                    isWorthRetrying ? .failed : answer.status == 200 ? .sent : .refused
                dropped += queue.withLock { $0.end(entry, ending) }
                if isWorthRetrying { break }
            } catch {
                fault("activity not delivered", report.kind, code: error.code.rawValue, stage: error.stage)
                dropped += queue.withLock { $0.end(entry, .failed) }
                break
            }
        }
        guard dropped > 0 else { return }
        Counter(label: "human_security_dropped_activities", dimensions: [("function", function.name)])
            .increment(by: dropped)
        logger.error("activities dropped", metadata: ["count": "\(dropped)"])
    }

    /// Counts a call that was of no use, and says so in one line. Never with a message of the other side's.
    func fault(
        _ message: Logger.Message, _ kind: OutgoingRequest.Kind, code: String, stage: TransportError.Stage?,
        status: Int? = nil
    ) {
        Counter(label: "human_security_failed_calls", dimensions: [("kind", kind.rawValue), ("code", code)]).increment()
        var metadata: Logger.Metadata = ["kind": "\(kind.rawValue)", "code": "\(code)"]
        if let stage { metadata["stage"] = "\(stage.rawValue)" }
        if let status { metadata["status"] = "\(status)" }
        logger.error(message, metadata: metadata)
    }
}
