// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HumanSecurity

@Suite("The nearest known key")
struct NearestKeyTests {
    @Test(
        "Slips of the keyboard find their option",
        arguments: [
            ("px_cookie_secrte", "px_cookie_secret"), ("px_blocking_scor", "px_blocking_score"),
            ("app_id", "px_app_id"), ("PX_APP_ID", "px_app_id"), ("px-auth-token", "px_auth_token"),
            ("px_ip_header", "px_ip_headers"), ("px_sensitive_route", "px_sensitive_routes"),
            ("px_custom_is_sensitive_requests", "px_custom_is_sensitive_request"),
        ]
    )
    func near(_ name: String, _ key: String) {
        #expect(NearestKey.of(name) == key)
    }

    @Test(
        "Nothing is proposed for what is like no option",
        arguments: ["", "px_", "x", "comment", "px_snippet_url", String(repeating: "a", count: 10_000)]
    )
    func far(_ name: String) {
        #expect(NearestKey.of(name) == nil)
    }

    @Test(
        "The distance counts additions, losses, changes and swaps of neighbours",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "acb", 1), ("abc", "abd", 1), ("kitten", "sitting", 3),
        ]
    )
    func distance(_ first: String, _ second: String, _ expected: Int) {
        #expect(NearestKey.distance(Array(first.utf8), Array(second.utf8)) == expected)
        #expect(NearestKey.distance(Array(second.utf8), Array(first.utf8)) == expected)
    }
}
