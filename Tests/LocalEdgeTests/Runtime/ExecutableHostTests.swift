// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct ExecutableHostTests {
    @Test("an executable that is not there is named")
    func missing() async {
        let host = ExecutableHost(executable: "/nowhere/HumanEnforcer", configuration: [])
        await #expect(throws: FunctionStartError("/nowhere/HumanEnforcer is not there or cannot be executed")) {
            try await host.start()
        }
    }

    @Test("an executable that ends without asking for an event does not start")
    func ends() async {
        let host = ExecutableHost(executable: "/bin/false", configuration: [])
        await #expect(throws: FunctionStartError("the process ended with exit status 1")) {
            try await host.start()
        }
        await host.stop()
    }

    @Test("a child is ended at need, and told apart from the next one")
    func child() async throws {
        let (ends, continuation) = AsyncStream.makeStream(of: String.self)
        let child = ChildProcess(executable: "/bin/cat", environment: [:]) { continuation.yield($0) }
        var iterator = ends.makeAsyncIterator()

        // Without input it reads an end of file and leaves.
        try await child.launch()
        #expect(await iterator.next() == "the process ended with exit status 0")
        while await child.isRunning { await Task.yield() }
        try await child.launch()
        #expect(await iterator.next() == "the process ended with exit status 0")
    }

    @Test("a child that runs on is ended")
    func stop() async throws {
        let (ends, continuation) = AsyncStream.makeStream(of: String.self)
        let child = ChildProcess(executable: "/usr/bin/tail", environment: [:], arguments: ["-f", "/dev/null"]) {
            continuation.yield($0)
        }
        try await child.launch()
        #expect(await child.isRunning)
        await child.stop()
        var iterator = ends.makeAsyncIterator()
        #expect(await iterator.next() == "the process ended with signal 9")
    }
}
