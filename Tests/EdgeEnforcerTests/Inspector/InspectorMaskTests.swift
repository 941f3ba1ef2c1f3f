// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@testable import edge_enforcer

@Suite("The inspector's mask")
struct InspectorMaskTests {
    private let mask = InspectorMask(configuration: InspectorSample.configuration)

    @Test("configured secrets are masked by name, old ones in a list too")
    func configuration() {
        let shown = mask.value([
            "px_app_id": "PX1", "px_auth_token": "a", "px_cookie_secret": ["b", "c"], "px_remote_config_secret": "",
        ])
        #expect(
            shown == [
                "px_app_id": "PX1", "px_auth_token": "•••", "px_cookie_secret": ["•••", "•••"],
                "px_remote_config_secret": "",
            ])
    }

    @Test(
        "headers that hold secrets are masked, of cookies the names stay",
        arguments: [
            ("Authorization", "Bearer x", "•••"), ("PX-Context", "v1.x", "•••"), ("set-cookie", "a=b", "•••"),
            ("Cookie", "_px3=abc=; b; theme=dark", "_px3=•••; •••; theme=•••"), ("Accept", "text/html", "text/html"),
        ])
    func headers(name: String, value: String, shown: String) {
        #expect(mask.header(name, value) == shown)
    }

    @Test("a secret is masked wherever it stands")
    func anywhere() {
        let covering = mask.covering(InspectorSample.request().headers)
        let path = "/x?t=\(InspectorSample.cookie)&u=\(InspectorSample.cookieSecret)"
        #expect(covering.text(path) == "/x?t=•••&u=•••")
        #expect(covering.text("Bearer \(InspectorSample.cookie)-2") == "•••")
        #expect(covering.text("a dark theme") == "a dark theme", "a short value takes no words apart")
        let changed = mask.covering(configuration: ["px_cookie_secret": "another-secret"])
        #expect(changed.text("is another-secret") == "is •••")
    }

    @Test("a header in a list is masked by the name beside it, and bodies by the names of their members")
    func bodies() {
        let body =
            #"{"headers":[{"name":"Cookie","value":"a=b"},{"key":"Accept","value":"*/*"}],"pxhd":"x","pass":"y"}"#
        let shown = JSONValue(Array(mask.body(Array(body.utf8)).utf8))
        #expect(
            shown == [
                "headers": [["name": "Cookie", "value": "a=•••"], ["key": "Accept", "value": "*/*"]], "pxhd": "•••",
                "pass": "•••",
            ])
        #expect(mask.body(Array("no JSON: \(InspectorSample.authToken)".utf8)) == "no JSON: •••")
    }

    @Test("nothing that the inspector says of a request holds a secret")
    func detail() async {
        let observed = InspectorSample.observed(path: "/a/\(InspectorSample.cookie)")
        let rerun = InspectorRerun(configuration: InspectorSample.configuration)
        let answer = await rerun.answer(observed)
        let request = InspectedRequest(observed, answer, mask: mask)
        for shown in [request.summary, request.detail, request.comparison(with: answer, mask: mask)] {
            let text = String(decoding: shown.text, as: UTF8.self)
            for secret in [
                InspectorSample.cookie, InspectorSample.authToken, InspectorSample.cookieSecret, "pxhd-value-in-a-test",
            ] {
                #expect(!text.contains(secret), "\(secret) in \(text)")
            }
        }
    }
}
