// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct AdmissionTests {
    private func status(_ request: ViewerRequest) -> Int? {
        Admission.refusal(of: request)?.response.status
    }

    @Test("a GET with a body is forbidden, a POST is not")
    func body() {
        #expect(status(ViewerRequest(method: "GET", uri: "/", body: [1])) == 403)
        #expect(status(ViewerRequest(method: "POST", uri: "/", body: [1])) == nil)
    }

    @Test("path and query have at most 8,192 bytes together", arguments: [(8_190, nil), (8_191, 414)] as [(Int, Int?)])
    func target(size: Int, expected: Int?) {
        let query = String(repeating: "a", count: size)
        #expect(status(ViewerRequest(method: "GET", uri: "/", querystring: query)) == expected)
    }

    @Test("request line and headers have at most 32,768 bytes", arguments: [(0, nil), (1, 494)] as [(Int, Int?)])
    func head(excess: Int, expected: Int?) {
        // "GET / HTTP/1.1\r\n" and the empty line are 18 bytes, "x: …\r\n" another 5 besides the value.
        let value = String(repeating: "a", count: 32_768 - 18 - 5 + excess)
        #expect(status(ViewerRequest(method: "GET", uri: "/", headers: [HeaderLine("x", value)])) == expected)
    }

    @Test("methods that CloudFront does not forward are refused", arguments: ["TRACE", "CONNECT", "PROPFIND"])
    func method(name: String) {
        #expect(status(ViewerRequest(method: name, uri: "/")) == 405)
    }
}
