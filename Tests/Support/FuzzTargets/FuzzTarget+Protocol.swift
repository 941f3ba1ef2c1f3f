// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol

// What comes from the visitor beside the risk token, from the Risk API, and from the other function.

extension FuzzTarget {
    /// The risk request names the account that the JWT names, and none if it names none. The payload of the token; with `r`
    /// before it, the token as it is.
    static let jwt = FuzzTarget(name: "jwt") {
        var engine = ExchangeFixture.engine(
            """
            "px_jwt_cookie_name": "jwt", "px_jwt_cookie_user_id_field_name": "sub",
            "px_jwt_cookie_additional_field_names": ["email", "a.b"]
            """)
        var exchange = Exchange()
        return { input in
            let isRaw = input.first == 0x72
            let token = isRaw ? Array(input.dropFirst()) : Array("e30.".utf8) + base64(input) + Array(".c2ln".utf8)
            let headers = #""cookie":[{"value":"jwt=\#(escaped(token))"}]"#
            let event = ExchangeFixture.event(uri: "/", headers: headers)
            let run = ExchangeRun(&exchange, &engine, pieces: [event])
            if let violation = run.violation(of: event) { return violation }
            guard run.calls.count >= 2 else { return "no call to the Risk API" }
            // Halves of a pair in ill-formed UTF-8 may be joined on the way.
            if isRaw || String(validating: input, as: UTF8.self) == nil { return nil }
            let request = Fields(run.calls[1])
            guard let additional = request.object("additional") else { return "a risk request of another form" }
            return additional.text("app_user_id") == Fields(input).text("sub") ? nil : "another account"
        }
    }

    /// Data enrichment counts as HUMAN's word only if it is signed. The value of the cookie; with `s` before it, what to
    /// sign.
    static let dataEnrichment = FuzzTarget(name: "data-enrichment") {
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        return { input in
            var value = input
            let isSigned = input.first == 0x73
            if isSigned {
                let payload = base64(Array(input.dropFirst()))
                value = signature(of: payload) + [0x3A] + payload
            }
            let headers = #""cookie":[{"value":"_pxde=\#(escaped(value))"}]"#
            let event = ExchangeFixture.event(uri: "/", headers: headers)
            let run = ExchangeRun(&exchange, &engine, pieces: [event])
            if let violation = run.violation(of: event) { return violation }
            if exchange.enrichment.isVerified != (isSigned && input.count > 1) { return "another finding" }
            guard let json = exchange.enrichment.json else { return nil }
            return isJSON(bytes(of: exchange.text.bytes(of: json))) ? nil : "data that is no JSON"
        }
    }

