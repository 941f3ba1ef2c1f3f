// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import LambdaHost

@Suite("Executor on the caller's thread")
struct CallerExecutorTests {
    /// Runs a body on a thread of its own, and gives the threads that it noted.
    private func run(_ body: @escaping @Sendable (_ note: @escaping @Sendable () -> Void) async -> Void) async
        -> [pthread_t]
    {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let threads = Mutex([pthread_self()])
                let shared = Shared(threads)
                CallerExecutor.run {
                    await body { shared.threads.withLock { $0.append(pthread_self()) } }
                }
                continuation.resume(returning: shared.threads.withLock { $0 })
            }
        }
    }

    private final class Shared: Sendable {
        let threads: Mutex<[pthread_t]>

        init(_ threads: consuming Mutex<[pthread_t]>) { self.threads = threads }
    }

    @Test("a body runs to its end on the thread of its caller, and comes back there after every wait")
    func thread() async {
        let threads = await run { note in
            note()
            try? await Task.sleep(for: .milliseconds(1))
            note()
            _ = await Task.detached { pthread_self() }.value
            note()
            await Task.yield()
            note()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<10 { group.addTask { note() } }
            }
            note()
        }
        #expect(threads.count == 16)
        #expect(Set(threads).count == 1)
    }

    @Test("jobs from many threads at a time are all run")
    func manyJobs() async {
        let threads = await run { note in
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<500 {
                    group.addTask {
                        await Task.detached { if index % 3 == 0 { await Task.yield() } }.value
                        note()
                    }
                }
            }
        }
        #expect(threads.count == 501)
        #expect(Set(threads).count == 1)
    }

    @Test("no descriptor is left behind")
    func descriptors() async {
        _ = await run { _ in }
        let before = processEntries("fd").count
        for _ in 0..<20 { _ = await run { note in note() } }
        #expect(processEntries("fd").count <= before)
    }
}
