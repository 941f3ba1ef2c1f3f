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
    enum Function: String, Sendable {
        case enforcer
        case activities
        case firstParty = "first_party"
    }

    /// The HumanEnforcer run that came before, for a case of HumanActivities.
    struct Before: Sendable {
        var configuration: [UInt8]
        var event: [UInt8]
        var now: Int64
        var backend: CannedTransport.Answers
    }

    /// The name as JSON; cases may name themselves by anything.
    var name: [UInt8]
    var function: Function
    var configuration: [UInt8]
    var event: [UInt8]
    var now: Int64
    var region: String?
    var backend: CannedTransport.Answers
    var before: Before?
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
        guard let now = document.milliseconds("now", of: 0, in: bytes) else {
            return .failure(ReadError(description: "a case has a member \"now\", ms since the epoch"))
        }
        func json(_ name: StaticString) -> [UInt8]? {
            document.member(name, of: 0, in: bytes).map { document.json(of: $0, in: bytes) }
        }
        let lambda =
            document.member("lambda", of: 0, in: bytes).map { document.string(of: $0, in: bytes) } ?? "enforcer"
        guard let function = Function(rawValue: lambda) else {
            return .failure(
                ReadError(description: "a case's \"lambda\" is \"enforcer\", \"activities\" or \"first_party\""))
        }
        let region = document.member("env", of: 0, in: bytes)
            .flatMap { document.value("AWS_REGION", of: $0, in: bytes) }
            .map { document.string(of: $0, in: bytes) }
        return .success(
            ExplainCase(
                name: json("name") ?? Array("null".utf8),
                function: function,
                configuration: json("config") ?? Array("{}".utf8),
                event: document.json(of: event, in: bytes),
                now: now,
                region: region,
                backend: CannedTransport.Answers(document, of: document.member("backend", of: 0, in: bytes), in: bytes),
                before: document.value("from", of: 0, in: bytes).flatMap { Before(document, of: $0, in: bytes) },
                hooks: json("hooks"),
                ignore: json("ignore")
            )
        )
    }
}

extension ExplainCase.Before {
    init?(_ document: JSONDocument, of node: Int, in bytes: Span<UInt8>) {
        guard let event = document.member("event", of: node, in: bytes),
            let now = document.milliseconds("now", of: node, in: bytes)
        else { return nil }
        configuration =
            document.member("config", of: node, in: bytes).map { document.json(of: $0, in: bytes) } ?? Array("{}".utf8)
        self.event = document.json(of: event, in: bytes)
        self.now = now
        backend = CannedTransport.Answers(document, of: document.member("backend", of: node, in: bytes), in: bytes)
    }
}

extension JSONDocument {
    /// A member that is a time.
    func milliseconds(_ name: StaticString, of node: Int, in bytes: Span<UInt8>) -> Int64? {
        guard let number = member(name, of: node, in: bytes).flatMap({ self.number(of: $0, in: bytes) }),
            number.magnitude < 1e18
        else { return nil }
        return Int64(number)
    }

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
