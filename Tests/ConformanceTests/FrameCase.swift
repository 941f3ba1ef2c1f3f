// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation
import HumanSecurity

/// A recorded case as the engine sees it, without the hosts around it.
struct FrameCase {
    /// All that came out of an exchange. The result is JSON with its members in the order of their names, however it
    /// was told.
    struct Outcome: Equatable {
        var decision = ""
        var calls: [String] = []
        var trace: [String] = []
        var result = ""
    }

    var name: String
    var lambda: String
    var event: HumanSecurityValue
    var now: Int64
    private var configuration: HumanSecurityValue
    private var backend: HumanSecurityValue

    static func recorded() throws -> [FrameCase] {
        let lines = try String(contentsOf: ConformanceCorpus.folder.appending(path: "cases.jsonl"), encoding: .utf8)
        return lines.split(separator: "\n").compactMap { line in
            guard let value = HumanSecurityValue(json: Array(line.utf8)), let name = value["name"]?.string,
                let lambda = value["lambda"]?.string, let event = value["event"], let now = value["now"]?.number
            else { return nil }
            return FrameCase(
                name: name,
                lambda: lambda,
                event: event,
                now: Int64(now),
                configuration: value["config"] ?? .object([]),
                backend: value["backend"] ?? .object([])
            )
        }
    }

    func engine() -> Engine? {
        var reader = ConfigurationReader()
        reader.read(configuration.json.span)
        let compiled = reader.finish(for: purpose)
        for problem in reader.problems where problem.code.isError {
            return nil
        }
        return Engine(configuration: compiled, region: Array("eu-west-1".utf8))
    }

    private var purpose: ConfigurationReader.Purpose {
        switch lambda {
        case "activities": .activities
        case "first_party": .firstParty
        default: .enforcer
        }
    }

    // MARK: - Running

    /// Runs the case to its end, with the event as a frame if there is one.
    func run(_ engine: inout Engine, frame: [UInt8]?) -> Outcome {
        var exchange = Exchange()
        if let frame { exchange.feed(frame: frame.span) } else { exchange.feed(event.json.span) }
        let entropy = Entropy(high: 1, low: 2)
        var step =
            switch purpose {
            case .enforcer: exchange.begin(&engine, now: now, entropy: entropy)
            case .activities: exchange.beginOriginResponse(&engine, now: now)
            case .firstParty: exchange.beginOriginRequest(&engine, now: now, entropy: entropy)
            }
        var outcome = Outcome()
        if case .send = step {
            let kind = exchange.calls[0].kind == .firstParty ? "first_party" : "risk"
            outcome.calls += Self.calls(exchange)
            step = supply(backend[kind] ?? .object([]), to: &exchange, &engine)
        }
        guard case .finish = step else { return outcome }
        outcome.calls += Self.calls(exchange)
        let decision = exchange.decision
        outcome.decision = "\(decision.outcome.name) \(decision.reason.name) \(decision.score.map { "\($0)" } ?? "")"
        outcome.trace = exchange.trace.entries.map { "\($0.stage.name) \($0.outcome)" }
        outcome.result = Self.sorted(result(exchange))
        return outcome
    }

    private func supply(_ answer: HumanSecurityValue, to exchange: inout Exchange, _ engine: inout Engine) -> Step {
        let body: [UInt8] = answer["body"].map { $0.string.map { Array($0.utf8) } ?? $0.json } ?? []
        let outcome: CallOutcome =
            switch answer["error"]?.string {
            case nil: .answered(status: Int(answer["status"]?.number ?? 200))
            case "timeout": .timedOut
            default: .failed
            }
        return exchange.supply(outcome, body: body.span, engine: &engine, now: now + 7)
    }

    private static func calls(_ exchange: borrowing Exchange) -> [String] {
        var calls: [String] = []
        for call in exchange.calls {
            let url = text(exchange.output.buffer.bytes(of: call.url))
            let body = text(exchange.output.buffer.bytes(of: call.body))
            calls.append("\(call.kind) \(url) \(call.timeoutMilliseconds) \(body)")
        }
        for header in exchange.upstreamHeaders {
            let name = text(exchange.text.bytes(of: header.name))
            calls.append("\(name): \(text(exchange.text.bytes(of: header.value)))")
        }
        return calls
    }

    // MARK: - Results

    /// What is answered to CloudFront, put together from the event and the changes if there is no JSON of it.
    private func result(_ exchange: borrowing Exchange) -> HumanSecurityValue {
        let cloudFront = event["Records"]?.elements?.first?["cf"] ?? .null
        let isFrame = exchange.resultBytes.isEmpty || exchange.requestBytes.extracting(first: 1).equals("F")
        guard isFrame, !exchange.isResponse, exchange.isUnchanged || exchange.isChanged else {
            return HumanSecurityValue(json: Self.bytes(exchange.resultBytes)) ?? .null
        }
        guard purpose != .activities else {
            let response = cloudFront["response"] ?? .null
            guard exchange.isChanged else { return response }
            let cookie = Self.text(exchange.text.bytes(of: exchange.responseCookie))
            return response.changing("headers") { Self.adding(cookie: cookie, to: $0) }
        }
        var request = cloudFront["request"] ?? .null
        guard exchange.isChanged else { return request }
        for name in exchange.removals {
            let name = Self.text(exchange.text.bytes(of: name))
            request = request.changing("headers") { headers in
                .object((headers.members ?? []).filter { $0.name != name })
            }
        }
        for header in exchange.additions {
            let name = Self.text(exchange.text.bytes(of: header.name))
            let value = Self.text(exchange.text.bytes(of: header.value))
            request = request.changing("headers") {
                $0.setting(name, [["key": .string(name), "value": .string(value)]])
            }
        }
        return request
    }

    private static func adding(cookie: String, to headers: HumanSecurityValue) -> HumanSecurityValue {
        let isCookie = { (member: HumanSecurityValue.Member) in member.name.lowercased() == "set-cookie" }
        let values = (headers.members ?? []).filter(isCookie).flatMap { $0.value.elements ?? [] }
        let all = (values.compactMap { $0["value"]?.string } + [cookie]).map { value -> HumanSecurityValue in
            ["key": "Set-Cookie", "value": .string(value)]
        }
        return .object((headers.members ?? []).filter { !isCookie($0) } + [.init("set-cookie", .array(all))])
    }

    private static func sorted(_ value: HumanSecurityValue) -> String {
        func sort(_ value: HumanSecurityValue) -> HumanSecurityValue {
            switch value {
            case .object(let members):
                .object(members.map { .init($0.name, sort($0.value)) }.sorted { $0.name < $1.name })
            case .array(let elements): .array(elements.map(sort))
            case .null, .bool, .number, .string: value
            }
        }
        return String(decoding: sort(value).json, as: UTF8.self)
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] {
        span.indices.map { span[$0] }
    }

    private static func text(_ span: Span<UInt8>) -> String {
        String(decoding: bytes(span), as: UTF8.self)
    }
}
