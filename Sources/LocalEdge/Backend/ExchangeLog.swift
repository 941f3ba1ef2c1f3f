// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The embedded backend's latest exchanges, for those who watch. Off until somebody does.
final class ExchangeLog: Sendable {
    private struct State {
        var isOn = false
        var exchanges: [(number: Int, exchange: BackendExchange)] = []
        var bytes = 0
        var count = 0
        /// Which request at the edge an enforcer's request is, oldest first.
        var claims: [(requestID: String, edgeID: String)] = []
    }

    private let state = Mutex(State())

    func turnOn() {
        state.withLock { $0.isOn = true }
    }

    /// Runs what answers a call, and keeps both.
    func record(
        _ kind: BackendExchange.Kind,
        _ headers: [HeaderLine],
        _ body: [UInt8],
        _ answer: () async -> EdgeResponse
    ) async -> EdgeResponse {
        guard state.withLock({ $0.isOn }) else { return await answer() }
        let exchange = BackendExchange(kind: kind, headers: headers, body: body, began: WallClock.milliseconds())
        let start = ContinuousClock.now
        let number = state.withLock { state in
            state.count += 1
            state.exchanges.append((state.count, exchange))
            state.bytes += body.count
            while state.exchanges.count > 1, state.exchanges.count > Self.maximum || state.bytes > Self.byteLimit {
                state.bytes -= state.exchanges.removeFirst().exchange.body.count
            }
            return state.count
        }
        let response = await answer()
        let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
        state.withLock { state in
            guard let index = state.exchanges.firstIndex(where: { $0.number == number }) else { return }
            state.exchanges[index].exchange.answer = response
            state.exchanges[index].exchange.milliseconds = elapsed
        }
        return response
    }

    /// What was exchanged about a request at the edge, oldest first, and the enforcer's own id of it.
    ///
    /// The enforcer's id is not known outside it. But its reports say when it began, for whom, and on what: that was while
    /// the function ran on this request. Requests that are alike in all of it can stand for each other.
    func exchanges(about record: RequestRecord) -> (requestID: String, exchanges: [BackendExchange])? {
        state.withLock { state in
            let exchanges = state.exchanges.map(\.exchange)
            let known = state.claims.first { $0.edgeID == record.requestID }?.requestID
            guard let id = known ?? Self.requestID(of: record, in: exchanges, taken: state.claims.map(\.requestID))
            else {
                return nil
            }
            if known == nil {
                state.claims.append((id, record.requestID))
                if state.claims.count > Self.maximum { state.claims.removeFirst() }
            }
            return (id, exchanges.filter { $0.subjects.contains { $0.requestID == id } })
        }
    }

    private static func requestID(
        of record: RequestRecord,
        in exchanges: [BackendExchange],
        taken: [String]
    ) -> String? {
        let viewerRequest = EventType.viewerRequest.rawValue
        guard let stage = record.stages.first(where: { $0.place == viewerRequest }) else { return nil }
        // Both clocks cut off what is less than a millisecond.
        let time = stage.began - 1...stage.began + Int64(stage.milliseconds) + 2
        let request = record.request
        let candidates = exchanges.flatMap(\.subjects).filter { subject in
            subject.clientIP == request.clientIP && subject.method == request.method
                && subject.began.map(time.contains) == true && !taken.contains(subject.requestID)
        }
        // Functions may have been shown the path in another spelling.
        return (candidates.first { BackendState.path(of: $0.url) == request.uri } ?? candidates.first)?.requestID
    }

    private static let maximum = 1_000
    private static let byteLimit = 8 << 20
}
