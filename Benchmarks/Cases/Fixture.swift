// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
private import Glibc

/// Files of `Benchmarks/Fixtures`.
public enum Fixture {
    /// Beside the sources, wherever the program was built.
    private static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(2).joined(separator: "/") + "/Fixtures"
    }()

    /// Where an event has its token.
    private static let placeholder = Array("{{token}}".utf8)

    /// An event, with a token put in where the file says, signed for the user agent there.
    /// - Parameter serial: tells tokens apart.
    static func event(_ name: String, _ tokens: TokenMaker, serial: Int = 1, score: Int = 0) throws -> [UInt8] {
        let text = try bytes("\(name).json")
        guard let start = index(of: placeholder, in: text) else { return text }
        let token = try tokens.token(serial, score: score, userAgent: userAgent(of: text))
        return text[..<start] + token + text[(start + placeholder.count)...]
    }

    /// The user agent of an event, which is plain text in all of them.
    static func userAgent(of text: [UInt8]) throws -> [UInt8] {
        let before = Array(#""key":"User-Agent","value":""#.utf8)
        guard let start = index(of: before, in: text) else { throw SetUpError("an event has no user agent") }
        return Array(text[(start + before.count)...].prefix { $0 != 0x22 })
    }

    private static func index(of part: [UInt8], in text: [UInt8]) -> Int? {
        text.indices.first { text[$0] == part[0] && text[$0...].starts(with: part) }
    }

    /// The configuration that all cases share.
    static func configuration() throws -> CompiledConfiguration {
        let (configuration, problems) = read(try configurationText())
        guard problems.isEmpty else { throw SetUpError("configuration.json has \(problems.count) problems") }
        return configuration
    }

    private static func read(_ text: [UInt8]) -> (CompiledConfiguration, [ConfigurationProblem]) {
        var reader = ConfigurationReader()
        reader.read(text.span)
        let configuration = reader.finish(for: .enforcer)
        return (configuration, reader.problems)
    }

    public static func configurationText() throws -> [UInt8] {
        try bytes("configuration.json")
    }

    /// A file without the newline at its end.
    private static func bytes(_ name: String) throws -> [UInt8] {
        let path = "\(folder)/\(name)"
        // Safe: `fopen` gives null or a stream, which is used here only; `fread` gets the array's own size.
        guard let file = unsafe fopen(path, "rbe") else { throw SetUpError("cannot open \(path)") }
        defer { unsafe _ = fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&block, 1, block.count, file)
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        return bytes
    }
}
