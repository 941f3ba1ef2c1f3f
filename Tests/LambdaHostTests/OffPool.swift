// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Runs what blocks its thread away from the pool of Swift tasks, which has as few threads as there are cores.
func offPool<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
    try await withTaskExecutorPreference(BlockingExecutor.shared, operation: body)
}

private final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        // Safe: the job is run exactly once.
        let job = UnownedJob(job)
        let executor = unsafe asUnownedTaskExecutor()
        DispatchQueue.global().async { unsafe job.runSynchronously(on: executor) }
    }
}
