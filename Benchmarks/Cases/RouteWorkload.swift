// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Looks one path up in a list of routes.
final class RouteWorkload: Workload {
    private let routes: RouteList
    private let path: [UInt8]
    private var workspace = PatternWorkspace()

    private init(_ routes: RouteList, path: String) {
        self.routes = routes
        self.path = Array(path.utf8)
    }

    private static func looking(for path: String, in routes: RouteList, expecting match: Int?) throws -> RouteWorkload {
        let workload = RouteWorkload(routes, path: path)
        guard workload.find() == match else { throw SetUpError("the routes did not match as they should") }
        return workload
    }

    private func find() -> Int? {
        let path = path
        return routes.firstMatch(for: path.span, using: &workspace)
    }

    func run(iterations: Int) -> Int {
        var sum = 0
        for _ in 0..<iterations {
            sum &+= (find() ?? -2) &+ 1
        }
        return sum
    }

    /// Seven prefixes to three regular expressions, mixed. None matches the path, so every one is tried.
    static func mixed(count: Int) throws -> RouteWorkload {
        let path = "/shop/outdoor/tents/ridge-2-person-tent/reviews/page-17/items"
        var routes = RouteList()
        for index in 0..<count {
            if index % 10 < 7 {
                // Half of them begin as the path does.
                let prefix = index % 2 == 0 ? "/shop/outdoor/tents/ridge-\(index)x/" : "/legal/imprint-\(index)"
                routes.append(text: Array(prefix.utf8).span)
            } else {
                routes.append(pattern: try pattern(forms[index % 3].replacing(index)))
            }
        }
        return try looking(for: String(path.prefix(60)), in: routes, expecting: nil)
    }

    /// What customers write: an anchored path with a number, an ending, and alternatives anywhere.
    private static let forms: [RegularExpressionForm] = [
        RegularExpressionForm("^/api/v[0-9]+/resource#/[a-z]+/?$"),
        RegularExpressionForm("\\.(xml|rss|atom)#$"),
        RegularExpressionForm("/(checkout|cart|basket)#/(confirm|pay)"),
    ]

    static func hostile() throws -> RouteWorkload {
        var routes = RouteList()
        routes.append(pattern: try pattern("^(a+)+$"))
        return try looking(for: hostilePath, in: routes, expecting: 0)
    }

    static func prefix() throws -> RouteWorkload {
        var routes = RouteList()
        routes.append(text: Array(hostilePath.utf8).span)
        return try looking(for: hostilePath, in: routes, expecting: 0)
    }

    private static let hostilePath = String(repeating: "a", count: 8_000)

    private static func pattern(_ source: String) throws -> Pattern {
        try Pattern(source: Array(source.utf8).span, flags: [UInt8]().span)
    }
}

/// A regular expression in which `#` stands for a number.
private struct RegularExpressionForm: Sendable {
    let source: String

    init(_ source: String) {
        self.source = source
    }

    func replacing(_ number: Int) -> String {
        source.split(separator: "#", omittingEmptySubsequences: false).joined(separator: String(number))
    }
}
