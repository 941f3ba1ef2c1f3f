// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HumanSecurity
import LogReplay

/// `edge-enforcer replay`: what a configuration would have done with the requests of a log.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Says what a configuration would have done with the requests of a log.",
        discussion: """
            Reads CloudFront's standard logs (tab-separated or JSON), real-time logs and saved events, gzip or not; - is \
            standard input. Says how many requests each filter, route list and mode matches, which of them would ask the \
            Risk API and what that costs, and which entries never match. With --compare it shows what a change of \
            configuration would change. What a log cannot tell is counted as unknown.

            A line that is no request is counted and named by its number. Ends with status 0 all the same; 64 if it was \
            called wrongly, 65 if a configuration cannot be used, 66 if a file cannot be read or written.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    @Option(help: "The JSON file with px_* options to hold the log against.")
    var config: String

    @Option(help: "Another one, to say what it would change.")
    var compare: String?

    @Argument(help: "Logs; - is standard input.")
    var logs: [String]

    @Option(
        help: "The columns of a log that does not name them, with commas between. [default: all of a real-time log]")
    var fields: String?

    @Option(help: "What a call to the Risk API adds to a request, in ms.")
    var riskLatency = 50.0

    @Flag(help: "Take - in place of cookies to mean that a visitor sent none, as where cookies are logged.")
    var cookiesLogged = false

    @Option(help: "How the report is written: table or json.")
    var format = Format.table

    @Option(help: "A file to write the report to as an HTML page, too.")
    var html: String?

    @Option(help: "How many lines of work run at a time. [default: one for each processor]")
    var workers: Int?

    @Flag(help: "No progress bar, even on a terminal.")
    var quiet = false

    func validate() throws {
        var problems: [String] = []
        if !riskLatency.isFinite || riskLatency < 0 || riskLatency > 1e6 {
            problems.append("--risk-latency is a number of ms, from 0 to 1000000.")
        }
        if let workers, workers < 1 || workers > 256 { problems.append("--workers is a number from 1 to 256.") }
        if let fields, !Self.layout(fields).isUsable {
            problems.append("--fields needs cs-method and cs-uri-stem among its columns, and at most 128 of them.")
        }
        if logs.count(where: { $0 == "-" }) > 1 { problems.append("Standard input can be read once only.") }
        guard problems.isEmpty else { throw ValidationError(problems.joined(separator: "\n")) }
    }

    private static func layout(_ fields: String) -> LineLayout {
        let names = fields.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return LineLayout(names, isRealTime: true)
    }

    func run() async throws {
        var problems = ReplayProblems()
        let configuration = problems.configuration(config)
        let other = compare.flatMap { problems.configuration($0) }
        let sizes = logs.map { problems.size(of: $0) }
        if let html { problems.checkWritable(html) }
        try problems.end()
        guard let configuration else { return }

        var replay = Replay(configuration, paths: logs)
        replay.other = other
        if let fields { replay.layout = Self.layout(fields) }
        replay.dashMeansNoCookies = cookiesLogged
        replay.workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
        let progress = quiet ? nil : ProgressBar(total: sizes.contains(0) ? nil : sizes.reduce(0, +))
        if let progress { replay.onProgress = { progress.show($0) } }
        let counts = await replay.run()
        progress?.clear()

        let report = ReplayReport(replay, counts, riskLatency: riskLatency)
        if let html { try write(ReportPage.html(of: report), to: html) }
        let output = format == .json ? ReportJSON.text(of: report) : Array(ReportText.text(of: report).utf8)
        try FileHandle.standardOutput.write(contentsOf: output)
    }

    private func write(_ page: String, to path: String) throws {
        do {
            try Data(page.utf8).write(to: URL(filePath: path))
        } catch {
            var problems = ReplayProblems()
            problems.add(file: path, "cannot be written")
            try problems.end()
        }
    }
}
