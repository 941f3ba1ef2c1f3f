// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import HumanSecurity

/// One line of input: a request to decide, and everything the decision depends on.
struct ExplainCase: Sendable {
    /// Why a line is no case.
    struct ReadError: Error, CustomStringConvertible {
        var description: String
    }

    /// Which function the case is for.
    enum Function: Sendable, Equatable {
        case enforcer
        case other(String)
    }

    /// The name as JSON; cases may name themselves by anything.
    var name: [UInt8]
    var function: Function
    var configuration: [UInt8]
    var event: [UInt8]
    var now: Int64
    var region: String?
    var backend: CannedTransport.Answers
    /// The member `hooks` as JSON, if there.
    var hooks: [UInt8]?
    /// The member `ignore` as JSON, if there; it is handed back.
    var ignore: [UInt8]?

    static func read(_ line: [UInt8]) -> Result<ExplainCase, ReadError> {
        var document = JSONDocument(maximumNodes: 1 << 20)
        let bytes = line.span
        do {
            try document.parse(bytes)
        } catch {
            return .failure(ReadError(description: "no JSON: \(error.code) at byte \(error.offset)"))
        }
        guard document.kind(of: 0) == .object else {
            return .failure(ReadError(description: "a case is a JSON object"))
        }
        guard let event = document.member("event", of: 0, in: bytes), document.kind(of: event) == .object else {
            return .failure(ReadError(description: "a case has a member \"event\", a CloudFront event"))
        }
        guard let now = document.member("now", of: 0, in: bytes).flatMap({ document.number(of: $0, in: bytes) }),
            now.magnitude < 1e18
        else {
            return .failure(ReadError(description: "a case has a member \"now\", ms since the epoch"))
        }
        func json(_ name: StaticString) -> [UInt8]? {
            document.member(name, of: 0, in: bytes).map { document.json(of: $0, in: bytes) }
        }
        let lambda =
            document.member("lambda", of: 0, in: bytes).map { document.string(of: $0, in: bytes) } ?? "enforcer"
        let region = document.member("env", of: 0, in: bytes)
            .flatMap { document.value("AWS_REGION", of: $0, in: bytes) }
            .map { document.string(of: $0, in: bytes) }
        return .success(
            ExplainCase(
                name: json("name") ?? Array("null".utf8),
                function: lambda == "enforcer" ? .enforcer : .other(lambda),
                configuration: json("config") ?? Array("{}".utf8),
                event: document.json(of: event, in: bytes),
                now: Int64(now),
                region: region,
                backend: CannedTransport.Answers(document, of: document.member("backend", of: 0, in: bytes), in: bytes),
                hooks: json("hooks"),
                ignore: json("ignore")
            )
        )
    }

    /// Runs the case through an enforcer of its own.
    func answer(base: HumanSecurityConfiguration?, number: Int) async -> [UInt8] {
        guard function == .enforcer else {
            return ExplainAnswer.failure("this version has no function of that name yet", case: self)
        }
        let own = HumanSecurityConfiguration(json: configuration)
        let transport = CannedTransport(backend)
        let now = now
        let environment = EnforcerEnvironment(
            now: { now },
            // The same line gives the same ids.
            random: { (0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: number), UInt64(bitPattern: now)) },
            region: region
        )
        do {
            let enforcer = try HumanSecurityEnforcer.initialize(
                base?.overlaid(with: own) ?? own,
                hooks: ExplainHooks(json: hooks).hooks,
                transport: transport,
                environment: environment,
                logger: .silent
            )
            var enforcement = await enforcer.decide(event, tracing: true)
            await enforcer.deliver(enforcement.reports)
            enforcement.reports = []
            return ExplainAnswer.text(of: enforcement, requests: transport.requests, case: self)
        } catch {
            return ExplainAnswer.failure(error.description, case: self)
        }
    }
}

extension JSONDocument {
    /// The value as JSON without blanks.
    func json(of node: Int, in bytes: Span<UInt8>) -> [UInt8] {
        var writer = JSONWriter(limit: 1 << 28)
        writer.value(self, node: node, in: bytes)
        return writer.buffer.takeAll()
    }

    /// The text of a string; empty for anything else.
    func string(of node: Int, in bytes: Span<UInt8>) -> String {
        String(decoding: stringBytes(of: node, in: bytes), as: UTF8.self)
    }

    func stringBytes(of node: Int, in bytes: Span<UInt8>) -> [UInt8] {
        var buffer = ByteBuffer(limit: 1 << 28)
        buffer.append(jsonUnescaping: bytes.bytes(of: text(of: node).raw))
        return buffer.takeAll()
    }
}
