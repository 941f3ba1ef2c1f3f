// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport
import Testing

/// Events that CloudFront never sends. They must be read without harm, and as JavaScript would read them.
struct OddEventTests {
    struct Odd: Sendable, CustomTestStringConvertible {
        var rule: String
        var event: String
        var summary: String

        init(_ rule: String, _ event: String, _ summary: String) {
            self.rule = rule
            self.event = event
            self.summary = summary
        }

        /// An event of one record with just this `cf`.
        init(_ rule: String, cf: String, _ summary: String) {
            self.init(rule, #"{"Records":[{"cf":\#(cf)}]}"#, summary)
        }

        /// An event whose `cf` has just this request.
        init(_ rule: String, request: String, _ summary: String) {
            self.init(rule, cf: #"{"request":\#(request)}"#, summary)
        }

        var testDescription: String { rule }
    }

    @Test(
        "an odd event is read as its rule says",
        arguments: missing + wrongTypes + records + duplicates + unknown + escapes + entries
    )
    func odd(_ odd: Odd) throws {
        try expect(odd)
    }

    func expect(_ odd: Odd) throws {
        let bytes = Array(odd.event.utf8)
        let whole = Scan(bytes)
        #expect(whole.error == nil)
        #expect(Self.summary(of: EventModel(whole)) == odd.summary)
        let agrees = Scan(bytes, piece: { 1 }).agrees(with: whole)
        #expect(agrees, "how the event is cut shows")
        var document = JSONDocument()
        try document.parse(bytes.span)
        #expect(EventModel(document, in: bytes.span) == EventModel(whole))
    }

    static let missing = [
        Odd("an empty object has no request", "{}", ""),
        Odd("no records", #"{"Records":[]}"#, ""),
        Odd("a record without cf", #"{"Records":[{}]}"#, ""),
        Odd("an empty cf", cf: "{}", ""),
        Odd("an empty request is a request", request: "{}", "request"),
        Odd("a request without headers", request: #"{"method":"GET","uri":"/"}"#, "request method=GET uri=/"),
        Odd("an empty response is a response", cf: #"{"response":{}}"#, "response"),
        Odd("an empty config", cf: #"{"config":{},"request":{}}"#, "request"),
        Odd("an empty body is a body", request: #"{"body":{}}"#, "request body"),
        Odd("headers without any", request: #"{"headers":{}}"#, "request"),
    ]

    static let wrongTypes = [
        Odd("an array at the top", #"[{"Records":[{"cf":{"request":{"uri":"/"}}}]}]"#, ""),
        Odd("a string at the top", #""Records""#, ""),
        Odd("a number at the top", "12", ""),
        Odd("null at the top", "null", ""),
        Odd("records in an object", #"{"Records":{"0":{"cf":{"request":{"uri":"/"}}}}}"#, ""),
        Odd("records in an array of arrays", #"{"Records":[[{"cf":{"request":{"uri":"/"}}}]]}"#, ""),
        Odd("records that are a string", #"{"Records":"x"}"#, ""),
        Odd("cf that is an array", cf: #"[{"request":{"uri":"/"}}]"#, ""),
        Odd("cf that is null", cf: "null", ""),
        Odd("a request that is an array", request: #"[{"uri":"/"}]"#, ""),
        Odd("a request that is a string", request: #""uri""#, ""),
        Odd("a request that is true", request: "true", ""),
        Odd("a response that is a number", cf: #"{"response":200}"#, ""),
        Odd("a config that is an array", cf: #"{"config":["eventType","x"]}"#, ""),
        Odd(
            "texts that are something else",
            request: #"{"uri":1,"method":null,"querystring":["a"],"clientIp":{"uri":"/x","method":"PUT"}}"#,
            "request"
        ),
        Odd(
            "texts that are true", request: #"{"uri":true,"method":false,"querystring":true,"clientIp":true}"#,
            "request"),
        Odd("a text after an array of texts", request: #"{"uri":["/x","/y"],"method":"GET"}"#, "request method=GET"),
        Odd("a text after an object of texts", request: #"{"clientIp":{"uri":"/x"},"uri":"/"}"#, "request uri=/"),
        Odd("a body that is a string", request: #"{"body":"eA=="}"#, "request"),
        Odd("a body that is null", request: #"{"body":null}"#, "request"),
        Odd("a body that is an array", request: #"{"body":[{"data":"eA=="}]}"#, "request"),
        Odd("a cut mark that is a text", request: #"{"body":{"inputTruncated":"true"}}"#, "request body"),
        Odd("a cut mark that is a number", request: #"{"body":{"inputTruncated":1}}"#, "request body"),
        Odd("a cut mark in an array", request: #"{"body":{"inputTruncated":[true]}}"#, "request body"),
        Odd("a cut mark", request: #"{"body":{"inputTruncated":true}}"#, "request body truncated"),
        Odd("body data that is an object", request: #"{"body":{"data":{"data":"x"},"encoding":1}}"#, "request body"),
        Odd("headers in an array", request: #"{"headers":[{"host":[{"value":"x"}]}]}"#, "request"),
        Odd("headers that are null", request: #"{"headers":null,"uri":"/"}"#, "request uri=/"),
        Odd(
            "headers that are no arrays",
            request: #"{"headers":{"a":"x","b":1,"c":null,"d":{"value":"x"},"e":[{"value":"v"}]}}"#,
            "request a=[] b=[] c=[] d=[] e=[v]"
        ),
        Odd(
            "entries that are no objects",
            request: #"{"headers":{"a":["x",1,null,true,["value","y"],[{"value":"z"}],{"value":"v"}]}}"#,
            "request a=[v]"
        ),
        Odd(
            "values that are no texts",
            request:
                #"{"headers":{"a":[{"value":1},{"value":null},{"value":["x"]},{"value":{"value":"y"}},"#
                + #"{"value":"v"}]}}"#,
            "request a=[v]"
        ),
        Odd("a status that is a number keeps its digits", cf: #"{"response":{"status":200}}"#, "response status=200"),
        Odd("a status that is true", cf: #"{"response":{"status":true,"statusDescription":7}}"#, "response"),
    ]

    static let records = [
        Odd(
            "of two records the first counts",
            #"{"Records":[{"cf":{"request":{"uri":"/1"}}},{"cf":{"request":{"uri":"/2","method":"GET"}}}]}"#,
            "request uri=/1"
        ),
        Odd("a first record without cf hides the second", #"{"Records":[{},{"cf":{"request":{}}}]}"#, ""),
        Odd("a first record that is null hides the second", #"{"Records":[null,{"cf":{"request":{}}}]}"#, ""),
        Odd("a first record that is a text hides the second", #"{"Records":["x",{"cf":{"request":{}}}]}"#, ""),
        Odd("a first record that is a number hides the second", #"{"Records":[0,{"cf":{"request":{}}}]}"#, ""),
        Odd("a first record that is an array hides the second", #"{"Records":[[],{"cf":{"request":{}}}]}"#, ""),
    ]

    static let duplicates = [
        Odd("of two texts the last counts", request: #"{"uri":"/1","uri":"/2","\u0075ri":"/3"}"#, "request uri=/3"),
        Odd(
            "a text that becomes a number is gone", request: #"{"uri":"/1","method":"GET","uri":1}"#,
            "request method=GET"),
        Odd("a text that becomes an object is gone", request: #"{"uri":"/1","uri":{"uri":"/2"}}"#, "request"),
        Odd(
            "of two lists of records the last counts",
            #"{"Records":[{"cf":{"request":{"uri":"/1"}}}],"Records":[{"cf":{"request":{"method":"GET"}}}]}"#,
            "request method=GET"
        ),
        Odd("records that become null are gone", #"{"Records":[{"cf":{"request":{"uri":"/1"}}}],"Records":null}"#, ""),
        Odd(
            "of two cf the last counts",
            #"{"Records":[{"cf":{"config":{"eventType":"x"},"request":{}},"cf":{"response":{}}}]}"#,
            "response"
        ),
        Odd(
            "of two requests the last counts", cf: #"{"request":{"uri":"/1"},"request":{"method":"GET"}}"#,
            "request method=GET"),
        Odd("a request that becomes null is gone", cf: #"{"request":{"uri":"/1"},"request":null}"#, ""),
        Odd(
            "of two configs the last counts",
            cf: #"{"config":{"eventType":"x","requestId":"y"},"config":{"requestId":"z"}}"#,
            "config=,z,,"
        ),
        Odd(
            "of two bodies the last counts",
            request: #"{"body":{"data":"x","inputTruncated":true},"body":{"encoding":"text"}}"#,
            "request body encoding=text"
        ),
        Odd("a body that becomes null is gone", request: #"{"body":{"data":"x"},"body":null}"#, "request"),
        Odd(
            "a cut mark that becomes a text is gone", request: #"{"body":{"inputTruncated":true,"inputTruncated":""}}"#,
            "request body"),
        Odd(
            "of two headers objects the last counts",
            request: #"{"headers":{"a":[{"value":"1"}]},"headers":{"b":[{"value":"2"}]}}"#,
            "request b=[2]"
        ),
        Odd(
            "headers that become null are gone", request: #"{"headers":{"a":[{"value":"1"}]},"headers":null}"#,
            "request"),
        Odd(
            "of two values the last counts", request: #"{"headers":{"a":[{"value":"1","value":"2"}]}}"#, "request a=[2]"
        ),
        Odd(
            "a value that becomes a number is gone, that of the entry before is not",
            request: #"{"headers":{"a":[{"value":"1"},{"value":"2","value":3}]}}"#,
            "request a=[1]"
        ),
        Odd(
            "a value that is a text after all",
            cf: #"{"response":{"headers":{"a":[{"value":"1"},{"value":"2","value":[],"value":"3"}]}}}"#,
            "response a=[1,3]"
        ),
        Odd(
            "of two statuses the last counts", cf: #"{"response":{"status":"200","status":404}}"#, "response status=404"
        ),
    ]

    static let unknown = [
        Odd("names are told apart by case", #"{"records":[{"cf":{"request":{}}}]}"#, ""),
        Odd(
            "a request elsewhere is none",
            #"{"cf":{"request":{}},"Records":[{"request":{},"cf":{"x":{"request":{}}}}]}"#, ""),
        Odd(
            "unknown members are passed over", cf: #"{"x":{"uri":"/"},"request":{"x":{"uri":"/x"},"uri":"/"}}"#,
            "request uri=/"),
        Odd(
            "an origin's headers are not the request's",
            request: #"{"origin":{"custom":{"customHeaders":{"a":[{"value":"x"}]},"headers":{"b":[]}}},"uri":"/"}"#,
            "request uri=/"
        ),
        Odd(
            "deep nesting in what is passed over",
            request: #"{"x":"# + String(repeating: #"[{"uri":"#, count: 500) + "0" + String(repeating: "}]", count: 500)
                + #","uri":"/","headers":{"a":[{"x":[[[[{"value":"y"}]]]],"value":"v"}]}}"#,
            "request uri=/ a=[v]"
        ),
        Odd(
            "deep nesting in a header's place",
            request: #"{"headers":{"a":"# + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
                + #","b":[{"value":"v"}]}}"#,
            "request a=[] b=[v]"
        ),
        Odd(
            "white space everywhere",
            " \n{ \"Records\" : [ { \"cf\" : { \"request\" : { \"uri\" : \"/\" , "
                + "\"headers\" : { \"a\" : [ { \"value\" : \"v\" } ] } } } } ] } \t",
            "request uri=/ a=[v]"
        ),
    ]

    static let escapes = [
        Odd(
            "escaped names are names",
            #"{"\u0052ecords":[{"\u0063f":{"\u0072equest":{"\u0075ri":"/","#
                + #""\u0068eaders":{"\u0061":[{"\u0076alue":"v"}]}}}}]}"#,
            "request uri=/ a=[v]"
        ),
        Odd(
            "escapes in values are read",
            request: #"{"uri":"\/\u0061\"\\","querystring":"\u20ac\ud83d\ude00\n","headers":{"a":[{"value":"\tx"}]}}"#,
            "request uri=/a\"\\ querystring=\u{20AC}\u{1F600}\n a=[\tx]"
        ),
        Odd(
            "lone surrogates survive as such",
            request: #"{"uri":"/\ud83d","method":"\ude00GET"}"#,
            "request method=\u{FFFD}GET uri=/\u{FFFD}"
        ),
        Odd(
            "escapes in every place that is kept",
            cf:
                #"{"config":{"eventType":"\u0031","requestId":"\u0032","distributionId":"\u0033","#
                + #""distributionDomainName":"\u0034"},"#
                + #""request":{"clientIp":"\u0035","method":"\u0036","uri":"\u0037","querystring":"\u0038","#
                + #""body":{"data":"\u0039","#
                + #""encoding":"\u0061"},"headers":{"\u0062":"#
                + #"[{"value":"\u0063"},{"value":"d"},{"value":"\u0065"}]}},"#
                + #""response":{"status":"\u0066","statusDescription":"\u0067","#
                + #""headers":{"\u0068":[{"value":"\u0069"}]}}}"#,
            "config=1,2,3,4 request method=6 uri=7 querystring=8 ip=5 body data=9 encoding=a b=[c,d,e] "
                + "response status=f description=g h=[i]"
        ),
    ]

    static let entries = [
        Odd("a header without entries", request: #"{"headers":{"a":[],"b":[{"value":"v"}]}}"#, "request a=[] b=[v]"),
        Odd("an entry without members", request: #"{"headers":{"a":[{},{"value":"v"}]}}"#, "request a=[v]"),
        Odd(
            "an entry without a value", request: #"{"headers":{"a":[{"key":"A"},{"key":"A","value":"v"}]}}"#,
            "request a=[v]"),
        Odd("an entry without a key", request: #"{"headers":{"a":[{"value":"v"}]}}"#, "request a=[v]"),
        Odd("an empty value", request: #"{"headers":{"a":[{"value":""}]}}"#, "request a=[]1"),
        Odd("an empty name", request: #"{"headers":{"":[{"value":"v"}]}}"#, "request =[v]"),
        Odd(
            "values of a header stay in order",
            request: #"{"headers":{"a":[{"value":"1"},{"value":"2"},{"value":"1"}]}}"#, "request a=[1,2,1]"),
        Odd(
            "headers keep their order", request: #"{"headers":{"z":[{"value":"1"}],"a":[{"value":"2"}]}}"#,
            "request z=[1] a=[2]"),
        Odd("names keep their case", request: #"{"headers":{"Host":[{"value":"v"}]}}"#, "request Host=[v]"),
        Odd(
            "request and response have headers of their own",
            cf: #"{"response":{"headers":{"a":[{"value":"1"}]}},"request":{"headers":{"a":[{"value":"2"}]}}}"#,
            "request a=[2] response a=[1]"
        ),
    ]

    /// What an event says, in one line. Empty parts are left out.
    private static func summary(of model: EventModel) -> String {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        func part(_ name: String, _ bytes: [UInt8]) -> String { bytes.isEmpty ? "" : " \(name)=\(text(bytes))" }
        func parts(_ headers: [EventModel.Header]) -> String {
            headers.map { header in
                let values = header.values.map(text).joined(separator: ",")
                // An empty value is told from none by a count.
                return " \(text(header.name))=[\(values)]" + (values.isEmpty && !header.values.isEmpty ? "1" : "")
            }.joined()
        }
        var summary = ""
        if model.config.contains(where: { !$0.isEmpty }) {
            summary += " config=" + model.config.map(text).joined(separator: ",")
        }
        if model.hasRequest { summary += " request" }
        summary += part("method", model.method) + part("uri", model.uri) + part("querystring", model.querystring)
        summary += part("ip", model.clientIP)
        if model.hasBody { summary += " body" }
        summary += part("data", model.body[0]) + part("encoding", model.body[1])
        if model.isTruncated { summary += " truncated" }
        summary += parts(model.headers)
        if model.hasResponse { summary += " response" }
        summary += part("status", model.status) + part("description", model.statusDescription)
        summary += parts(model.responseHeaders)
        return String(summary.dropFirst())
    }
}
