// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EnforcerCore
import Foundation
import HumanSecurity

/// `edge-enforcer check`: everything that is wrong with a configuration, or with a deployment template, at once.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what is wrong with a configuration, or with a CloudFormation template.",
        discussion: """
            One problem a line: its severity, the option or the place in the template, what is wrong and what to do. \
            Errors keep the enforcer from starting, or CloudFront from taking the functions; warnings are about what is \
            allowed and hardly meant. Ends with status 0 if there are no errors, 1 if there are, 2 if a file cannot be \
            read. No configured value is ever printed.

            A template is held against the rules of the edge, which CloudFormation and cfn-lint do not know, and with \
            --config also against what that configuration needs. Parameters have the values given, or their defaults; a \
            condition that cannot be decided counts as true.
            """
    )

    @Argument(help: "A JSON file with px_* options.")
    var file: String?

    @ArgumentParser.Option(help: "A CloudFormation template, JSON or YAML, to check instead.")
    var template: String?

    @ArgumentParser.Option(help: "With --template: the JSON file with px_* options that the functions will have.")
    var config: String?

    @ArgumentParser.Option(
        name: .customLong("parameter"), help: "With --template: a parameter, as NAME=VALUE. May be repeated.")
    var parameters: [String] = []

    @Flag(help: "Write an array of {severity, key, message} objects instead of lines.")
    var json = false

    func validate() throws {
        guard (file == nil) != (template == nil) else {
            throw ValidationError("Give a configuration, or --template with a template.")
        }
        guard template != nil || (config == nil && parameters.isEmpty) else {
            throw ValidationError("--config and --parameter go with --template.")
        }
        guard parameters.allSatisfy({ $0.firstIndex(of: "=") ?? $0.startIndex > $0.startIndex }) else {
            throw ValidationError("--parameter takes NAME=VALUE.")
        }
    }

    func run() throws {
        let problems: [ConfigurationError.Problem]
        if let template {
            problems = try check(template: template)
        } else {
            problems = HumanSecurityConfiguration(json: try Self.contents(of: file ?? "")).check()
        }
        try FileHandle.standardOutput.write(contentsOf: json ? Self.array(problems) : Self.lines(problems))
        if problems.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    private func check(template path: String) throws -> [ConfigurationError.Problem] {
        let source: HumanSecurityValue
        do {
            source = try TemplateText.read(try Self.contents(of: path))
        } catch let error as TemplateText.Unreadable {
            throw try Self.unreadable("\(path): \(error)")
        }
        var configuration: HumanSecurityValue?
        if let config {
            configuration = HumanSecurityValue(json: try Self.contents(of: config))
            guard configuration?.members != nil else {
                throw try Self.unreadable("\(config) is no JSON object; `edge-enforcer check` says where it fails")
            }
        }
        let pairs = parameters.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
        return TemplateCheck.run(
            source,
            configuration: configuration,
            parameters: Dictionary(pairs.map { (String($0[0]), String($0[1])) }) { _, last in last },
            folder: URL(filePath: path).deletingLastPathComponent().path
        ).map(Self.printable)
    }

    // MARK: - Files

    private static func contents(of path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw try unreadable("\(path) cannot be read")
        }
    }

    /// Says why, and gives what ends the program.
    private static func unreadable(_ reason: String) throws -> ExitCode {
        try FileHandle.standardError.write(contentsOf: Array("\(reason)\n".utf8))
        return ExitCode(2)
    }

    // MARK: - Output

    /// Names of a template are anybody's: what could steer a terminal or begin a line is taken out.
    private static func printable(_ problem: ConfigurationError.Problem) -> ConfigurationError.Problem {
        func cleaned(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.map { isGraphic($0) ? $0 : "?" }))
        }
        return .init(severity: problem.severity, key: cleaned(problem.key), message: cleaned(problem.message))
    }

    private static func isGraphic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private static func lines(_ problems: [ConfigurationError.Problem]) -> [UInt8] {
        Array(problems.map { "\($0)\n" }.joined().utf8)
    }

    private static func array(_ problems: [ConfigurationError.Problem]) -> [UInt8] {
        var writer = JSONWriter(limit: 1 << 24)
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.key("severity")
            writer.string(Array(problem.severity.rawValue.utf8).span)
            writer.key("key")
            writer.string(Array(problem.key.utf8).span)
            writer.key("message")
            writer.string(Array(problem.message.utf8).span)
            writer.endObject()
        }
        writer.endArray()
        return writer.buffer.takeAll() + [0x0A]
    }
}
