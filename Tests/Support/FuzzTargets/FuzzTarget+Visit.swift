// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol

extension FuzzTarget {
    /// A visit from the viewer request to the origin's response, made of what visitors, origins and the Risk API send and
    /// of bytes of any kind; whatever each of the three functions answers, CloudFront takes it. The input makes the choices.
    static let visit = FuzzTarget(name: "visit") {
        var engines = VisitEngines()
        var exchange = Exchange()
        return { input in
            var draw = ByteDraw(input)
            let isMonitor = draw.number(below: 4) == 1
            let request = VisitRequest(&draw).text
            let event = ExchangeFixture.wrapped("viewer-request", request)
            let answer = VisitAnswer(&draw)
            let run =
                isMonitor
                ? ExchangeRun(&exchange, &engines.monitor, pieces: [event], answer: (answer.outcome, answer.body))
                : ExchangeRun(&exchange, &engines.enforcer, pieces: [event], answer: (answer.outcome, answer.body))
            if let violation = run.violation(of: event) ?? run.refusal() { return "enforcer: \(violation)" }
            if isMonitor, run.outcome == "block" { return "a block by a monitor" }
            if !answer.isAnswered, run.reason == "s2s_high_score" {
                return "a block without the Risk API's word"
            }
            if run.isResponse { return nil }

            let forOrigin = ExchangeFixture.wrapped("origin-request", run.result)
            let firstParty = ExchangeRun(&exchange, &engines.firstParty, as: .firstParty, pieces: [forOrigin])
            if let violation = firstParty.violation(of: forOrigin) ?? firstParty.refusal() {
                return "first party: \(violation)"
            }
            let (answered, isTaken) = VisitRequest.response(&draw)
            let response = ExchangeFixture.wrapped("origin-response", run.result, response: answered)
            let activities = ExchangeRun(&exchange, &engines.activities, as: .activities, pieces: [response])
            let violation = activities.violation(of: response) ?? (isTaken ? activities.refusal() : nil)
            return violation.map { "activities: \($0)" }
        }
    }
}

private struct VisitEngines: ~Copyable {
    private static let more = """
        "px_first_party_enabled": true, "px_deferred_activities": true, "px_csp_enabled": false,
        "px_login_credentials_extraction_enabled": true,
        "px_login_credentials_extraction": [{"path": "/login", "method": "POST", "sent_through": "body",
        "user_field": "user", "pass_field": "pass", "protocol": "both"}],
        "px_jwt_cookie_name": "jwt", "px_jwt_cookie_user_id_field_name": "sub", "px_graphql_routes": ["/graphql"],
        "px_sensitive_graphql_operation_names": ["login"], "px_extract_user_ip": true,
        "px_sensitive_headers": ["cookie", "x-secret"]
        """
    var enforcer = ExchangeFixture.engine(more)
    var monitor = ExchangeFixture.engine(more + #", "px_module_mode": "monitor""#)
    var firstParty = ExchangeFixture.engine(more, for: .firstParty)
    var activities = ExchangeFixture.engine(more, for: .activities)
}

/// A request as CloudFront hands it over.
private struct VisitRequest {
    var text: [UInt8] = []

    private static let paths = [
        "/", "/login", "/m", "/graphql", "/a/../b", "/%2e%2e/x", "//x//", "/x.css", "/tst0001/init.js",
        "/tst0001/xhr/api/v2/collector", "/tst0001/captcha/captcha.js", "/%", "/\u{00e9}", "/login%2Fx.css",
    ]
    private static let names = [
        "user-agent", "cookie", "x-px-authorization", "x-ip", "px-context", "content-type", "accept", "referer",
        "origin",
        "x-secret", "sec-fetch-site", "px-compromised-credentials", "x-px-original-token", "authorization",
    ]
    private static let values = [
        "x", "_px3=ab:cd:1000:ef", "_pxvid=0a9d2b34-5c1e-11f0-8b1e-7d3f5a6c9e21", "_pxhd=x:y", "3", "1", "2:x",
        "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "203.0.113.7",
        "jwt=e30.eyJzdWIiOiJhIn0.c2ln", "text/html", "https://shop.example", "<script>", "{\"a\":1}",
    ]
    private static let bodies = [
        #"{"user":"a@b.c","pass":"p"}"#, "user=a&pass=b", #"{"query":"mutation login { x }"}"#, "[]", "{}",
        "--b\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\na\r\n--b--",
    ]

