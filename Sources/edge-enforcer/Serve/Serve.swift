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
            lets them. What CloudFront would refuse becomes its 502, with the reason in the log. The executables \
            HumanActivities and HumanFirstParty run, too, where they were built: the one at origin-response, the other \
            at origin-request of the first-party paths.
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

    enum Policy: String, CaseIterable, ExpressibleByArgument {
        case none
        case allViewer = "all-viewer"
        case allViewerExceptHostHeader = "all-viewer-except-host-header"
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

    @Option(help: "What runs the functions: the Lambda executables, this process, or Node.js with the package for it.")
    var runtime: Runtime = .lambda

    @Flag(help: "Leave out HumanActivities and HumanFirstParty.")
    var enforcerOnly = false

    @Option(
        help: ArgumentHelp(
            "What of a viewer's request reaches the origin. Without cookies and headers HumanActivities has nothing to do.",
            valueName: "policy"
        )
    )
    var originRequestPolicy = Policy.allViewerExceptHostHeader

    @Option(
        help: ArgumentHelp(
            "Where the Lambda executables lie, or the package for Node.js; without it where the build puts them.",
            valueName: "dir"
        )
    )
    var functions: String?

    @Option(
        help: ArgumentHelp(
            "The inspector's port on 127.0.0.1, 0 for any free one; without it the one after --port, or any if that is taken.",
            valueName: "port"
        )
    )
    var inspectorPort: UInt16?

    @Flag(help: "Leave out the inspector, the page that shows requests as they are decided.")
    var noInspector = false

    @Flag(help: "After the start send a short tour of requests and print what came of each.")
    var tour = false

    @Flag(help: "With --tour: leave after it, with status 1 if any decision was wrong.")
    var once = false

    func validate() throws {
        if runtime == .node, nodePackage.map(NodeFunction.isPackage) != true {
            throw ValidationError(
                "the package for Node.js is not \(nodePackage.map { "in \($0)" } ?? "there"): build it with "
                    + "`cmake -S . -B .build-cmake -G Ninja && cmake --build .build-cmake`, or name its folder with "
                    + "--functions")
        }
        if noInspector, inspectorPort != nil { throw ValidationError("--inspector-port goes without --no-inspector") }
        if once, !tour { throw ValidationError("--once goes with --tour") }
        if tour, backend == .live { throw ValidationError("--tour needs the embedded backend") }
        if tour, origin != nil { throw ValidationError("--tour needs the demo site") }
    }

    func run() async throws {
        let logger = Logger(label: "serve") { _ in ConsoleLogHandler() }
        var options = try options()
        let watch = InspectorWatch()
        if !noInspector { options.observe = { watch.take($0) } }
        let edge = EdgeSimulator(options, logger: logger)
        let interruption = Interruption()
        let url = try await edge.start()
        Console.write("The local edge listens on \(url)")
        if !noInspector, let configuration = await edge.functionConfiguration {
            do {
                Console.write(
                    "The inspector shows its requests at \(try await watch.start(configuration, port: wantedInspectorPort, isFixed: inspectorPort != nil))"
                )
            } catch {
                await edge.stop()
                throw error
            }
        }
        for line in missingLines { Console.write(line) }
        if let controlURL = await edge.controlURL, let backendURL = await edge.backendURL {
            Console.write(
                "The embedded backend at \(backendURL) is steered by \(controlURL)/control and watched by its "
                    + "/control/state")
        }

        var isRight = true
        if tour {
            do {
                let steps = try await edge.runTour { Console.write($0.line) }
                isRight = steps.allSatisfy(\.isRight)
            } catch {
                await watch.stop()
                await edge.stop()
                throw error
            }
        }
        if !once { await interruption.wait() }
        await watch.stop()
        await edge.stop()
        if once, !isRight { throw ExitCode.failure }
    }

    /// Beside the front's, where people look first.
    private var wantedInspectorPort: UInt16 {
        inspectorPort ?? (port == 0 || port == .max ? 0 : port + 1)
    }

    private func options() throws -> EdgeSimulatorOptions {
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
            runtime: runtime(of: .enforcer),
            activities: optional(.activities),
            firstParty: optional(.firstParty),
            waitsForReports: runtime == .node,
            originRequestPolicy: OriginRequestPolicy(rawValue: originRequestPolicy.rawValue)
                ?? .allViewerExceptHostHeader
        )
    }

    // MARK: - Functions

    private func runtime(of function: ServedFunction) -> EdgeSimulatorOptions.Runtime {
        switch runtime {
        case .lambda: return .lambda(executable: executable(named: function.rawValue))
        case .node:
            let arguments = NodeFunction.arguments(for: function, package: nodePackage ?? "")
            return .lambda(executable: NodeFunction.executable, arguments: arguments)
        case .inProcess: break
        }
        return .inProcess { try function.make($0, logger: Logger(label: "serve") { _ in ConsoleLogHandler() }) }
    }

    /// Functions that a distribution can do without run only where they were built.
    private func optional(_ function: ServedFunction) -> EdgeSimulatorOptions.Runtime? {
        if enforcerOnly { return nil }
        let isMissing = !FileManager.default.isExecutableFile(atPath: executable(named: function.rawValue))
        return runtime == .lambda && isMissing ? nil : runtime(of: function)
    }

    /// What of the optional functions does not run, and what that means.
    private var missingLines: [String] {
        let uses: [(ServedFunction, String)] = [
            (.activities, "activities are not put off, logins are not reported, served pages set no _pxhd"),
            (.firstParty, "HumanEnforcer serves first-party paths itself"),
        ]
        return uses.filter { optional($0.0) == nil }.map { "\($0.0.rawValue) does not run: \($0.1)" }
    }

    private var nodePackage: String? {
        functions ?? NodeFunction.builtPackage(beside: Bundle.main.executableURL)
    }

    private func executable(named name: String) -> String {
        let directory =
            functions.map { URL(fileURLWithPath: $0) }
            ?? Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
            ?? URL(fileURLWithPath: ".")
        return directory.appendingPathComponent(name).path
    }
}
