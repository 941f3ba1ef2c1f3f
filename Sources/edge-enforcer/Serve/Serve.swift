// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LocalEdge
import Logging

/// `edge-enforcer serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Play CloudFront on this machine, with the enforcer in front of a site.",
        discussion: """
            Requests to the printed URL become CloudFront events, go through the enforcer, and on to the origin if it \
            lets them. What CloudFront would refuse becomes its 502, with the reason in the log.
            The header x-demo-client-ip makes a request seem to come from another address. With the embedded backend a \
            user agent with demo-bot, demo-ratelimit or demo-challenge in it, or a query of demo=block or \
            demo=ratelimit, steers the verdict.
            """
    )

    enum Runtime: String, CaseIterable, ExpressibleByArgument {
        case lambda
        case inProcess = "in-process"
        case node
    }

    enum Backend: String, CaseIterable, ExpressibleByArgument {
        case embedded
        case live
    }

    @Option(help: "The port on 127.0.0.1; 0 for any free one.")
    var port: UInt16 = 8080

    @Option(help: ArgumentHelp("A JSON file with px_… keys; without it a demo configuration.", valueName: "file"))
    var config: String?

    @Option(help: "Who answers risk requests: a backend inside this program, or the one that the configuration names.")
    var backend: Backend = .embedded

    @Option(help: ArgumentHelp("The site behind the edge; without it a demo shop.", valueName: "url"))
    var origin: String?

    @Option(help: "What runs the enforcer: the Lambda executable, or this process.")
    var runtime: Runtime = .lambda

    @Option(help: ArgumentHelp("Where the Lambda executables lie; without it beside this program.", valueName: "dir"))
    var functions: String?

    @Flag(help: "After the start send a short tour of requests and print what came of each.")
    var tour = false

    @Flag(help: "With --tour: leave after it, with status 1 if any decision was wrong.")
    var once = false

    func validate() throws {
        if runtime == .node { throw ValidationError("the runtime node is not there yet") }
        if once, !tour { throw ValidationError("--once goes with --tour") }
        if tour, backend == .live { throw ValidationError("--tour needs the embedded backend") }
        if tour, origin != nil { throw ValidationError("--tour needs the demo site") }
    }

    func run() async throws {
        let logger = Logger(label: "serve") { _ in ConsoleLogHandler() }
        let edge = EdgeSimulator(try options(logger), logger: logger)
        let interruption = Interruption()
        let url = try await edge.start()
        Console.write("The local edge listens on \(url)")
        if let controlURL = await edge.controlURL {
            Console.write("The embedded backend is steered by \(controlURL)/control and watched by its /control/state")
        }

        var isRight = true
        if tour {
            do {
                let steps = try await edge.runTour { Console.write($0.line) }
                isRight = steps.allSatisfy(\.isRight)
            } catch {
                await edge.stop()
                throw error
            }
        }
        if !once { await interruption.wait() }
        await edge.stop()
        if once, !isRight { throw ExitCode.failure }
    }

    private func options(_ logger: Logger) throws -> EdgeSimulatorOptions {
        var configuration: [UInt8]?
        if let config {
            guard let data = FileManager.default.contents(atPath: config) else {
                throw ValidationError("\(config) cannot be read")
            }
            configuration = Array(data)
        }
        return EdgeSimulatorOptions(
            port: port,
            configuration: configuration,
            backend: backend == .embedded ? .embedded : .live,
            origin: origin,
            runtime: runtime == .lambda
                ? .lambda(executable: executable(named: "HumanEnforcer"))
                : .inProcess { try InProcessFunction.make($0, logger: logger) }
        )
    }

    private func executable(named name: String) -> String {
        let directory =
            functions.map { URL(fileURLWithPath: $0) }
            ?? Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
            ?? URL(fileURLWithPath: ".")
        return directory.appendingPathComponent(name).path
    }
}
