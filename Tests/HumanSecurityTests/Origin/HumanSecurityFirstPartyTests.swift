// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@Suite("HumanFirstParty")
struct HumanSecurityFirstPartyTests {
    private static func firstParty(_ options: String = "") throws -> HumanSecurityFirstParty {
        try HumanSecurityFirstParty.initialize(
            HumanSecurityConfiguration(json: #"{"px_app_id": "PXtest0001" \#(options.isEmpty ? "" : ", " + options)}"#),
            transport: ScriptedTransport(risk: EnforcerFixture.low),
            environment: EnforcerFixture.environment
        )
    }

    private static func event(_ uri: String, querystring: String = "") -> TestEvent {
        var event = TestEvent()
        event.uri = uri
        event.querystring = querystring
        return event
    }

    @Test(
        "A request on any other path comes back unchanged, and is nobody's business",
        arguments: ["/", "/test0001", "/x"])
    func otherPath(_ uri: String) async throws {
        let firstParty = try Self.firstParty()
        let event = Self.event(uri).json
        let served = await firstParty.serve(event)
        #expect(served.isUnchanged)
        #expect(served.result == Array(Self.event(uri).request.utf8))
        #expect(await firstParty.handleFirstParty(event) == nil)
    }

    @Test(
        "Default, prefixed and own paths are all served at the same time",
        arguments: [
            ("/test0001/init.js", "client.perimeterx.net", "/PXtest0001/main.min.js"),
            ("/pre/init.js", "client.perimeterx.net", "/PXtest0001/main.min.js"),
            ("/own.js", "client.perimeterx.net", "/PXtest0001/main.min.js"),
            ("/test0001/xhr/api/v2", "collector-pxtest0001.perimeterx.net", "/api/v2"),
            ("/pre/xhr/api/v2", "collector-pxtest0001.perimeterx.net", "/api/v2"),
            ("/beacon/api/v2", "collector-pxtest0001.perimeterx.net", "/api/v2"),
            ("/test0001/captcha/captcha.js", "captcha.px-cdn.net", "/PXtest0001/captcha.js"),
            ("/pre/captcha/x", "captcha.px-cdn.net", "/PXtest0001/captcha.js"),
            ("/check", "captcha.px-cdn.net", "/PXtest0001/captcha.js"),
        ])
    func paths(_ uri: String, _ host: String, _ upstream: String) async throws {
        let firstParty = try Self.firstParty(
            #"""
            "px_custom_first_party_prefix": "pre", "px_custom_first_party_sensor_endpoint": "/own.js",
            "px_custom_first_party_xhr_endpoint": "/beacon", "px_custom_first_party_captcha_endpoint": "/check"
            """#)
        let served = try #require(await firstParty.handleFirstParty(Self.event(uri, querystring: "a=b").json))
        let request = try VectorValue.parse(served.result)
        #expect(!served.isResponse)
        #expect(request["uri"] == .text(upstream))
        #expect(request["querystring"] == .text(upstream.hasSuffix("main.min.js") ? "" : "a=b"))
        #expect(request["clientIp"] == .text("203.0.113.9"))
        let origin = request["origin"]?["custom"]
        #expect(origin?["domainName"] == .text(host))
        #expect(origin?["port"] == .number(443))
        #expect(origin?["protocol"] == .text("https"))
        let headers = (request["headers"]?.members ?? [:]).mapValues { $0.list.compactMap { $0["value"]?.text } }
        #expect(headers["host"] == [host])
        #expect(headers["x-forwarded-for"] == ["203.0.113.9"])
        #expect(headers["x-px-first-party"] == ["1"])
        #expect(headers["x-px-enforcer-true-ip"] == ["203.0.113.9"])
    }

    @Test("Cookies and a forged hand-over stay here; the visitor's id goes along")
    func headers() async throws {
        var event = Self.event("/test0001/xhr/x")
        event.headers += [
            ("cookie", ["session=1; _pxvid=f200f466-18c7-11f0-8970-3b186014b0c7"]), ("px-context", ["forged"]),
            ("x-px-first-party", ["0"]),
        ]
        let served = try #require(await (try Self.firstParty()).handleFirstParty(event.json))
        let headers = try #require(try VectorValue.parse(served.result)["headers"]?.members)
        #expect(headers["cookie"]?.list.map { $0["value"]?.text } == ["pxvid=f200f466-18c7-11f0-8970-3b186014b0c7"])
        #expect(headers["px-context"] == nil)
        #expect(headers["x-px-first-party"]?.list.map { $0["value"]?.text } == ["1"])
    }

    @Test(
        "A host that would change, and a switched-off feature, get the neutral answer",
        arguments: [
            ("/test0001/xhr.evil.example/x", ""), ("/test0001/xhr@evil.example/x", ""), ("/test0001/xhr:444/x", ""),
            ("/test0001/xhr/x", #""px_first_party_enabled": false"#),
        ])
    func neutral(_ uri: String, _ options: String) async throws {
        let served = try #require(await (try Self.firstParty(options)).handleFirstParty(Self.event(uri).json))
        let response = try VectorValue.parse(try #require(served.response))
        #expect(response["status"] == .text("200"))
        #expect(response["body"] == .text("{}"))
    }

    @Test("The port and the scheme of a configured host are the origin's")
    func ownHost() async throws {
        let firstParty = try Self.firstParty(#""px_backend_collector_url": "http://collector.test:8081""#)
        let served = try #require(await firstParty.handleFirstParty(Self.event("/test0001/xhr/x").json))
        let request = try VectorValue.parse(served.result)
        #expect(request["uri"] == .text("/x"))
        let origin = request["origin"]?["custom"]
        #expect(origin?["domainName"] == .text("collector.test"))
        #expect(origin?["port"] == .number(8081))
        #expect(origin?["protocol"] == .text("http"))
    }

    @Test("Whatever else the request has stays as it is")
    func kept() async throws {
        let text =
            Self.event("/test0001/xhr/x").request.dropLast()
            + #","body":{"data":"YQ==","encoding":"base64","inputTruncated":true},"news":[1,{"a":null}],"origin":{"s3":{}}}"#
        let event = #"{"Records":[{"cf":{"config":{"eventType":"origin-request"},"request":\#(text)}}]}"#
        let served = try #require(await (try Self.firstParty()).handleFirstParty(Array(event.utf8)))
        let request = try VectorValue.parse(served.result)
        #expect(request["body"]?["data"] == .text("YQ=="))
        #expect(request["news"]?.json == Array(#"[1,{"a":null}]"#.utf8))
        #expect(request["origin"]?["s3"] == nil)
    }
}
