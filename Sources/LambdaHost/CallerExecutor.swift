// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CSystem
import Synchronization

/// Runs a task, and what it calls, on the thread that calls `run`.
///
/// A Lambda function handles one event at a time, so one thread is enough. Swift's own pool would start three before
/// the first line of the function. What leaves the task for other threads (a sleep, a detached task) comes back here.
final class CallerExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isDone = false
    }

    private let state = Mutex(State())
    private let bell = enforcer_bell_open()

    private init() {}

    deinit {
        enforcer_bell_close(bell)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        enforcer_bell_ring(bell)
    }

    /// Runs `body` to its end on the calling thread. Not to be called by a task, whose thread it would block.
    static func run(_ body: @escaping @Sendable () async -> Void) {
        let executor = CallerExecutor()
        precondition(executor.bell >= 0, "no descriptor is left")
        Task(executorPreference: executor) {
            await body()
            executor.state.withLock { $0.isDone = true }
        }
        while let jobs = executor.takeJobs() {
            // Safe: each job is taken, and so run, exactly once; `executor` outlives this function's frame.
            for job in jobs { unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
            if jobs.isEmpty { enforcer_bell_wait(executor.bell) }
        }
    }

    /// The jobs to run now; nil once the body has come to its end.
    private func takeJobs() -> [UnownedJob]? {
        state.withLock { state in
            if state.isDone { return nil }
            defer { state.jobs = [] }
            return state.jobs
        }
    }
}
