// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LogReplay

/// All that keeps a replay from beginning, so that it can be said at once.
struct ReplayProblems {
    /// As in sysexits.h: data that cannot be used, and a file that cannot be opened.
    private static let badData: Int32 = 65
    private static let badFile: Int32 = 66

    private var lines: [String] = []
    private var status: Int32 = 0

    mutating func add(file path: String, _ problem: String) {
        lines.append("\(path) \(problem)")
        if status == 0 { status = Self.badFile }
    }

    /// Reads a configuration; nil, with what is wrong noted, if it cannot be used.
    mutating func configuration(_ path: String) -> ReplayConfiguration? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            add(file: path, "cannot be read")
            return nil
        }
        let configuration = ReplayConfiguration(json: Array(data))
        for error in configuration.errors { lines.append("\(path): error \(error.key): \(error.message)") }
        guard configuration.errors.isEmpty else {
            status = Self.badData
            return nil
        }
        return configuration
    }

    /// The size of a log in bytes; 0 where that cannot be known.
    mutating func size(of path: String) -> Int {
        guard path != "-" else { return 0 }
        guard FileManager.default.isReadableFile(atPath: path), let size = Replay.size(of: path) else {
            add(file: path, "cannot be read as a log")
            return 0
        }
        return size
    }

    /// Before a long run, rather than behind it.
    mutating func checkWritable(_ path: String) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let manager = FileManager.default
        let isWritable =
            manager.fileExists(atPath: path)
            ? manager.isWritableFile(atPath: path) && Replay.size(of: path) != nil
            : manager.isWritableFile(atPath: folder)
        if !isWritable { add(file: path, "cannot be written") }
    }

    /// Says all of them and ends the program, if there are any.
    func end() throws {
        guard status != 0 else { return }
        try FileHandle.standardError.write(contentsOf: Array(lines.map { "\($0)\n" }.joined().utf8))
        throw ExitCode(status)
    }
}
