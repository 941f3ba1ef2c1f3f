// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkCases
import Foundation

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes events with their tokens, for programs that do the same work in another way.",
        discussion: "NAME.jsonl holds the events, NAME.answer.json what the vendor's server answers."
    )

    @Argument(help: "The folder to write to.")
    var folder: String

    func run() throws {
        let folder = URL(filePath: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for exhibit in try Exhibit.all() {
            var lines = Data()
            for event in exhibit.events {
                lines.append(contentsOf: event)
                lines.append(0x0A)
            }
            try lines.write(to: folder.appending(path: "\(exhibit.name).jsonl"))
            if let answer = exhibit.answer {
                try Data(answer).write(to: folder.appending(path: "\(exhibit.name).answer"))
            }
            print("\(exhibit.name)\t\(exhibit.isResponse ? "response" : "request")")
        }
        try Data(Exhibit.scannedEvent()).write(to: folder.appending(path: "event-scan.json"))
    }
}
