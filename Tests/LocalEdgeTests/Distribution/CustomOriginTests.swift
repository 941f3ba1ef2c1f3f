// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct CustomOriginTests {
    @Test("what is no http URL is no origin", arguments: ["", "shop.example", "ftp://shop.example", "http://"])
    func bad(url: String) {
        #expect(CustomOrigin(url: url) == nil)
    }

    @Test(
        "a URL has scheme, host, port and path",
        arguments: [
            ("https://a.example", "https://a.example:443", "", "a.example"),
            ("http://A.example/", "http://a.example:80", "", "A.example"),
            ("http://127.0.0.1:3000/base//", "http://127.0.0.1:3000", "/base", "127.0.0.1:3000"),
            ("HTTPS://a.example:8443/x/y", "https://a.example:8443", "/x/y", "a.example:8443"),
        ]
    )
    func url(url: String, address: String, path: String, authority: String) throws {
        let origin = try #require(CustomOrigin(url: url))
        #expect(origin.address == address)
        #expect(origin.path == path)
        #expect(origin.authority == authority)
    }
}
