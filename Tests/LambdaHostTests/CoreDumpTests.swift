// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Foundation
import TestSupport
import Testing

@Suite("Core dumps")
struct CoreDumpTests {
    @Test(
        "An executable whose memory holds the secrets leaves no core behind when it crashes",
        .timeLimit(.minutes(1)), arguments: ["HumanEnforcer", "HumanActivities", "HumanFirstParty"])
    func refused(_ name: String) throws {
        let asked = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            asked.signal()
            connection.waitForClose()
        }
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "core-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = #"{"px_app_id": "PXtest0001", "px_auth_token": "t", "px_cookie_secret": "s"}"#
        try Data(configuration.utf8).write(to: folder.appending(path: "config.json"))
        let process = Process()
        // The shell first allows what is to be refused.
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "ulimit -S -c \"$(ulimit -H -c)\"; exec \"$0\"", try BuiltProducts.executable(name).path,
        ]
        process.environment = [
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)", "LAMBDA_TASK_ROOT": folder.path,
        ]
        try process.run()
        // Whatever it asks for first, it has started by then.
        try #require(asked.wait(timeout: .now() + 30) == .success)
        let limits = try String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        // Started by a thread that blocks signals, it would not hear a milder one.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
