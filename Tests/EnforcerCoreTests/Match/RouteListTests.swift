// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Route lists")
struct RouteListTests {
    static func list(_ routes: [String]) -> RouteList {
        var list = RouteList()
        for route in routes {
            list.append(text: Array(route.utf8).span)
        }
        return list
    }

    static func firstMatch(in list: RouteList, for path: String) -> Int? {
        list.firstMatch(for: Array(path.utf8).span)
    }

    @Test(
        "text is a prefix of the path",
        arguments: [
            ("/health", "/health", true), ("/health", "/healthz", true), ("/health", "/health/a", true),
            ("/health", "/Health", false), ("/health", "/healt", false), ("health", "/health", false),
            ("/", "/anything", true), ("", "/anything", false), ("", "", false),
            ("/a/long/route/beyond/eight", "/a/long/route/beyond/eight/bytes", true),
            ("/a/long/route/beyond/eight", "/a/long/route/beyond/nine", false),
            ("/a/long/route/beyond/eight", "/a/long", false), ("/8bytes/", "/8bytes/", true),
            ("/8bytes/", "/8bytes", false),
            ("/ä", "/ä", true), ("/a\0", "/a", false),
        ]
    )
    func prefix(route: String, path: String, isMatch: Bool) {
        #expect((Self.firstMatch(in: Self.list([route]), for: path) == 0) == isMatch)
    }

    @Test(
        "exactly one star at the end means prefix, any other star is a star",
        arguments: [
            ("/filtered_route*", "/filtered_route", true), ("/filtered_route*", "/filtered_route/x", true),
            ("/filtered_route*", "/filtered", false), ("*", "/", true), ("/a**", "/a", false), ("/a**", "/a**b", true),
            ("/*/b", "/a/b", false), ("/*/b", "/*/b", true), ("**", "/", false),
        ]
    )
    func star(route: String, path: String, isMatch: Bool) {
        #expect((Self.firstMatch(in: Self.list([route]), for: path) == 0) == isMatch)
    }

    @Test("the first entry that matches is named, empty ones counted")
    func first() {
        let list = Self.list(["", "/b", "/a", "/a/b"])
        #expect(list.count == 4)
        #expect(Self.firstMatch(in: list, for: "/a/b") == 2)
        #expect(Self.firstMatch(in: list, for: "/b") == 1)
        #expect(Self.firstMatch(in: list, for: "/c") == nil)
    }

    @Test("a list agrees with comparing texts one by one, whatever the bytes")
    func model() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            let routes = (0..<8).map { _ in random.bytes(limit: 12, from: [0, 0x2F, 0x61, 0x2A, 0xFF]) }
            let path = random.bytes(limit: 14, from: [0, 0x2F, 0x61, 0x2A, 0xFF])
            var list = RouteList()
            for route in routes {
                list.append(text: route.span)
            }
            let expected = routes.firstIndex { route in
                if route.isEmpty { return false }
                let isStarred = route.last == 0x2A && route.dropLast().last != 0x2A
                return path.starts(with: isStarred ? route.dropLast() : route[...])
            }
            let first = list.firstMatch(for: path.span)
            #expect(first == expected, "\(routes) \(path)")
        }
    }
}
