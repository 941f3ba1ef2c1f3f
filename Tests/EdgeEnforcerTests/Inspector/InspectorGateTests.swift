// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@testable import edge_enforcer

@Suite("The inspector's gate")
struct InspectorGateTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var method = "GET"
        var headers: [HeaderLine]
        var status: Int?
        var size = 2
    }

    private static let host = HeaderLine("Host", "127.0.0.1:8081")
    private static let own = HeaderLine("Origin", "http://127.0.0.1:8081")
    private static let type = HeaderLine("Content-Type", "application/json; charset=utf-8")

    static let cases: [Case] = [
        Case(testDescription: "a program on this machine", headers: [host]),
        Case(testDescription: "another name of loopback", headers: [HeaderLine("host", "LOCALHOST:8081")]),
        Case(
            testDescription: "a name of somebody else's", headers: [HeaderLine("Host", "evil.example:8081")],
            status: 421),
        Case(testDescription: "another port", headers: [HeaderLine("Host", "127.0.0.1:80")], status: 421),
        Case(testDescription: "no port", headers: [HeaderLine("Host", "127.0.0.1")], status: 421),
        Case(
            testDescription: "a name that begins right", headers: [HeaderLine("Host", "127.0.0.1:8081.evil.example")],
            status: 421),
        Case(testDescription: "no host", headers: [], status: 421),
        Case(testDescription: "two hosts", headers: [host, HeaderLine("Host", "evil.example")], status: 421),
        Case(testDescription: "the address bar", headers: [host, HeaderLine("Sec-Fetch-Site", "none")]),
        Case(testDescription: "its own page", headers: [host, HeaderLine("Sec-Fetch-Site", "same-origin")]),
        Case(
            testDescription: "another site", headers: [host, HeaderLine("Sec-Fetch-Site", "cross-site")], status: 403),
        Case(
            testDescription: "another port's page", headers: [host, HeaderLine("Sec-Fetch-Site", "same-site")],
            status: 403),
        Case(testDescription: "a re-run by its own page", method: "POST", headers: [host, own, type]),
        Case(testDescription: "a re-run by nobody", method: "POST", headers: [host, type], status: 403),
        Case(
            testDescription: "a re-run by another page", method: "POST",
            headers: [host, HeaderLine("Origin", "http://evil.example"), type], status: 403),
        Case(
            testDescription: "a re-run by a page without a name", method: "POST",
            headers: [host, HeaderLine("Origin", "null"), type], status: 403),
        Case(
            testDescription: "a re-run by a form", method: "POST",
            headers: [host, own, HeaderLine("Content-Type", "text/plain")], status: 415),
        Case(testDescription: "a re-run without a type", method: "POST", headers: [host, own], status: 415),
        Case(
            testDescription: "a body that is too long", method: "POST", headers: [host, own, type], status: 413,
            size: InspectorGate.bodyLimit + 1),
        Case(testDescription: "another method", method: "PUT", headers: [host, own, type], status: 405),
    ]

    @Test("lets in who belongs here, and nobody else", arguments: cases)
    func gate(_ sample: Case) {
        let request = ViewerRequest(
            method: sample.method, uri: "/", headers: sample.headers, body: Array(repeating: 0x20, count: sample.size))
        #expect(InspectorGate(port: 8081).refusal(of: request)?.status == sample.status)
    }
}
