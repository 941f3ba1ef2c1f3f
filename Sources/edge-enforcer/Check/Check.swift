// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EnforcerCore
import Foundation
import HumanSecurity

/// `edge-enforcer check`: everything that is wrong with a configuration, at once.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what is wrong with a configuration.",
        discussion: """
            One problem a line: its severity, the option, what is wrong and what to do. Errors keep the enforcer from \
            starting; warnings are about what is allowed and hardly meant. Ends with status 0 if there are no errors, \
            1 if there are, 2 if the file cannot be read. No configured value is ever printed.
            """
    )

    @Argument(help: "A JSON file with px_* options.")
    var file: String

    @Flag(help: "Write an array of {severity, key, message} objects instead of lines.")
    var json = false

    func run() throws {
        let text: [UInt8]
        do {
            text = Array(try Data(contentsOf: URL(filePath: file)))
        } catch {
            try FileHandle.standardError.write(contentsOf: Array("\(file) cannot be read\n".utf8))
            throw ExitCode(2)
        }
        let problems = HumanSecurityConfiguration(json: text).check()
        try FileHandle.standardOutput.write(contentsOf: json ? Self.array(problems) : Self.lines(problems))
        if problems.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
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
