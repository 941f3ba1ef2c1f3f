// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc

/// The signals that ask a server to end.
struct Interruption {
    private let signals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// From here on SIGINT and SIGTERM no longer end the process, which would leave its children behind.
    init() {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        self.signals = signals
        sources = [SIGINT, SIGTERM].map { number in
            // An empty handler rather than SIG_IGN, which children would inherit.
            _ = signal(number) { _ in }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    /// Returns at the first signal since `init`.
    func wait() async {
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
