// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Runs a JavaScript program in Node.js: the second opinion on what a browser would read in a page.
///
/// The program finds its input, any JSON, in `input` and returns its answer.
enum NodeOracle {
    static func run<Answer: Decodable>(
        _ program: String, on input: some Encodable, as type: Answer.Type = Answer.self
    ) throws -> Answer {
        let source = """
            import fs from 'node:fs';
            import vm from 'node:vm';
            const input = JSON.parse(fs.readFileSync(0, 'utf8'));
            const answer = (() => { \(program) })();
            fs.writeFileSync(1, JSON.stringify(answer));
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node", "--input-type=module", "--eval", source]
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        try process.run()
        // The program reads all of its input before it writes, so neither side waits for the other.
        try standardInput.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(input))
        try standardInput.fileHandleForWriting.close()
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "Node.js failed, or is not installed")
        return try JSONDecoder().decode(Answer.self, from: output)
    }
}
