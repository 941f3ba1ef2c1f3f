// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LocalEdge
import SoakHarness

@main
struct Soak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Sends mixed traffic through the three executables and holds every answer against the engine's own."
    )

    @Option(help: "How long, in minutes.")
    var minutes = 5.0

    @Option(help: "Visits a second.")
    var rate = 120.0

    @Option(help: "What the traffic is drawn from.")
    var seed: UInt64 = 1

    @Option(help: "One in so many visits meets a fault at the backend; 0 for none.")
    var faults = 12

    @Option(help: ArgumentHelp("The folder for report.md, rss.svg and summary.json.", valueName: "dir"))
    var out = ".build-soak"

    mutating func validate() throws {
        guard minutes > 0, rate > 0, faults >= 0 else { throw ValidationError("minutes and rate must be above 0") }
    }

    func run() async throws {
        let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let options = SoakRun.Options(seconds: minutes * 60, rate: rate, seed: seed, faultRarity: faults)
        let run = try SoakRun(options) { name, configuration in
            ExecutableHost(
                executable: folder.appending(path: name).path, configuration: configuration, name: name, limit: 4)
        }
        let summary = try await run.run { state in
            let line = "\(Int(state.seconds)) s: \(state.visits) visits, \(state.lost) lost, \(state.wrong) wrong\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        let target = URL(filePath: out)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try Data(summary.report.utf8).write(to: target.appending(path: "report.md"))
        try Data(summary.plot.utf8).write(to: target.appending(path: "rss.svg"))
        try Data(summary.json).write(to: target.appending(path: "summary.json"))
        print(summary.report)
        for failure in summary.failures { print("FAILED: \(failure)") }
        if !summary.failures.isEmpty { throw ExitCode.failure }
    }
}
