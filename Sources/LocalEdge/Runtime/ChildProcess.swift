// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A child process that is launched at need and surely ended.
actor ChildProcess {
    private let executable: String
    private let environment: [String: String]
    private let arguments: [String]
    private let onExit: @Sendable (String) async -> Void
    private var process: Process?

    /// - Parameters:
    ///   - environment: laid over this process's own.
    ///   - onExit: called after the end of each process, with how it ended.
    init(
        executable: String,
        environment: [String: String],
        arguments: [String] = [],
        onExit: @escaping @Sendable (String) async -> Void
    ) {
        self.executable = executable
        self.environment = environment
        self.arguments = arguments
        self.onExit = onExit
    }

    /// False only once `onExit` has run, so that the end of one process is never taken for that of the next.
    var isRunning: Bool { process != nil }

    /// The running process; nil if there is none.
    var identifier: Int32? { process?.processIdentifier }

    func launch() throws {
        guard !isRunning else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        process.standardInput = FileHandle.nullDevice
        process.terminationHandler = { ended in
            let how = ended.terminationReason == .exit ? "exit status" : "signal"
            let text = "the process ended with \(how) \(ended.terminationStatus)"
            Task { await self.ended(text) }
        }
        try process.run()
        self.process = process
    }

    /// Ends the process at once, as Lambda does. A polite signal would not reach it: a child starts with the signals
    /// blocked that the thread blocks which launched it, and threads of a pool block nearly all.
    func stop() {
        guard let process, process.isRunning else { return }
        // A process that ended in between has nothing to receive; there is nothing to do about a refusal.
        _ = kill(process.processIdentifier, SIGKILL)
    }

    private func ended(_ how: String) async {
        await onExit(how)
        process = nil
    }
}
