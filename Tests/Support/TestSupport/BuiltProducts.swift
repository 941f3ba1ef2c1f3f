// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Executables of this package, as they were built beside the running test bundle.
public enum BuiltProducts {
    public struct NotBuilt: Error, CustomStringConvertible {
        public var description: String
    }

    /// What a finished program left.
    public struct Output: Sendable {
        public var status: Int32
        public var standardOutput: Data
        public var standardError: Data
    }

    /// The folder that the test bundle lies in.
    public static var folder: URL {
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return program.deletingLastPathComponent()
    }

    public static func executable(_ name: String) throws -> URL {
        let candidate = folder.appending(path: name)
        guard FileManager.default.isExecutableFile(atPath: candidate.path) else {
            throw NotBuilt(description: "\(name) was not built beside the tests, in \(folder.path)")
        }
        return candidate
    }

    /// Runs a program to its end.
    /// - Parameters:
    ///   - program: a built product's file, or any executable's.
    ///   - input: what it reads from standard input.
    public static func run(_ program: URL, _ arguments: [String] = [], input: Data = Data()) throws -> Output {
        // Files rather than pipes: neither side can then wait for the other to read.
        let folder = FileManager.default.temporaryDirectory.appending(path: "edge-enforcer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["input", "output", "error"].map { folder.appending(path: $0) }
        try input.write(to: files[0])
        try Data().write(to: files[1])
        try Data().write(to: files[2])
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Output(
            status: process.terminationStatus,
            standardOutput: try Data(contentsOf: files[1]),
            standardError: try Data(contentsOf: files[2])
        )
    }

    /// Node.js, from the search path.
    public static func runNode(_ arguments: [String], input: Data = Data()) throws -> Output {
        try run(URL(filePath: "/usr/bin/env"), ["node"] + arguments, input: input)
    }
}
