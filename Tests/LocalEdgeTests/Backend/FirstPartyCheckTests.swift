// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct FirstPartyCheckTests {
    private static let right = [
        ("Host", "client.vendor.example"), ("x-forwarded-for", "198.51.100.1, 203.0.113.7"), ("x-px-first-party", "1"),
        ("x-px-enforcer-true-ip", "203.0.113.7"),
    ]

    private func violations(
        _ changes: [String: String?] = [:],
        for kind: FirstPartyCheck.Kind = .sensor
    ) -> [String]? {
        var lines = Self.right.filter { !changes.keys.contains($0.0) }.map { HeaderLine($0.0, $0.1) }
        for (name, value) in changes { if let value { lines.append(HeaderLine(name, value)) } }
        return FirstPartyCheck.violations(
            lines,
            for: kind,
            expecting: Samples.expectations,
            ownAddress: "127.0.0.1:4000"
        )
    }

    @Test("a right call has no violations, by the vendor's host or by the backend's own")
    func right() {
        #expect(violations() == [])
        #expect(violations(["Host": "127.0.0.1:4000"]) == [])
        #expect(violations(["x-forwarded-for": "2001:db8::1", "x-px-enforcer-true-ip": "2001:db8::1"]) == [])
    }

    @Test("each kind has its host", arguments: FirstPartyCheck.Kind.allCases)
    func hosts(kind: FirstPartyCheck.Kind) {
        #expect(violations(for: kind)?.isEmpty == (kind == .sensor))
        #expect(violations(["Host": Samples.expectations.firstPartyHosts[kind]], for: kind) == [])
    }

    @Test("a call that neither is marked nor comes by the vendor's host is none of the site's")
    func thirdParty() {
        #expect(violations(["Host": "127.0.0.1:4000", "x-px-first-party": nil]) == nil)
        #expect(violations(["Host": "captcha.vendor.example", "x-px-first-party": nil]) == nil)
    }

    @Test(
        "what is missing or wrong is named",
        arguments: [
            ("x-px-first-party", nil), ("x-px-first-party", "true"), ("Host", "evil.example"), ("Host", nil),
            ("cookie", "session=1"), ("cookie", "pxvid=a; session=1"), ("cookies", "a=1"),
        ]
    )
    func single(name: String, value: String?) {
        #expect(violations([name: value])?.count == 1)
    }

    @Test("the visitor's address stands alone and at the end of the list")
    func address() {
        #expect(violations(["x-px-enforcer-true-ip": nil])?.count == 2)
        #expect(violations(["x-px-enforcer-true-ip": "localhost", "x-forwarded-for": "localhost"])?.count == 1)
        #expect(violations(["x-forwarded-for": "203.0.113.7, 198.51.100.1"])?.count == 1)
        #expect(violations(["x-forwarded-for": nil])?.count == 1)
    }

    @Test("the visitor's id may come in a cookie of its own")
    func visitor() {
        #expect(violations(["cookie": "pxvid=3f1c5a9e-0000-4000-8000-000000000002"]) == [])
    }
}
