// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@Suite struct PathPatternTests {
    @Test(
        "a star is any text, slashes included, a question mark one byte, and the leading slash is implied",
        arguments: [
            ("*", "/", true), ("*", "/a/b.gif", true), ("/", "/", true), ("/", "/a", false),
            ("/a/*", "/a/", true), ("/a/*", "/a/b/c", true), ("/a/*", "/a", false), ("/a/*", "/ab/c", false),
            ("a/*", "/a/b", true), ("/a*", "/a", true), ("/a*", "/abc/d", true), ("*.gif", "/x/y.gif", true),
            ("*.gif", "/x/y.gifs", false), ("/*.g?f", "/a.gxf", true), ("/*.g?f", "/a.gf", false),
            ("/?", "/", false), ("/a?", "/ab", true), ("/a?", "/a/", true), ("/*a*b", "/xaxaxb", true),
            ("/*a*b", "/xaxax", false), ("/a**b", "/ab", true), ("", "/", true),
        ]
    )
    func matching(pattern: String, path: String, isMatch: Bool) {
        #expect(PathPattern(pattern).matches(path) == isMatch)
    }

    @Test("case counts", arguments: [("/Demo/*", "/demo/x"), ("/demo/*", "/DEMO/x")])
    func caseCounts(pattern: String, path: String) {
        #expect(!PathPattern(pattern).matches(path))
    }

    @Test(
        "the normalised path is looked at",
        arguments: [
            ("/a/b/..", "/a/"), ("/a/./b", "/a/b"), ("/a//b", "/a/b"), ("//a", "/a"), ("/%61/%7Eb", "/a/~b"),
            ("/a%2Fb", "/a%2Fb"), ("/../../a", "/a"), ("/a/%2e%2e/b", "/b"), ("/a/..", "/"), ("/", "/"),
            ("/a/", "/a/"), ("/%6", "/%6"), ("/%zz%41", "/%zzA"), ("/a/.", "/a/"),
        ]
    )
    func normalised(path: String, meaning: String) {
        #expect(PathPattern(meaning).matches(path))
    }

    @Test("a pattern that goes back often is still walked in time")
    func hostile() {
        let pattern = PathPattern("/" + String(repeating: "*a", count: 100))
        #expect(!pattern.matches("/" + String(repeating: "a", count: 8_000) + "b"))
    }
}
