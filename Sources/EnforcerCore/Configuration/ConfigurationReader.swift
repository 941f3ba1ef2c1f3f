// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Turns `px_*` JSON into a `CompiledConfiguration`.
///
/// Several texts can be laid over each other: an option named in a later one replaces the earlier value, whatever that
/// was. Values are looked at once, in `finish`. All problems are collected; none stops the reading.
package struct ConfigurationReader: ~Copyable {
    private var configuration = CompiledConfiguration()
    private var document = JSONDocument(maximumNodes: 1 << 20)
    private var scratch = ByteBuffer(limit: 1 << 20)

    /// The newest value of each option, as JSON text in `values`; indexed by the option's number.
    private var newest: [ByteSlice?]
    private var values = ByteBuffer(limit: 1 << 24)

    private var securedPXHD: Bool?
    private var securedPXHDAlias: Bool?

    package private(set) var problems: [ConfigurationProblem] = []

    package init() {
        newest = []
        for _ in Option.allCases {
            newest.append(nil)
        }
    }

    /// Which of the three functions the configuration is for: what is required depends on it (configuration.md §1.1).
    package enum Purpose: UInt8, BitwiseCopyable, Sendable {
        case enforcer
        case activities
        case firstParty
    }

    /// Reads one configuration text over what was read before.
    package mutating func read(_ bytes: Span<UInt8>) {
        do {
            try document.parse(bytes)
        } catch {
            problems.append(ConfigurationProblem(.notAnObject))
            return
        }
        guard document.kind(of: 0) == .object else {
            problems.append(ConfigurationProblem(.notAnObject))
            return
        }
        var index = 1
        let end = document.end(of: 0)
        while index + 1 < end {
            keep(key: index, in: bytes)
            index = document.end(of: index + 1)
        }
    }

    private mutating func keep(key: Int, in bytes: Span<UInt8>) {
        let name = document.text(of: key)
        var value = document.raw(of: key + 1)
        if document.kind(of: key + 1) == .string { value = ByteSlice(from: value.start - 1, to: value.end + 1) }
        for option in Option.allCases where name.equals(option.key, in: bytes) {
            newest[Int(option.rawValue)] = values.store(bytes.bytes(of: value))
            return
        }
        problems.append(ConfigurationProblem(.unknownKey, name: text(of: bytes.bytes(of: name.raw))))
    }

    /// The configuration with everything derived, and the required options checked.
    package mutating func finish(for purpose: Purpose) -> CompiledConfiguration {
        // The texts move out of `self` so that they can be read while `self` changes.
        let texts = values.takeAll()
        for option in Option.allCases {
            let place = newest[Int(option.rawValue)]
            let isThere = place.map { read(option, texts.span.bytes(of: $0)) } ?? false
            if !isThere, option.isRequired(for: purpose) { problems.append(ConfigurationProblem(.missing, option)) }
        }
        // Two names of one option: the first wins where both are there (configuration.md Q5).
        configuration.isPXHDSecured = securedPXHD ?? securedPXHDAlias ?? false
        configuration.complete()
        return configuration
    }

    /// Takes one value, or leaves the default and says why. Gives whether the value counts as there: the vendor asks
    /// that of required values by their truth alone, before it looks at the type.
    private mutating func read(_ option: Option, _ bytes: Span<UInt8>) -> Bool {
        guard (try? document.parse(bytes)) != nil else { return false }
        guard document.kind(of: 0) != .null else { return false }
        if !take(option, in: bytes) { problems.append(ConfigurationProblem(.wrongType, option)) }
        let isEmptyArray = document.kind(of: 0) == .array && document.end(of: 0) == 1
        return document.isTruthy(0, in: bytes) && !isEmptyArray
    }

    private mutating func take(_ option: Option, in bytes: Span<UInt8>) -> Bool {
        switch option.valueType {
        case .string:
            guard let text = string(0, in: bytes) else { return false }
            set(option, text)
        case .stringOrStrings:
            guard let list = stringOrStrings(in: bytes) else { return false }
            configuration.cookieSecrets = list
        case .number:
            guard let number = document.number(of: 0, in: bytes) else { return false }
            set(option, number, in: bytes)
        case .bool:
            guard let value = bool() else { return false }
            set(option, value)
        case .strings:
            let isHeaderNames = option == .sensitiveHeaders || option == .ipHeaders
            guard let list = strings(in: bytes, lowercase: isHeaderNames) else { return false }
            set(option, list)
        case .patterns: return takePatterns(option, in: bytes)
        case .mode:
            switch enumerated("monitor", "active_blocking", in: bytes) {
            case 0: configuration.mode = .monitor
            case 1: configuration.mode = .activeBlocking
            default: return false
            }
        case .severity:
            switch enumerated("none", "error", "debug", in: bytes) {
            case 0: configuration.loggerSeverity = .none
            case 1: configuration.loggerSeverity = .error
            case 2: configuration.loggerSeverity = .debug
            default: return false
            }
        }
        return true
    }

    // MARK: - Values

    private mutating func string(_ node: Int, in bytes: Span<UInt8>) -> [UInt8]? {
        guard document.kind(of: node) == .string else { return nil }
        scratch.removeAll()
        scratch.append(jsonUnescaping: bytes.bytes(of: document.raw(of: node)))
        return text(of: scratch.span)
    }

    private func text(of bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for index in bytes.indices {
            text.append(bytes[index])
        }
        return text
    }

    private func bool() -> Bool? {
        switch document.kind(of: 0) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The strings of an array; elements of other types are passed over, as they could never match.
    private mutating func strings(in bytes: Span<UInt8>, lowercase: Bool) -> ByteStringList? {
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

    /// Empty strings in a list are no secrets. A lone empty string is kept out as well: it would sign anything.
    private mutating func stringOrStrings(in bytes: Span<UInt8>) -> [[UInt8]]? {
        if let text = string(0, in: bytes) { return text.isEmpty ? [] : [text] }
        guard document.kind(of: 0) == .array else { return nil }
        var list: [[UInt8]] = []
        var index = 1
        while index < document.end(of: 0) {
            if let text = string(index, in: bytes), !text.isEmpty { list.append(text) }
            index = document.end(of: index)
        }
        return list
    }

    private func enumerated(_ names: StaticString..., in bytes: Span<UInt8>) -> Int? {
        guard document.kind(of: 0) == .string else { return nil }
        let text = document.text(of: 0)
        return names.firstIndex { text.equals($0, in: bytes) }
    }

    private func lowercased(_ text: [UInt8]) -> [UInt8] {
        text.map(ASCII.lowercase)
    }

    private mutating func takePatterns(_ option: Option, in bytes: Span<UInt8>) -> Bool {
        guard document.kind(of: 0) == .array else { return false }
        var routes = RouteList()
        var userAgents = UserAgentFilter()
        var index = 1
        while index < document.end(of: 0) {
            if let text = string(index, in: bytes) {
                routes.append(text: text.span)
                userAgents.append(text: text.span)
            } else if document.member("regex", of: index, in: bytes) != nil {
                problems.append(ConfigurationProblem(.unsupportedPattern, option))
            }
            index = document.end(of: index)
        }
        switch option {
        case .filterByRoute: configuration.routeFilter = routes
        case .filterByUserAgent: configuration.userAgentFilter = userAgents
        case .enforcedRoutes: configuration.enforcedRoutes = routes
        case .monitoredRoutes: configuration.monitoredRoutes = routes
        default: configuration.sensitiveRoutes = routes
        }
        return true
    }

    // MARK: - Setting

    private mutating func set(_ option: Option, _ text: [UInt8]) {
        switch option {
        case .appID: configuration.appID = text
        case .authToken: configuration.authToken = text
        case .bypassMonitorHeader: configuration.bypassMonitorHeader = lowercased(text)
        case .backendURL: configuration.backendURL = text
        case .collectorURL: configuration.collectorURL = text
        case .captchaURL: configuration.captchaURL = text
        case .clientURL: configuration.clientURL = text
        case .firstPartyPrefix: configuration.firstPartyPrefix = text
        case .firstPartySensorEndpoint: configuration.firstPartySensorEndpoint = text
        case .firstPartyXHREndpoint: configuration.firstPartyXHREndpoint = text
        case .firstPartyCaptchaEndpoint: configuration.firstPartyCaptchaEndpoint = text
        case .customLogo: configuration.customLogo = text
        case .stylesheet: configuration.stylesheet = text
        case .script: configuration.script = text
        case .customCookieHeader: configuration.customCookieHeader = lowercased(text)
        default: break
        }
    }

    private mutating func set(_ option: Option, _ value: Bool) {
        switch option {
        case .moduleEnabled: configuration.isModuleEnabled = value
        case .decodesReservedCharacters: configuration.decodesReservedCharacters = value
        case .firstPartyEnabled: configuration.isFirstPartyEnabled = value
        case .securedPXHD: securedPXHD = value
        case .securedPXHDAlias: securedPXHDAlias = value
        default: break
        }
    }

    private mutating func set(_ option: Option, _ list: ByteStringList) {
        switch option {
        case .filterByExtension: configuration.extensionFilter = ExtensionFilter(list)
        case .filterByMethod: configuration.methodFilter = MethodFilter(list)
        case .filterByIP: configuration.addressFilter = AddressFilter(list)
        case .sensitiveHeaders: configuration.sensitiveHeaders = list
        case .ipHeaders: configuration.ipHeaders = list
        default: break
        }
    }

    private mutating func set(_ option: Option, _ number: Double, in bytes: Span<UInt8>) {
        switch option {
        case .blockingScore: configuration.blockingScore = number
        case .userAgentMaximumLength: configuration.userAgentMaximumLength = whole(number)
        case .riskTimeout:
            // No limit at all, which is what 0 means to the vendor, would hold the visitor for as long as the backend
            // likes (configuration.md §1.7): the longest that a function may run is the limit then.
            configuration.riskTimeoutMilliseconds = number >= 1 ? whole(min(number, Self.longestTimeout)) : 5000
            if number < 1 || number > Self.longestTimeout {
                problems.append(ConfigurationProblem(.outOfRange, option))
            }
        case .tokenMaximumLength: configuration.tokenMaximumLength = whole(number)
        case .tokenMinimumIterations: configuration.tokenMinimumIterations = whole(number)
        case .tokenMaximumIterations: configuration.tokenMaximumIterations = whole(number)
        case .remoteConfigVersion:
            configuration.remoteConfigVersion = number == 0 ? [] : text(of: bytes.bytes(of: document.raw(of: 0)))
        default: break
        }
    }

    /// No edge function runs longer, in ms (lambda-edge.md §2.3).
    private static var longestTimeout: Double { 30_000 }

    /// The whole number nearest below, in what every limit fits.
    private func whole(_ number: Double) -> Int {
        guard number > 0 else { return 0 }
        return number < 1_000_000_000 ? Int(number) : 1_000_000_000
    }
}
