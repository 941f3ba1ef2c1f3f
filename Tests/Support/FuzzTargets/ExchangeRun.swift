// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore
package import EnforcerProtocol

/// One exchange driven to its end, and everything that came out of it.
package struct ExchangeRun: Equatable {
    package var outcome: String
    package var reason: String
    package var result: [UInt8]
    package var isResponse: Bool
    package var isUnchanged: Bool
    /// URL and body of each call, the Risk API's first.
    package var calls: [[UInt8]] = []

    /// - Parameters:
    ///   - function: whose event it is.
    ///   - pieces: the event, cut anywhere.
    ///   - answer: how the call to the Risk API ends, if there is one.
    package init(
        _ exchange: inout Exchange,
        _ engine: inout Engine,
        as function: ConfigurationReader.Purpose = .enforcer,
        pieces: [[UInt8]],
        answer: (outcome: CallOutcome, body: [UInt8]) = (.timedOut, []),
        now: Int64 = 1_767_225_600_000
    ) {
        exchange.reset()
        for piece in pieces {
            exchange.feed(piece.span)
        }
        var calls: [[UInt8]] = []
        let entropy = Entropy(high: 1, low: 2)
        var step =
            switch function {
            case .enforcer: exchange.begin(&engine, now: now, entropy: entropy)
            case .activities: exchange.beginOriginResponse(&engine, now: now)
            case .firstParty: exchange.beginOriginRequest(&engine, now: now, entropy: entropy)
            }
        if case .send = step {
            calls += Self.calls(of: exchange)
            // A span of a tuple's member crashes the 6.3.1 compiler; a constant of its own does not.
            let body = answer.body
            step = exchange.supply(answer.outcome, body: body.span, engine: &engine, now: now + 5)
        }
        calls += Self.calls(of: exchange)
        outcome = "\(exchange.decision.outcome.name)"
        reason = "\(exchange.decision.reason.name)"
        result = bytes(of: exchange.resultBytes)
        isResponse = exchange.isResponse
        isUnchanged = exchange.isUnchanged
        self.calls = calls
    }

    private static func calls(of exchange: borrowing Exchange) -> [[UInt8]] {
        var calls: [[UInt8]] = []
        for call in exchange.calls {
            calls.append(bytes(of: exchange.output.buffer.bytes(of: call.url)))
            calls.append(bytes(of: exchange.output.buffer.bytes(of: call.body)))
        }
        return calls
    }
}

package enum ExchangeFixture {
    package static func engine(_ more: String = "", for purpose: ConfigurationReader.Purpose = .enforcer) -> Engine {
        var reader = ConfigurationReader()
        let json = """
            {"px_app_id": "PXtest0001", "px_auth_token": "t", "px_cookie_secret": "s",
             "px_module_mode": "active_blocking", "px_monitored_routes": ["/m"], "px_filter_by_ip": ["10.0.0.0/8"],
             "px_ip_headers": ["x-ip"], "px_sensitive_routes": ["/login"] \(more.isEmpty ? "" : ", " + more)}
            """
        reader.read(Array(json.utf8).span)
        return Engine(configuration: reader.finish(for: purpose), region: Array("eu-west-1".utf8))
    }

    /// Events that reach every branch there is without a valid token.
    package static let events: [[UInt8]] = [
        event(uri: "/", headers: #""cookie":[{"key":"Cookie","value":"_px3=ab:cd:1000:ef; _pxhd=x; a=1"}]"#),
        event(uri: "/m/%41/../b//", headers: #""x-ip":[{"value":"2001:db8::1"}],"px-context":[{"value":"{}"}]"#),
        event(uri: "/logo.png", headers: #""px-context":[{"value":"forged"}]"#),
        event(uri: "/login%", headers: #""cookie":[{"value":"_pxvid=not-an-id"},{"value":"_px3=\u0041"}]"#),
        event(uri: #"/\ud83d\ude00\u0000\ud800"#, headers: #""user-agent":[{"value":"\u00e9\"\\<script>"}]"#),
    ]

    static func event(uri: String, headers: String) -> [UInt8] {
        wrapped("viewer-request", request(uri: uri, headers: headers))
    }

    static func responseEvent(headers: String) -> [UInt8] {
        let response = #"{"status":"200","statusDescription":"OK","headers":{}}"#
        return wrapped("origin-response", request(uri: "/", headers: headers), response: Array(response.utf8))
    }

    private static func request(uri: String, headers: String) -> [UInt8] {
        Array(
            """
            {"clientIp":"203.0.113.9","method":"GET","uri":"\(uri)","querystring":"q=%2F&x=1",\
            "headers":{"host":[{"key":"Host","value":"shop.example"}],\(headers)}}
            """.utf8
        )
    }

    static func wrapped(_ type: String, _ request: [UInt8], response: [UInt8]? = nil) -> [UInt8] {
        let head = #"{"Records":[{"cf":{"config":{"eventType":"\#(type)"},"request":"#
        let middle = response.map { Array(#","response":"#.utf8) + $0 } ?? []
        return Array(head.utf8) + request + middle + Array("}}]}".utf8)
    }

    package static let answers: [(CallOutcome, [UInt8])] = [
        (.timedOut, []),
        (.failed, Array("connection refused".utf8)),
        (
            .answered(status: 200),
            Array(#"{"status":0,"score":100,"action":"c","uuid":"u","pxhd":"p","pxhdDomain":"d"}"#.utf8)
        ),
        (.answered(status: 200), Array(#"{"status":0,"score":100,"action":"r","uuid":"<\/script>"}"#.utf8)),
        (
            .answered(status: 200),
            Array(#"{"status":0,"score":1e999,"action":{"a":[1]},"uuid":[],"pxhd":"a;b\r\n"}"#.utf8)
        ),
        (.answered(status: 200), Array(#"{"status":0,"score":-1}"#.utf8)),
        (.answered(status: 200), [0xFF, 0x00, 0x7B]),
        (.answered(status: 503), Array("busy".utf8)),
    ]
}
