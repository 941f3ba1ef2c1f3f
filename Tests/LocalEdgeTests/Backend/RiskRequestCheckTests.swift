// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct RiskRequestCheckTests {
    private func violations(_ payload: JSONValue, _ headers: [HeaderLine] = Samples.transportHeaders) -> [String] {
        RiskRequestCheck.violations(headers: headers, body: payload.text, expecting: Samples.expectations)
    }

    @Test("a right request has no violations")
    func right() {
        #expect(violations(Samples.risk()) == [])
        let full = Samples.risk {
            $0["vid"] = "3f1c5a9e-0000-4000-8000-000000000002"
            $0["pxhd"] = "x"
            $0["additional"] = $0["additional"]?.with("px_cookie", "{\"s\":0}").with(
                "s2s_call_reason", "mobile_error_2")
        }
        #expect(violations(full) == [])
    }

    @Test("authorization and content type are held against what is expected, and the token is not repeated")
    func transport() {
        let found = violations(
            Samples.risk(),
            [HeaderLine("authorization", "Bearer wrong-token"), HeaderLine("content-type", "text/plain")]
        )
        #expect(found.count == 2)
        #expect(!found.joined().contains("test-token"))
        #expect(!found.joined().contains("wrong-token"))
        #expect(violations(Samples.risk(), []).count == 2)
    }

    @Test("a body that is no object is a violation", arguments: ["", "[]", "null", "{"])
    func noObject(text: String) {
        let found = RiskRequestCheck.violations(
            headers: Samples.transportHeaders,
            body: Array(text.utf8),
            expecting: Samples.expectations
        )
        #expect(found == ["the body is not a JSON object"])
    }

    @Test("members of the request part have their kinds", arguments: ["socket_ip", "headers", "url"])
    func requestPart(name: String) {
        for value in [nil, 7, true, ["x"]] as [JSONValue?] {
            let payload = Samples.risk { $0["request"] = $0["request"]?.with(name, value) }
            #expect(violations(payload).contains { $0.contains("request.\(name)") }, "\(String(describing: value))")
        }
    }

    @Test(
        "required details have their kinds",
        arguments: [
            "module_version", "risk_mode", "request_id", "cookie_origin", "enforcer_start_time", "http_method",
            "request_cookie_names", "s2s_call_reason", "risk_start_time",
        ]
    )
    func details(name: String) {
        for value in [nil, true, ["x": 1], [7]] as [JSONValue?] {
            let payload = Samples.risk { $0["additional"] = $0["additional"]?.with(name, value) }
            #expect(violations(payload).count == 1, "\(name) \(String(describing: value))")
        }
    }

    @Test(
        "known texts are known texts",
        arguments: [
            ("s2s_call_reason", "because"), ("risk_mode", "blocking"), ("cookie_origin", "query"),
            ("request_id", "1234"),
            ("request_id", "3f1c5a9e-0000-4000-8000-00000000000g"), ("px_cookie", "no json"), ("px_cookie", "[1]"),
            ("enforcer_vid_source", "vid_cookie"),
        ]
    )
    func texts(name: String, value: String) {
        let payload = Samples.risk { $0["additional"] = $0["additional"]?.with(name, .string(value)) }
        #expect(violations(payload).count == 1)
    }

    @Test("the payload of a token and its raw text exclude each other")
    func cookies() {
        let payload = Samples.risk {
            $0["additional"] = $0["additional"]?.with("px_cookie", "{}").with("px_orig_cookie", "a:b:c:d")
        }
        #expect(violations(payload).count == 1)
    }

    @Test(
        "header lists are lists of name and value, in lower case, without cookies",
        arguments: [
            [["name": "Host", "value": "x"]], [["name": "cookie", "value": "a=1"]],
            [["name": "cookies", "value": "a"]],
            [["name": "host"]], [["name": "host", "value": ["x"]]], [["host": "x"]], ["host"],
            [["name": "host", "value": "x", "key": "Host"]],
        ] as [JSONValue]
    )
    func headers(list: JSONValue) {
        let payload = Samples.risk { $0["request"] = $0["request"]?.with("headers", list) }
        #expect(violations(payload).count == 1)
    }

    @Test("members that a risk request does not have are violations", arguments: ["uuid", "firstParty", "headers"])
    func unknown(name: String) {
        #expect(violations(Samples.risk { $0[name] = "x" }).count == 1)
    }
}
