// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct DistributionTests {
    private let distribution = Distribution(
        behaviours: ["/a/*", "/a/b/*", "/*.js"].map { CacheBehaviour(pattern: PathPattern($0)) },
        defaultBehaviour: CacheBehaviour()
    )

    @Test(
        "the first behaviour that matches is used, the default one for the rest",
        arguments: [
            ("/a/b/c", "/a/*"), ("/x/y.js", "/*.js"), ("/a/x.js", "/a/*"), ("/", "*"), ("/b", "*"),
            ("/b/../a/x", "/a/*"),
        ]
    )
    func order(path: String, pattern: String) {
        #expect("\(distribution.behaviour(for: path).pattern)" == pattern)
    }
}
