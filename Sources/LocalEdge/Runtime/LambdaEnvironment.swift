// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One execution environment: a process and the Runtime API it talks to.
actor LambdaEnvironment {
    private let emulator = RuntimeAPIEmulator()
    private let executable: String
    private let arguments: [String]
    private let name: String
    private let taskRoot: String
    private let timeoutMilliseconds: Int
    private var child: ChildProcess?

    init(executable: String, arguments: [String], name: String, taskRoot: String, timeoutMilliseconds: Int) {
        self.executable = executable
        self.arguments = arguments
        self.name = name
        self.taskRoot = taskRoot
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    /// Launches the process and waits (Lambda's ten seconds at most) until it asks for an event.
    func start() async throws(FunctionStartError) {
        let emulator = emulator
        do {
            let address = try await emulator.start()
            child = ChildProcess(
                executable: executable,
                environment: [
                    "AWS_LAMBDA_RUNTIME_API": address,
                    "LAMBDA_TASK_ROOT": taskRoot,
                    "AWS_REGION": "us-east-1",
                    "AWS_LAMBDA_FUNCTION_NAME": "us-east-1.\(name)",
                    "AWS_LAMBDA_FUNCTION_VERSION": "1",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
                    "_HANDLER": "bootstrap",
                ],
                arguments: arguments
            ) { how in
                await emulator.processEnded(how)
            }
        } catch {
            throw FunctionStartError("the Runtime API cannot listen: \(error)")
        }
        try await launch()
    }

    /// Runs the function; a process that has ended since the last event is launched anew first.
    func invoke(_ event: [UInt8]) async -> FunctionOutcome {
        if await child?.isRunning != true {
            do {
                try await launch()
            } catch {
                return .exited(error.description)
            }
        }
        let outcome = await emulator.invoke(event, timeoutMilliseconds: timeoutMilliseconds)
        if case .timedOut = outcome { await child?.stop() }
        return outcome
    }

    /// Waits until the process has sent what it had to report and asks for the next event, or is gone.
    ///
    /// It has the function's time for that; after it the process is ended, as Lambda does.
    func waitUntilIdle() async {
        let child = child
        let limit = timeoutMilliseconds
        let timer = Task {
            try await Task.sleep(for: .milliseconds(limit))
            await child?.stop()
        }
        _ = await emulator.waitUntilIdle()
        timer.cancel()
    }

    /// The running process; nil if there is none.
    var processIdentifier: Int32? { get async { await child?.identifier } }

    func stop() async {
        await child?.stop()
        await emulator.stop()
    }

    private func launch() async throws(FunctionStartError) {
        await emulator.processWillStart()
        do {
            try await child?.launch()
        } catch {
            throw FunctionStartError("\(executable) cannot be started: \(error.localizedDescription)")
        }
        let child = child
        let timer = Task {
            try await Task.sleep(for: .seconds(10))
            await child?.stop()
        }
        defer { timer.cancel() }
        if let reason = await emulator.waitUntilIdle() {
            throw FunctionStartError(reason)
        }
    }
}
