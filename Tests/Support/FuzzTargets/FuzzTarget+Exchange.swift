// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol

extension FuzzTarget {
    /// How an event is cut does not show, and a document reads the same inputs as JSON.
    static let event = FuzzTarget(name: "event") {
        { input in
            let whole = scan(input, every: input.count)
            for size in [1, 7, 64] where scan(input, every: size) != whole { return "cut every \(size) bytes" }
            var document = JSONDocument()
            let isDocument = (try? document.parse(input.span)) != nil
            return isDocument == (whole != nil) ? nil : "the document says something else"
        }
    }

    /// What the scanner finds in the event; nil if it is no JSON.
    private static func scan(_ input: [UInt8], every size: Int) -> [[UInt8]]? {
        var scanner = EventScanner()
        var buffer = ByteBuffer(limit: 1 << 22)
        var index = 0
        do throws(JSONError) {
            while index < input.count {
                let end = min(index + max(size, 1), input.count)
                buffer.append(Array(input[index..<end]).span)
                try scanner.advance(over: buffer.span)
                index = end
            }
            try scanner.finish(&buffer)
        } catch {
            return nil
        }
        var found = [bytes(of: buffer.bytes(of: scanner.event.request.range))]
        found.append(bytes(of: buffer.bytes(of: scanner.event.response.range)))
        for field in scanner.event.request.headers.fields {
            found.append(bytes(of: buffer.bytes(of: field.raw)))
        }
        return found
    }

    /// A configuration of any kind is read, and an engine with it lets through or answers with what can be sent.
    static let configuration = FuzzTarget(name: "configuration") {
        { input in
            var reader = ConfigurationReader()
            reader.read(input.span)
            var engine = Engine(configuration: reader.finish(for: .enforcer), region: Array("eu-west-1".utf8))
            var exchange = Exchange()
            let event = ExchangeFixture.events[1]
            return ExchangeRun(&exchange, &engine, pieces: [event]).violation(of: event)
        }
    }

    /// Whatever comes from the visitor and from the Risk API, the result can be sent. The event, a zero byte, then how the
    /// call ends and the answer.
    static let exchange = FuzzTarget(name: "exchange") {
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        var other = Exchange()
        return { input in
            let (event, rest) = halves(input)
            let body = Array(rest.dropFirst())
            let outcome: CallOutcome =
                switch rest.first ?? 0 {
                case 0x74: .timedOut
                case 0x66: .failed
                case 0x35: .answered(status: 503)
                default: .answered(status: 200)
                }
            let whole = ExchangeRun(&exchange, &engine, pieces: [event], answer: (outcome, body))
            if let violation = whole.violation(of: event) { return violation }
            let pieces = stride(from: 0, to: event.count, by: 61).map { Array(event[$0..<min($0 + 61, event.count)]) }
            return ExchangeRun(&other, &engine, pieces: pieces, answer: (outcome, body)) == whole
                ? nil : "where the event is cut shows"
        }
    }

    /// No token that was not made with the site's secret is taken for one that was: the Risk API is asked, and the visitor
    /// goes on when it keeps silent. `c` and a risk cookie, or `m` and a mobile token.
    static let token = FuzzTarget(name: "token") {
        var engine = ExchangeFixture.engine()
        var exchange = Exchange()
        return { input in
            let value = escaped(Array(input.dropFirst()))
            let headers =
                switch input.first {
                case 0x6D: #""x-px-authorization":[{"value":"\#(value)"}]"#
                default: #""cookie":[{"value":"_px3=\#(value)"}]"#
                }
            let event = ExchangeFixture.event(uri: "/", headers: headers)
            let run = ExchangeRun(&exchange, &engine, pieces: [event])
            if run.outcome != "pass" { return "the outcome \(run.outcome)" }
            let url = run.calls.first ?? []
            return contains(url, Array("/risk".utf8)) ? nil : "no call to the Risk API"
        }
    }
}
