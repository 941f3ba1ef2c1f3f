// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkCases
import CBenchmarkSupport
import Foundation

struct ColdStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures a Lambda executable from its start to its first decision.",
        discussion: "The event is that of enforce-warm. Prints a JSON object with times in ns and memory in KiB."
    )

    @Argument(help: "The executable.")
    var executable: String

    @Option(help: "How many starts count.")
    var rounds = 50

    func run() throws {
        guard let exhibit = try Exhibit.all().first(where: { $0.name == "enforce-warm" }),
            let event = exhibit.events.first
        else { throw ValidationError("there is no event") }
        let root = FileManager.default.temporaryDirectory.appending(path: "bench-cold-start-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data(configuration()).write(to: root.appending(path: "config.json"))

        var starts: [enforcer_cold_start] = []
        // The first one reads the executable from the disk.
        for round in 0...rounds {
            let start = try Self.start(executable, root: root.path, event: event)
            if round > 0 { starts.append(start) }
        }
        let times = starts.map { "\($0.ready + $0.answered)" }.joined(separator: ",")
        let ready = starts.map { "\($0.ready)" }.joined(separator: ",")
        let memory = starts.map(\.peak_memory).max() ?? 0
        print(#"{"name":"cold-start","peak_memory_kib":\#(memory),"times":[\#(times)],"ready":[\#(ready)]}"#)
    }

    /// That of all cases, with a collector that nobody listens for: reports come after the answer and are not measured.
    private func configuration() throws -> [UInt8] {
        let text = try Fixture.configurationText()
        guard let end = text.lastIndex(of: 0x7D) else { throw ValidationError("the configuration is no object") }
        return text[..<end] + Array(#","px_backend_collector_url":"http://127.0.0.1:9"}"#.utf8)
    }

    private static func start(_ executable: String, root: String, event: [UInt8]) throws -> enforcer_cold_start {
        var result = enforcer_cold_start()
        var answer = [CChar](repeating: 0, count: 256)
        // Safe: every pointer comes with the size of the array it is of; a failure is a literal.
        let failure = unsafe enforcer_benchmark_cold_start(
            executable,
            root,
            event,
            event.count,
            &answer,
            answer.count,
            &result
        )
        if let failure = unsafe failure {
            let text = answer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw ValidationError("\(unsafe String(cString: failure)): \(String(decoding: text, as: UTF8.self))")
        }
        return result
    }
}
