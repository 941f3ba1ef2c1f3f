// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HumanSecurity

/// `edge-enforcer explain`: cases in, answers out, one JSON object a line. No network and no clock.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what the enforcer does with recorded requests, and why.",
        discussion: """
            Reads one case a line from standard input and writes one answer a line to standard output, in order. A \
            case holds a configuration, a CloudFront event, the time, and what the vendor's servers answer. A line \
            that is no case gets an answer with an error; the run goes on and ends with status 1.
            """
    )

    @Option(help: "A configuration that every case's own is laid over.")
    var config: String?

    @Flag(help: "Indent the answers.")
    var pretty = false

    func run() async throws {
        var base: HumanSecurityConfiguration?
        if let config {
            base = HumanSecurityConfiguration(json: Array(try Data(contentsOf: URL(filePath: config))))
        }
        var lines = LineReader()
        var isClean = true
        while let line = try lines.next() {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            var answer: [UInt8]
            switch ExplainCase.read(line) {
            case .success(let explainCase):
                answer = await ExplainRun(base: base, number: lines.number).answer(explainCase)
            case .failure(let error):
                isClean = false
                answer = ExplainAnswer.failure(error.description, line: lines.number)
            }
            if pretty { answer = PrettyPrinter.indent(answer) }
            answer.append(0x0A)
            try FileHandle.standardOutput.write(contentsOf: answer)
        }
        if lines.wasTruncated { isClean = false }
        if !isClean { throw ExitCode(1) }
    }
}
