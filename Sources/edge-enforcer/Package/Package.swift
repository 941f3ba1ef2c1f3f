// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HumanSecurity

extension Carrier: ExpressibleByArgument {}

/// `edge-enforcer package`: the zips that are uploaded to Lambda.
struct Package: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the zips of the three functions.",
        discussion: """
            Writes HumanEnforcer.zip, HumanActivities.zip and HumanFirstParty.zip, each with its configuration. The same \
            input gives the same bytes. Nothing is written if something is wrong: with the configuration, as `check` has \
            it, with what the programs ask of Amazon Linux 2023, or with sizes. HumanFirstParty's zip gets the \
            configuration without its secrets, which that function does not need.

            Runtimes: nodejs22.x for the carrier node; python3.13 for exec, or provided.al2023 where that is allowed. The \
            handler is index.handler for all.
            """
    )

    @ArgumentParser.Option(help: "A JSON file with px_* options.")
    var config: String

    @ArgumentParser.Option(help: ArgumentHelp("Where the zips go; made if it is not there.", valueName: "dir"))
    var out = "dist"

    @ArgumentParser.Option(help: "What carries the engine: the package for Node.js, or the executables.")
    var carrier: Carrier = .node

    @ArgumentParser.Option(
        help: ArgumentHelp(
            "Where the package or the executables lie; without it where the build puts them.", valueName: "dir"))
    var artifacts: String?

    func run() throws {
        guard let data = FileManager.default.contents(atPath: config) else {
            throw try Self.failed(["\(config) cannot be read"], status: 2)
        }
        let configuration = PackagedConfiguration(Array(data))
        var problems = configuration.problems
        var zips: [(name: String, bytes: [UInt8])] = []
        if !problems.contains(where: { $0.severity == .error }) {
            do {
                for function in [ServedFunction.enforcer, .activities, .firstParty] {
                    let (zip, found) = try zip(of: function, configuration)
                    problems += found
                    zips.append(("\(function.rawValue).zip", zip))
                }
            } catch {
                throw try Self.failed(["\(error)"], status: 2)
            }
        }
        try Self.say(problems.map { "\($0)" })
        if problems.contains(where: { $0.severity == .error }) {
            throw try Self.failed(["nothing was written"], status: 1)
        }
        let folder = URL(filePath: out)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for zip in zips { try Data(zip.bytes).write(to: folder.appending(path: zip.name), options: .atomic) }
        } catch {
            throw try Self.failed(["\(out) cannot be written to: \(error.localizedDescription)"], status: 2)
        }
        for zip in zips { print("\(folder.appending(path: zip.name).relativePath)  \(zip.bytes.count) bytes") }
    }

    private func zip(
        of function: ServedFunction, _ configuration: PackagedConfiguration
    ) throws -> ([UInt8], [PackageGate.Problem]) {
        var files = try PackagedFunction.files(of: function, carrier, from: try artifactsFolder())
        files.append(ZipArchive.File(name: "config.json", bytes: try configuration.text(for: function)))
        let zip = try ZipArchive.bytes(of: files)
        let problems = PackageGate.problems(
            of: zip, named: "\(function.rawValue).zip", files, isAtViewerEvent: function == .enforcer,
            secrets: configuration.secrets)
        return (zip, problems)
    }

    private func artifactsFolder() throws -> URL {
        if let artifacts { return URL(filePath: artifacts) }
        let program = Bundle.main.executableURL
        let folder =
            switch carrier {
            case .node: NodeFunction.builtPackage(beside: program)
            case .exec: BuiltFolder.above(program, holding: ".build-lambda/HumanEnforcer")
            }
        guard let folder else { throw PackageError.noArtifacts(carrier) }
        return URL(filePath: folder)
    }

    // MARK: - Output

    private static func say(_ lines: [String]) throws {
        try FileHandle.standardError.write(contentsOf: Array(lines.map { "\($0)\n" }.joined().utf8))
    }

    /// Says why, and gives what ends the program.
    private static func failed(_ lines: [String], status: Int32) throws -> ExitCode {
        try say(lines)
        return ExitCode(status)
    }
}
