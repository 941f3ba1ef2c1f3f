// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

// Routes: entries that can never match, and entries that another one makes idle (configuration.md §1.0, §1.3, §1.4).

extension ConfigurationCheck {
    mutating func checkRoutes() {
        let lists: [Option] = [.filterByRoute, .enforcedRoutes, .monitoredRoutes, .sensitiveRoutes, .graphQLRoutes]
        for option in lists {
            for (index, entry) in entries(option).enumerated() {
                checkRoute(entry, number: index + 1, of: option)
            }
            checkRedundantRoutes(option)
        }
        for option in lists.dropFirst() {
            checkShadow(of: .filterByRoute, on: option, "lets such requests through before")
        }
        checkShadow(of: .enforcedRoutes, on: .monitoredRoutes, "has such requests enforced all the same")
        let mode = value(.moduleMode)?.string ?? "monitor"
        if mode == "monitor", !entries(.monitoredRoutes).isEmpty {
            warn(.monitoredRoutes, "has no effect in monitor mode, which monitors every route; set px_module_mode")
        }
        if mode == "active_blocking", !entries(.enforcedRoutes).isEmpty, entries(.monitoredRoutes).isEmpty {
            warn(.enforcedRoutes, "has no effect, as every route is enforced in active_blocking mode; remove it")
        }
    }

    private mutating func checkRoute(_ entry: HumanSecurityValue, number: Int, of option: Option) {
        guard let text = entry.text else {
            if entry["regex"]?.text == nil {
                warn(option, "has an entry \(number) that is no route; write text or {\"regex\": …, \"flags\": …}")
            } else if entry["regex"]?.text == [] {
                warn(option, "has an empty regular expression as entry \(number), which matches every path; remove it")
            }
            return
        }
        if text.isEmpty {
            warn(option, "has an empty entry \(number), which never matches; remove it")
        } else if text != [0x2A], text[0] != 0x2F {
            warn(option, "has an entry \(number) that never matches, as paths begin with a slash; begin it with one")
        } else if Self.looksLikePattern(text) {
            warn(option, "has an entry \(number) like a JavaScript expression that is read as text; use {\"regex\": …}")
        } else if text.contains(0x3F) || text.contains(0x23) {
            warn(option, "has an entry \(number) with ? or #, which are no part of a path; write the path alone")
        } else if text.dropLast().contains(0x2A) {
            warn(option, "has an entry \(number) with a * before its end, which stands for itself; use {\"regex\": …}")
        } else if zip(text, text.dropFirst()).contains(where: { $0 == 0x2F && $1 == 0x2F }) {
            warn(option, "has an entry \(number) with two slashes in a row, which no path has; write one")
        }
    }

    /// `/…/flags` with a sign between the slashes that paths do not have.
    private static func looksLikePattern(_ text: [UInt8]) -> Bool {
        guard text.count > 2, text[0] == 0x2F, let slash = text.lastIndex(of: 0x2F), slash > 0 else { return false }
        let flags = text[(slash + 1)...]
        return flags.allSatisfy { "dgimsuvy".utf8.contains($0) }
            && text[1..<slash].contains { "^$\\|()[]{}".utf8.contains($0) }
    }

    private mutating func checkRedundantRoutes(_ option: Option) {
        var index = RouteCover()
        for (number, entry) in entries(option).enumerated() {
            if let earlier = index.covering(entry) {
                warn(option, "has an entry \(number + 1) that entry \(earlier + 1) takes in already; remove it")
            }
            index.add(entry, number: number)
        }
    }

    private mutating func checkShadow(of first: Option, on second: Option, _ effect: String) {
        var index = RouteCover()
        for (number, entry) in entries(first).enumerated() {
            index.add(entry, number: number)
        }
        for (number, entry) in entries(second).enumerated() {
            if let covering = index.covering(entry) {
                warn(
                    second,
                    "has an entry \(number + 1) without effect: entry \(covering + 1) of \(first.key) \(effect); "
                        + "remove one of them"
                )
            }
        }
    }
}