    init(_ draw: inout ByteDraw) {
        let method = draw.pick(["GET", "POST", "OPTIONS", "HEAD", "PUT"])
        var headers = [#""host":[{"key":"Host","value":"shop.example"}]"#]
        var names = Self.names
        for _ in 0..<draw.number(below: 8) {
            let name = names.remove(at: draw.number(below: names.count))
            let fields = (0...draw.number(below: 2)).map { _ in
                #"{"key":"\#(name)","value":"\#(escaped(Self.printable(draw.pickOrPiece(Self.values))))"}"#
            }
            headers.append(#""\#(name)":[\#(fields.joined(separator: ","))]"#)
        }
        let uri = escaped(Self.printable(draw.pickOrPiece(Self.paths)))
        let query = escaped(Self.printable(draw.pickOrPiece(["", "a=1", "uri=%2F&x"])))
        var text = """
            {"clientIp":"203.0.113.9","method":"\(method)","uri":"\(uri)","querystring":"\(query)",\
            "headers":{\(headers.joined(separator: ","))}
            """
        if method == "POST" || method == "PUT" {
            let body = String(decoding: base64(draw.pickOrPiece(Self.bodies)), as: UTF8.self)
            let isCut = draw.number(below: 5) == 1
            text += #","body":{"action":"read-only","data":"\#(body)","encoding":"base64","inputTruncated":\#(isCut)}"#
        }
        self.text = Array((text + "}").utf8)
    }

    /// - Returns: a response, and whether it is one that CloudFront itself would have: what is wrong in the event may be
    ///   so in the result.
    static func response(_ draw: inout ByteDraw) -> (text: [UInt8], isTaken: Bool) {
        let status = draw.pick(["200", "302", "404", "500", "", "abc"])
        let value = escaped(printable(draw.pickOrPiece(["a=1; Path=/", "text/html"])))
        let name = draw.pick(["set-cookie", "content-type", "x-login"])
        let text = Array(
            """
            {"status":"\(status)","statusDescription":"OK","headers":{"\(name)":[{"key":"\(name)","value":"\(value)"}]}}
            """.utf8)
        return (text, status.count == 3 && status != "abc")
    }

    /// CloudFront refuses requests with controls before any function sees them.
    private static func printable(_ bytes: [UInt8]) -> [UInt8] {
        bytes.filter { $0 >= 0x20 && $0 != 0x7F }
    }
}

private struct VisitAnswer {
    var outcome: CallOutcome
    var body: [UInt8]

    var isAnswered: Bool {
        if case .answered(status: 200) = outcome { true } else { false }
    }

    private static let values = [
        "0", "100", "-1", "1e999", "\"c\"", "\"b\"", "\"r\"", "\"j\"", "null", "[]", "{}", "true", "\"a;b\\r\\n\"",
        "\"</script>\"", "\"\\ud800\"",
    ]

    init(_ draw: inout ByteDraw) {
        outcome = draw.pick([
            .answered(status: 200), .answered(status: 200), .timedOut, .failed, .answered(status: 503),
        ])
        guard draw.number(below: 8) > 0 else {
            body = draw.piece()
            return
        }
        let names = [
            "status", "score", "action", "uuid", "pxhd", "pxhdDomain", "data_enrichment", "action_data", "drc",
            "message",
            "additional_risk_info",
        ]
        var members = [#""status":0,"score":\#(draw.number(below: 2) * 100)"#]
        for _ in 0..<draw.number(below: 8) {
            let name = draw.pick(names)
            let piece = draw.number(below: 4) == 0 ? #"{"body":"\#(escaped(draw.piece()))"}"# : draw.pick(Self.values)
            members.append(#""\#(name)":\#(piece)"#)
        }
        body = Array("{\(members.joined(separator: ","))}".utf8)
    }
}
