// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs a Lambda executable: as many environments as there are events at the same time, up to a limit.
public actor ExecutableHost: FunctionHost {
    private let executable: String
    private let arguments: [String]
    private let configuration: [UInt8]
    private let name: String
    private let timeoutMilliseconds: Int
    private let limit: Int

    private var taskRoot: String?
    private var free: [LambdaEnvironment] = []
    private var all: [LambdaEnvironment] = []
    private var waiting: [CheckedContinuation<LambdaEnvironment?, Never>] = []
    private var isStopped = false

    /// - Parameters:
    ///   - executable: the path of the program.
    ///   - arguments: the program's.
    ///   - configuration: JSON text; the program finds it as `config.json` in `LAMBDA_TASK_ROOT`.
    ///   - name: the function's, as the program is told.
    ///   - timeoutMilliseconds: the function's timeout.
    ///   - limit: environments at the same time; further events wait.
    public init(
        executable: String,
        arguments: [String] = [],
        configuration: [UInt8],
        name: String = "HumanEnforcer",
        timeoutMilliseconds: Int = 5_000,
        limit: Int = 4
    ) {
        self.executable = executable
        self.arguments = arguments
        self.configuration = configuration
        self.name = name
        self.timeoutMilliseconds = timeoutMilliseconds
        self.limit = limit
    }

    public func start() async throws {
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw FunctionStartError("\(executable) is not there or cannot be executed")
        }
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("edge-\(UUID().uuidString)")
        // The configuration holds secrets: nobody else may look into the folder.
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(configuration).write(to: directory.appendingPathComponent("config.json"))
        taskRoot = directory.path
        free.append(try await makeEnvironment(in: directory.path))
    }

    public func invoke(_ event: [UInt8]) async -> Invocation {
        let environment: LambdaEnvironment
        do {
            guard let acquired = try await acquire() else {
                return Invocation(outcome: .exited("the edge is stopping"))
            }
            environment = acquired
        } catch {
            return Invocation(outcome: .exited("\(error)"))
        }
        let outcome = await environment.invoke(event)
        let settled = Task {
            await environment.waitUntilIdle()
            release(environment)
        }
        return Invocation(outcome: outcome, settled: settled)
    }

    /// The processes that run now, for those who watch their memory.
    public var processIdentifiers: [Int32] {
        get async {
            var identifiers: [Int32] = []
            for environment in all {
                if let identifier = await environment.processIdentifier { identifiers.append(identifier) }
            }
            return identifiers
        }
    }

    public func stop() async {
        isStopped = true
        for continuation in waiting { continuation.resume(returning: nil) }
        waiting = []
        for environment in all { await environment.stop() }
        all = []
        free = []
        if let taskRoot { try? FileManager.default.removeItem(atPath: taskRoot) }
        taskRoot = nil
    }

    private func acquire() async throws -> LambdaEnvironment? {
        if let environment = free.popLast() { return environment }
        if let taskRoot, all.count < limit, !isStopped { return try await makeEnvironment(in: taskRoot) }
        if isStopped { return nil }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func release(_ environment: LambdaEnvironment) {
        if waiting.isEmpty {
            free.append(environment)
        } else {
            waiting.removeFirst().resume(returning: environment)
        }
    }

    private func makeEnvironment(in taskRoot: String) async throws -> LambdaEnvironment {
        let environment = LambdaEnvironment(
            executable: executable,
            arguments: arguments,
            name: name,
            taskRoot: taskRoot,
            timeoutMilliseconds: timeoutMilliseconds
        )
        // Counted before the wait, so that events that come meanwhile keep to the limit.
        all.append(environment)
        do {
            try await environment.start()
        } catch {
            all.removeAll { $0 === environment }
            await environment.stop()
            throw error
        }
        return environment
    }
}
