// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The typed values of the option that was parsed into `document` last.

extension ConfigurationReader {
    mutating func string(_ node: Int, in bytes: Span<UInt8>) -> [UInt8]? {
        guard document.kind(of: node) == .string else { return nil }
        scratch.removeAll()
        scratch.append(jsonUnescaping: bytes.bytes(of: document.raw(of: node)))
        return text(of: scratch.span)
    }

    func text(of bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for index in bytes.indices {
            text.append(bytes[index])
        }
        return text
    }

    func bool() -> Bool? {
        switch document.kind(of: 0) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The strings of an array; elements of other types are passed over, as they could never match.
    mutating func strings(in bytes: Span<UInt8>, lowercase: Bool) -> ByteStringList? {
        guard document.kind(of: 0) == .array else { return nil }
        var list = ByteStringList()
        var index = 1
        while index < document.end(of: 0) {
            if let text = string(index, in: bytes) {
                list.append((lowercase ? lowercased(text) : text).span)
            }
            index = document.end(of: index)
        }
        return list
    }

    /// The numbers of an array, or a number alone; elements of other types are passed over, as they could never match.
    func numbers(_ node: Int, in bytes: Span<UInt8>) -> [Double]? {
        if let number = document.number(of: node, in: bytes) { return [number] }
        guard document.kind(of: node) == .array else { return nil }
        var list: [Double] = []
        var index = node + 1
        while index < document.end(of: node) {
            if let number = document.number(of: index, in: bytes) { list.append(number) }
            index = document.end(of: index)
        }
        return list
    }

    /// Empty strings in a list are no secrets. A lone empty string is kept out as well: it would sign anything.
    mutating func stringOrStrings(in bytes: Span<UInt8>) -> [[UInt8]]? {
        if let text = string(0, in: bytes) { return text.isEmpty ? [] : [text] }
        guard document.kind(of: 0) == .array else { return nil }
        var list: [[UInt8]] = []
        var index = 1
        while index < document.end(of: 0) {
            if isReference(index, in: bytes) {
                takeReference(to: .cookieSecret)
            } else if let text = string(index, in: bytes), !text.isEmpty {
                list.append(text)
            }
            index = document.end(of: index)
        }
        return list
    }

    func enumerated(_ names: StaticString..., in bytes: Span<UInt8>) -> Int? {
        guard document.kind(of: 0) == .string else { return nil }
        let text = document.text(of: 0)
        return names.firstIndex { text.equals($0, in: bytes) }
    }

    func lowercased(_ text: [UInt8]) -> [UInt8] {
        text.map(ASCII.lowercase)
    }

    mutating func takePatterns(_ option: Option, in bytes: Span<UInt8>) -> Bool {
        guard document.kind(of: 0) == .array else { return false }
        var routes = RouteList()
        var userAgents = UserAgentFilter()
        var index = 1
        while index < document.end(of: 0) {
            if let text = string(index, in: bytes) {
                routes.append(text: text.span)
                userAgents.append(text: text.span)
            } else if let source = document.member("regex", of: index, in: bytes) {
                do {
                    let pattern = try pattern(source, of: index, in: bytes)
                    routes.append(pattern: pattern)
                    userAgents.append(pattern: pattern)
                } catch {
                    problems.append(ConfigurationProblem(.pattern(error), option))
                }
            }
            index = document.end(of: index)
        }
        switch option {
        case .filterByRoute: configuration.routeFilter = routes
        case .filterByUserAgent: configuration.userAgentFilter = userAgents
        case .enforcedRoutes: configuration.enforcedRoutes = routes
        case .monitoredRoutes: configuration.monitoredRoutes = routes
        case .graphQLRoutes: configuration.graphQLRoutes = routes
        default: configuration.sensitiveRoutes = routes
        }
        return true
    }

    /// A regular expression as `{"regex": "^/a", "flags": "i"}`.
    mutating func pattern(
        _ source: Int,
        of node: Int,
        in bytes: Span<UInt8>
    ) throws(PatternError) -> Pattern {
        let source = string(source, in: bytes) ?? []
        let flags = field("flags", of: node, in: bytes)
        return try Pattern(source: source.span, flags: flags.span)
    }
}
