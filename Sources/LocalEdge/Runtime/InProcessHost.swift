// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import HumanSecurity

/// Runs a handler inside this process: the answer first, the reports afterwards.
public struct InProcessHost: FunctionHost {
    private let handler: any EdgeEventHandler
    private let timeoutMilliseconds: Int

    /// A host of that handler.
    /// - Parameters:
    ///   - handler: what runs.
    ///   - timeoutMilliseconds: what the event's deadline is made of. The handler keeps to it by itself; a process cannot
    ///     take back its own thread.
    public init(handler: any EdgeEventHandler, timeoutMilliseconds: Int = 5_000) {
        self.handler = handler
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    public func start() async throws {
        await handler.prepare()
    }

    public func invoke(_ event: [UInt8]) async -> Invocation {
        let handler = handler
        let reply = await handler.handle(
            event,
            deadlineMilliseconds: WallClock.milliseconds() + Int64(timeoutMilliseconds)
        )
        // Not awaited: reporting adds nothing to the visitor's wait.
        let settled = Task { await handler.deliver(reply.reports) }
        return Invocation(outcome: .result(reply.body), settled: settled)
    }

    public func stop() async {}
}
