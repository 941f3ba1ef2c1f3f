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

    /// What was exchanged about a request, oldest first.
    /// - Parameter requestID: the enforcer's own.
    func exchanges(about requestID: String) -> [BackendExchange] {
        state.withLock { state in
            state.exchanges.map(\.exchange).filter { $0.requestIDs.contains(requestID) }
        }
    }

    private static let maximum = 1_000
    private static let byteLimit = 8 << 20
}
