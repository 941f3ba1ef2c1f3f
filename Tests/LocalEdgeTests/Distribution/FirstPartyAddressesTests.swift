// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct FirstPartyAddressesTests {
    private func addresses(_ members: [String: JSONValue] = [:]) -> FirstPartyAddresses {
        var members = members
        members["px_app_id"] = "PXtest0001"
        return FirstPartyAddresses(.object(members))
    }

    @Test("the folder is the app id without its first two characters")
    func standard() {
        let standard = addresses()
        #expect(standard.sensorPath == "/test0001/init.js")
        #expect(standard.collectorPath == "/test0001/xhr")
        #expect(standard.patterns.map(\.description) == ["/test0001/*"])
        #expect(standard.isEnabled)
        #expect(!addresses(["px_first_party_enabled": false]).isEnabled)
    }

    @Test("a prefix of its own has a behaviour of its own, with or without its slash", arguments: ["/own", "own"])
    func prefix(prefix: String) {
        let own = addresses(["px_custom_first_party_prefix": .string(prefix)])
        #expect(own.sensorPath == "/own/init.js")
        #expect(own.collectorPath == "/own/xhr")
        #expect(own.patterns.map(\.description) == ["/test0001/*", "/own/*"])
    }

    @Test("each endpoint of its own has a behaviour of its own, unless it can match nothing")
    func endpoints() {
        let own = addresses([
            "px_custom_first_party_sensor_endpoint": "/s.js", "px_custom_first_party_xhr_endpoint": "/x",
            "px_custom_first_party_captcha_endpoint": "c",
        ])
        #expect(own.sensorPath == "/s.js")
        #expect(own.collectorPath == "/x")
        #expect(own.patterns.map(\.description) == ["/test0001/*", "/s.js", "/x*"])
    }

    @Test("hosts are the configured ones, else the vendor's")
    func hosts() {
        #expect(
            addresses().hosts == [
                "client.perimeterx.net", "captcha.px-cdn.net", "collector-pxtest0001.perimeterx.net",
            ]
        )
        let own = addresses([
            "px_backend_client_url": "https://Client.example:8443/x", "px_backend_captcha_url": "",
            "px_backend_collector_url": "http://c.example",
        ])
        #expect(own.hosts == ["client.example", "captcha.px-cdn.net", "c.example"])
    }
}
