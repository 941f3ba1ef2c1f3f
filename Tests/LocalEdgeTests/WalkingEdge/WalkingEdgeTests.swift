// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The walking edge: a real request, decided by the real function")
struct WalkingEdgeTests {
    private static let steps = [
        "clean visitor", "same visitor again", "static file", "blocked bot", "challenge script", "challenge solved",
        "solver let in", "stale cookie", "visitor cookie", "login", "refused login", "first-party script",
        "backend hangs",
    ]

    private func tour(_ options: [String]) throws -> (status: Int32, text: String) {
        let program = try BuiltProducts.executable("edge-enforcer")
        let output = try BuiltProducts.run(program, ["serve", "--port", "0", "--tour", "--once"] + options)
        return (output.status, String(decoding: output.standardOutput, as: UTF8.self))
    }

    @Test(
        "The demo's tour comes out as it should with all three functions, and its program says so",
        .timeLimit(.minutes(2)),
        arguments: ["lambda", "in-process"]
    )
    func tour(runtime: String) throws {
        // The program does without a function that was not built; here that would be a mistake.
        for name in ["HumanEnforcer", "HumanActivities", "HumanFirstParty"] { _ = try BuiltProducts.executable(name) }
        let (status, text) = try tour(["--runtime", runtime])
        #expect(status == 0, "\(text)")
        for step in Self.steps {
            #expect(text.contains("ok   \(step)"), "\(text)")
        }
        #expect(text.contains("first party (captcha.px-cdn.net)"))
        #expect(!text.contains("does not run"))
    }

    @Test("With HumanEnforcer alone the tour says what it passes by", .timeLimit(.minutes(2)))
    func enforcerOnly() throws {
        let (status, text) = try tour(["--enforcer-only"])
        #expect(status == 0, "\(text)")
        for step in Self.steps {
            let isPassedBy = ["visitor cookie", "refused login"].contains(step)
            #expect(text.contains("\(isPassedBy ? "skip" : "ok  ") \(step)"), "\(text)")
        }
        #expect(text.contains("HumanActivities does not run"))
    }

    @Test("Where cookies and headers do not reach the origin, the tour fails", .timeLimit(.minutes(2)))
    func policy() throws {
        let (status, text) = try tour(["--origin-request-policy", "none"])
        #expect(status == 1)
        #expect(text.contains("FAIL visitor cookie"), "\(text)")
    }
}