    /// What the Risk API answers blocks if it is an object with the status 0 and a high score, and only then.
    static let riskAnswer = FuzzTarget(name: "risk-answer") {
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        let event = ExchangeFixture.event(uri: "/", headers: #""user-agent":[{"value":"x"}]"#)
        return { input in
            let run = ExchangeRun(&exchange, &engine, pieces: [event], answer: (.answered(status: 200), input))
            if let violation = run.violation(of: event) { return violation }
            let answer = Fields(input)
            let score = answer.number("status") == 0 ? answer.number("score") : nil
            let isBlocked = run.outcome == "block"
            return isBlocked == (score ?? 0 >= 100) ? nil : "the outcome \(run.outcome) for the score \(score ?? .nan)"
        }
    }

    /// A hand-over that we did not sign is not read. The header's value; with `s` before it, an object to sign.
    static let handOver = FuzzTarget(name: "hand-over") {
        var engine = ExchangeFixture.engine(#""px_deferred_activities": true"#, for: .activities)
        var exchange = Exchange()
        return { input in
            let isSigned = input.first == 0x73
            var value = input
            if isSigned {
                let content = Array(input.dropFirst().dropLast())
                value = content + Array(#","hmac":""#.utf8) + signature(of: content) + Array(#""}"#.utf8)
            }
            let event = ExchangeFixture.responseEvent(headers: #""px-context":[{"value":"\#(escaped(value))"}]"#)
            let run = ExchangeRun(&exchange, &engine, as: .activities, pieces: [event])
            if let violation = run.violation(of: event) { return violation }
            if isSigned { return nil }
            if !run.calls.isEmpty { return "a call for a hand-over that is not ours" }
            return run.reason.starts(with: "hand_over") ? nil : "the reason \(run.reason)"
        }
    }

    /// What is inside a sealed token never keeps the visitor's request from going on, and without an object inside the
    /// Risk API is asked. What to seal.
    static let sealedToken = FuzzTarget(name: "sealed-token") {
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        var sealer = TokenSealer()
        return { input in
            guard let token = sealer.token(input) else { return "no token" }
            let headers = #""user-agent":[{"value":"x"}],"cookie":[{"value":"_px3=\#(escaped(token))"}]"#
            let event = ExchangeFixture.event(uri: "/", headers: headers)
            let run = ExchangeRun(&exchange, &engine, pieces: [event])
            if let violation = run.violation(of: event) { return violation }
            let isAsked = run.calls.first.map { contains($0, Array("/risk".utf8)) } ?? false
            return isAsked || Fields(input).isObject ? nil : "the outcome \(run.outcome)"
        }
    }

    /// Operations do not depend on how the body spells its text or on whether it is a batch, what is reported is JSON,
    /// and a request is sensitive if an operation with that name is in it.
    static let graphQL = FuzzTarget(name: "graphql") {
        var reader = GraphQLReading()
        return { input in
            let whole = reader.operations(of: input)
            var document = JSONDocument()
            guard (try? document.parse(input.span)) != nil else {
                return whole.report.isEmpty ? nil : "operations of what is no JSON"
            }
            if !whole.report.isEmpty, !isJSON(whole.report) { return "a report that is no JSON" }
            if whole.isSensitive != whole.names.contains("login") { return "another finding on sensitivity" }
            // Written again, a number beyond all doubles is `null`, and so it is for JavaScript.
            let isFinite = document.nodes.indices.allSatisfy { node in
                document.kind(of: node) != .number || document.number(of: node, in: input.span)?.isFinite == true
            }
            // A name that is no text is reported as it stands.
            let isNamed = document.nodes.indices.dropLast().allSatisfy { node in
                document.kind(of: node) != .key || document.kind(of: node + 1) == .string
                    || !input.span.bytes(of: document.raw(of: node)).equals("operationName")
            }
            guard isFinite, isNamed, String(validating: input, as: UTF8.self) != nil else { return nil }
            var writer = JSONWriter(limit: 16 * input.count + 64)
            writer.value(document, node: 0, in: input.span)
            if reader.operations(of: bytes(of: writer.buffer.span)) != whole { return "the spelling shows" }
            guard document.kind(of: 0) == .object else { return nil }
            return reader.operations(of: [0x5B] + input + [0x5D]) == whole ? nil : "the batch shows"
        }
    }

    /// `content`'s HMAC with the fixture's secret, in lower-case hexadecimal.
    private static func signature(of content: [UInt8]) -> [UInt8] {
        var digest = InlineArray<32, UInt8>(repeating: 0)
        guard var keys = try? SecretKeys([Array("s".utf8)]), keys.beginMAC(key: 0), keys.updateMAC(content.span),
            keys.finishMAC(into: &digest)
        else { return [] }
        var buffer = ByteBuffer(limit: 64)
        buffer.append(hexEncoding: digest.span)
        return bytes(of: buffer.span)
    }
}

/// Members of an answer, read by name.
private struct Fields {
    private let bytes: [UInt8]
    private var document = JSONDocument()
    private var node: Int?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if (try? document.parse(bytes.span)) != nil { node = 0 }
    }

    var isObject: Bool { node.map { document.kind(of: $0) == .object } ?? false }

    private func member(_ name: String) -> Int? {
        let name = Array(name.utf8)
        return node.flatMap { document.member(name.span, of: $0, in: bytes.span) }
    }

    func object(_ name: String) -> Fields? {
        var fields = self
        fields.node = member(name)
        return fields.isObject ? fields : nil
    }

    func number(_ name: String) -> Double? {
        member(name).flatMap { document.number(of: $0, in: bytes.span) }
    }

    /// A text as it is, anything else as JSON; nil if it is missing, null or empty.
    func text(_ name: String) -> String? {
        guard let member = member(name), document.kind(of: member) != .null else { return nil }
        var writer = JSONWriter(limit: 16 * bytes.count + 64)
        if document.kind(of: member) == .string {
            writer.buffer.append(jsonUnescaping: bytes.span.bytes(of: document.raw(of: member)))
        } else {
            writer.value(document, node: member, in: bytes.span)
        }
        let text = String(decoding: FuzzTargets.bytes(of: writer.buffer.span), as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}

/// What is found in a GraphQL body.
private struct GraphQLReading: ~Copyable {
    struct Found: Equatable {
        var report: [UInt8] = []
        var names: [String] = []
        var isSensitive = false
    }

    private var operations = GraphQLOperations()
    private var document = JSONDocument()
    private var sensitiveNames = ByteStringList()

    init() {
        sensitiveNames.append("login")
    }

    mutating func operations(of body: [UInt8]) -> Found {
        var source = ByteBuffer(limit: body.count)
        source.append(body.span)
        var text = ByteBuffer(limit: 1 << 20)
        let kinds = ByteStringList()
        let whole = ByteSlice(from: 0, to: body.count)
        operations.read(
            whole, of: source, sensitiveKinds: kinds, sensitiveNames: sensitiveNames, document: &document, into: &text)
        var writer = JSONWriter(limit: 1 << 20)
        writer.beginObject()
        operations.write(to: &writer, in: text)
        writer.endObject()
        var found = Found(isSensitive: operations.isSensitive)
        if !operations.operations.isEmpty { found.report = bytes(of: writer.buffer.span) }
        for operation in operations.operations {
            guard let name = operation.name, name.isText else { continue }
            found.names.append(String(decoding: bytes(of: text.bytes(of: name.slice)), as: UTF8.self))
        }
        return found
    }
}
