// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import LogReplay
import TestSupport
import Testing

/// The recorded requests as lines of a log, against what `explain` says of them.
@Suite("Replay and explain agree")
struct ReplayConformanceTests {
    private struct Recorded {
        var name: String
        var configuration: [UInt8]
        var line: [UInt8]
        var value: HumanSecurityValue
    }

    /// What a replay has to find, from an answer of `explain`; nil where a line tells less than a request.
    private static func expected(_ answer: HumanSecurityValue) -> RequestClass? {
        let outcome = answer["decision"]?["outcome"]?.string ?? ""
        let reason = answer["decision"]?["reason"]?.string ?? ""
        if (answer["requests"]?.elements ?? []).contains(where: { $0["kind"]?.string == "risk" }) {
            switch outcome {
            case "block": return .asks
            case "simulated_block": return .asksMonitored
            // Whether a pass was monitored leaves no trace in an answer.
            default: return nil
            }
        }
        switch (outcome, reason) {
        case ("filtered", "extension"): return .filteredByExtension
        case ("filtered", "route"): return .filteredByRoute
        case ("filtered", "method"): return .filteredByMethod
        case ("filtered", "user_agent"): return .filteredByUserAgent
        case ("filtered", "ip"): return .filteredByAddress
        case ("pass", _): return .passesByToken
        case ("block", _): return .blockedByToken
        case ("simulated_block", _): return .simulatedBlockByToken
        case ("first_party", _): return .firstParty
        case ("preflight", _): return .preflight
        case ("telemetry", _): return .telemetry
        case ("disabled", _): return .disabled
        case ("failed_open", _): return .failedOpen
        default: return nil
        }
    }

    /// The cases of HumanEnforcer that have no customer's functions.
    private static func cases() throws -> [Recorded] {
        let text = try Data(contentsOf: ConformanceCorpus.folder.appending(path: "cases.jsonl"))
        return text.split(separator: 0x0A).compactMap { line in
            guard let value = HumanSecurityValue(json: Array(line)), let configuration = value["config"],
                value["lambda"]?.string ?? "enforcer" == "enforcer", value["hooks"] == nil
            else { return nil }
            return Recorded(
                name: value["name"]?.string ?? "", configuration: configuration.json, line: Array(line), value: value)
        }
    }

    private static func answers() throws -> [String: HumanSecurityValue] {
        let cases = try Data(contentsOf: ConformanceCorpus.folder.appending(path: "cases.jsonl"))
        let output = try BuiltProducts.run(BuiltProducts.executable("edge-enforcer"), ["explain"], input: cases)
        let values = output.standardOutput.split(separator: 0x0A).compactMap { HumanSecurityValue(json: Array($0)) }
        return Dictionary(values.map { ($0["name"]?.string ?? "", $0) }) { first, _ in first }
    }

    private static func replay(_ text: [UInt8], _ configuration: [UInt8], at path: URL) async throws -> ReplayCounts? {
        let configuration = ReplayConfiguration(json: configuration)
        guard configuration.errors.isEmpty else { return nil }
        try Data(text).write(to: path)
        return await Replay(configuration, paths: [path.path]).run()
    }

    private static func found(_ counts: ReplayCounts) -> [RequestClass] {
        RequestClass.allCases.filter { counts.tally.count($0) > 0 }
    }

    private static func temporaryFile() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
    }

    @Test("Recorded events get the class that explain's decision says")
    func events() async throws {
        let path = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(at: path) }
        let answers = try Self.answers()
        var compared = 0
        for recorded in try Self.cases() {
            guard let answer = answers[recorded.name],
                let counts = try await Self.replay(recorded.line, recorded.configuration, at: path),
                counts.badLines.total == 0
            else { continue }
            let asks = (answer["requests"]?.elements ?? []).contains { $0["kind"]?.string == "risk" }
            #expect((counts.tally.certainCalls == 1) == asks, "\(recorded.name)")
            #expect(counts.tally.possibleCalls == counts.tally.certainCalls, "\(recorded.name)")
            guard let expected = Self.expected(answer) else { continue }
            #expect(Self.found(counts) == [expected], "\(recorded.name)")
            compared += 1
        }
        #expect(compared > 250)
    }

    // MARK: - As lines of a standard log

    private static let header =
        "#Version: 1.0\n#Fields: timestamp(ms) c-ip cs-method cs(Host) cs-uri-stem cs(User-Agent) cs-uri-query cs(Cookie)"
        + " x-host-header\n"

    /// As CloudFront encodes fields.
    private static func encoded(_ text: String) -> String {
        guard !text.isEmpty else { return "-" }
        let plain = Set("!#$&()*+,-./:;=?@_".utf8)
        return text.utf8.map { byte in
            let isLetterOrDigit = (0x30...0x39 ~= byte) || (0x41...0x5A ~= byte) || (0x61...0x7A ~= byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isLetterOrDigit || plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    /// A line for what a log can know of the request; nil if the decision may depend on something else.
    private static func line(_ recorded: Recorded) -> String? {
        guard let request = recorded.value["event"]?["Records"]?.elements?.first?["cf"]?["request"],
            let now = recorded.value["now"]?.number, request["body"] == nil,
            let method = request["method"]?.string, let uri = request["uri"]?.string, !uri.isEmpty
        else { return nil }
        var values: [String: String] = [:]
        for header in request["headers"]?.members ?? [] {
            let name = header.name.lowercased()
            let isUnknown = name.hasPrefix("x-") || name.hasPrefix("access-control") || name == "origin"
            guard !isUnknown, header.value.elements?.count == 1 else { return nil }
            values[name] = header.value.elements?.first?["value"]?.string ?? ""
        }
        guard values["host"] != nil, values["user-agent"] != "-" else { return nil }
        return [
            String(Int(now)), request["clientIp"]?.string ?? "-", encoded(method), "d1.cloudfront.net",
            encoded(uri), encoded(values["user-agent"] ?? ""), encoded(request["querystring"]?.string ?? ""),
            encoded(values["cookie"] ?? ""), encoded(values["host"] ?? ""),
        ].joined(separator: "\t") + "\n"
    }

    @Test("A line of a standard log is decided as the event it came from")
    func lines() async throws {
        let path = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(at: path) }
        var compared = 0
        for recorded in try Self.cases() {
            guard let line = Self.line(recorded),
                let event = try await Self.replay(recorded.line, recorded.configuration, at: path),
                event.badLines.total == 0
            else { continue }
            try Data((Self.header + line).utf8).write(to: path)
            var replay = Replay(ReplayConfiguration(json: recorded.configuration), paths: [path.path])
            replay.dashMeansNoCookies = true
            let counts = await replay.run()
            #expect(Self.found(counts) == Self.found(event), "\(recorded.name)")
            compared += 1
        }
        #expect(compared > 100)
    }
}
