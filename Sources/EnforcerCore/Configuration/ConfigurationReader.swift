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

    /// Which of them had the right type.
    private var isTaken: [Bool]
    private var values = ByteBuffer(limit: 1 << 24)

    private var securedPXHD: Bool?
    private var securedPXHDAlias: Bool?

    /// Login endpoints as they were read; what they mean depends on two other options.
    private var entries: [ReadEntry] = []
    private var entryProblems: [ConfigurationProblem.Code] = []
    private var isLoginCredentialsEnabled = false
    private var credentialsVersion: [UInt8] = []
    private var loginReportingMethod: [UInt8] = []
    private var loginBodyPattern: [UInt8] = []

    package private(set) var problems: [ConfigurationProblem] = []

    package init() {
        newest = []
        isTaken = []
        for _ in Option.allCases {
            newest.append(nil)
            isTaken.append(false)
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
            var isThere = false
            if let place = newest[Int(option.rawValue)] { isThere = read(option, texts.span.bytes(of: place)) }
            if !isThere, option.isRequired(for: purpose) { problems.append(ConfigurationProblem(.missing, option)) }
        }
        // Two names of one option: the first wins where both are there (configuration.md Q5).
        configuration.isPXHDSecured = securedPXHD ?? securedPXHDAlias ?? false
        completeEntries()
        configuration.complete()
        configuration.report = report(texts.span)
        return configuration
    }

    // MARK: - Login endpoints

    private struct ReadEntry {
        var entry: CredentialsEntry
        var hasMethod: Bool
        var hasVersion: Bool
        /// Its own words on how a login is known to have succeeded; empty where it has none.
        var reportingMethod: [UInt8]
        var bodyPattern: [UInt8]
    }

    private mutating func takeEntries(in bytes: Span<UInt8>) -> Bool {
        guard document.kind(of: 0) == .array else { return false }
        entries = []
        entryProblems = []
        var index = 1
        while index < document.end(of: 0) {
            if document.kind(of: index) == .object { entries.append(entry(index, in: bytes)) }
            index = document.end(of: index)
        }
        return true
    }

    private mutating func entry(_ node: Int, in bytes: Span<UInt8>) -> ReadEntry {
        let method = field("method", of: node, in: bytes)
        let version = field("protocol", of: node, in: bytes)
        let entry = CredentialsEntry(
            method: method,
            path: pathRule(of: node, in: bytes),
            container: CredentialsEntry.Container(field("sent_through", of: node, in: bytes).span),
            userField: field("user_field", of: node, in: bytes),
            passField: field("pass_field", of: node, in: bytes),
            version: CredentialsVersion(version.span)
        )
        return ReadEntry(
            entry: entry,
            hasMethod: !method.isEmpty,
            hasVersion: !version.isEmpty,
            reportingMethod: field("login_successful_reporting_method", of: node, in: bytes),
            bodyPattern: field("login_successful_body_regex", of: node, in: bytes)
        )
    }

    private mutating func pathRule(of node: Int, in bytes: Span<UInt8>) -> CredentialsEntry.PathRule {
        let path = field("path", of: node, in: bytes)
        guard field("path_type", of: node, in: bytes).span.equals("regex") else { return .exact(path) }
        do {
            return .pattern(try Pattern(source: path.span, flags: [UInt8]().span))
        } catch {
            entryProblems.append(.pattern(error))
            return .exact([])
        }
    }

    private mutating func field(_ name: StaticString, of node: Int, in bytes: Span<UInt8>) -> [UInt8] {
        document.member(name, of: node, in: bytes).flatMap { string($0, in: bytes) } ?? []
    }

    /// Entries count only while the switch is on; then what is wrong with one is an error (configuration.md §1.0).
    private mutating func completeEntries() {
        guard isLoginCredentialsEnabled else { return }
        for problem in entryProblems {
            problems.append(ConfigurationProblem(problem, .loginCredentials))
        }
        for read in entries {
            if !read.hasMethod { problems.append(ConfigurationProblem(.entryWithoutMethod, .loginCredentials)) }
            checkReporting(of: read)
            var entry = read.entry
            if !read.hasVersion { entry.version = CredentialsVersion(credentialsVersion.span) }
            configuration.credentialsEntries.append(entry)
        }
    }

    /// Takes one value, or leaves the default and says why. Gives whether the value counts as there: the vendor asks
    /// that of required values by their truth alone, before it looks at the type.
    private mutating func read(_ option: Option, _ bytes: Span<UInt8>) -> Bool {
        guard (try? document.parse(bytes)) != nil else { return false }
        guard document.kind(of: 0) != .null else { return false }
        if take(option, in: bytes) {
            isTaken[Int(option.rawValue)] = true
        } else {
            problems.append(ConfigurationProblem(.wrongType, option))
        }
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
        case .entries: return takeEntries(in: bytes)
        case .numbers: return document.kind(of: 0) == .array || document.kind(of: 0) == .number
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

    /// How a login is known to have succeeded matters to HumanActivities only, but both functions refuse what it could
    /// not do (configuration.md §1.0).
    private mutating func checkReporting(of read: ReadEntry) {
        let own = read.reportingMethod.isEmpty ? loginReportingMethod : read.reportingMethod
        let method = own.span
        if method.equals("body") {
            let pattern = read.bodyPattern.isEmpty ? loginBodyPattern : read.bodyPattern
            do {
                _ = try Pattern(source: pattern.span, flags: [UInt8]().span)
            } catch {
                problems.append(ConfigurationProblem(.pattern(error), .loginBodyPattern))
            }
        } else if !method.isEmpty, !method.equals("status"), !method.equals("header"), !method.equals("custom") {
            problems.append(ConfigurationProblem(.unknownReportingMethod, .loginReportingMethod))
        }
    }

    // MARK: - Report

    /// All options in effect as a JSON object, without secrets: `enforcer_configs` (protocol.md §6.5).
    private mutating func report(_ texts: Span<UInt8>) -> [UInt8] {
        var writer = JSONWriter(limit: 1 << 20)
        writer.beginObject()
        for option in Option.allCases where !option.isKeptOutOfReports {
            writer.key(option.key)
            switch option {
            case .backendURL: writer.string(configuration.backendURL.span)
            case .collectorURL: writer.string(configuration.collectorURL.span)
            case .captchaURL: writer.string(configuration.captchaURL.span)
            case .clientURL: writer.string(configuration.clientURL.span)
            case .securedPXHD: writer.bool(configuration.isPXHDSecured)
            default: writeEffective(option, texts, &writer)
            }
        }
        writer.endObject()
        return writer.buffer.takeAll()
    }

    private mutating func writeEffective(_ option: Option, _ texts: Span<UInt8>, _ writer: inout JSONWriter) {
        guard isTaken[Int(option.rawValue)], let place = newest[Int(option.rawValue)] else {
            return writer.raw(
                CompiledConfiguration.bytes(option.valueType == .entries ? "[]" : option.row.standard).span)
        }
        let bytes = texts.bytes(of: place)
        guard option.valueType == .patterns, (try? document.parse(bytes)) != nil else { return writer.raw(bytes) }
        // A regular expression is an object without members to JavaScript's writer of JSON.
        writer.beginArray()
        var index = 1
        while index < document.end(of: 0) {
            if document.member("regex", of: index, in: bytes) != nil {
                writer.beginObject()
                writer.endObject()
            } else {
                writer.value(document, node: index, in: bytes)
            }
            index = document.end(of: index)
        }
        writer.endArray()
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
    private mutating func pattern(
        _ source: Int,
        of node: Int,
        in bytes: Span<UInt8>
    ) throws(PatternError) -> Pattern {
        let source = string(source, in: bytes) ?? []
        let flags = field("flags", of: node, in: bytes)
        return try Pattern(source: source.span, flags: flags.span)
    }

    // MARK: - Setting

    private mutating func set(_ option: Option, _ text: [UInt8]) {
        switch option {
        case .loginReportingMethod: loginReportingMethod = text
        case .loginBodyPattern: loginBodyPattern = text
        case .loggerAuthToken: configuration.loggerAuthToken = text
        case .remoteConfigID: configuration.remoteConfigID = text
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
        case .credentialsVersion: credentialsVersion = text
        case .compromisedCredentialsHeader: configuration.compromisedCredentialsHeader = lowercased(text)
        case .jwtCookieName: configuration.jwtCookie.name = text
        case .jwtCookieUserID: configuration.jwtCookie.userIDPath = text
        case .jwtHeaderName: configuration.jwtHeader.name = lowercased(text)
        case .jwtHeaderUserID: configuration.jwtHeader.userIDPath = text
        default: break
        }
    }

    private mutating func set(_ option: Option, _ value: Bool) {
        switch option {
        case .moduleEnabled: configuration.isModuleEnabled = value
        case .decodesReservedCharacters: configuration.decodesReservedCharacters = value
        case .firstPartyEnabled: configuration.isFirstPartyEnabled = value
        case .advancedBlockingResponse: configuration.isAdvancedBlockingResponseEnabled = value
        case .loginCredentialsEnabled: isLoginCredentialsEnabled = value
        case .sendsRawUsername: configuration.sendsRawUsername = value
        case .additionalActivityHeader: configuration.isAdditionalActivityHeaderEnabled = value
        case .automaticAdditionalActivity: configuration.sendsAdditionalActivityAutomatically = value
        case .deferredActivities: configuration.defersActivities = value
        case .graphQLEnabled: configuration.isGraphQLEnabled = value
        case .corsSupport: configuration.isCORSSupported = value
        case .preflightFilter: configuration.filtersPreflightRequests = value
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
        case .sensitiveOperationTypes: configuration.sensitiveOperationTypes = list
        case .sensitiveOperationNames: configuration.sensitiveOperationNames = list
        case .jwtCookieFields: configuration.jwtCookie.additionalPaths = list
        case .jwtHeaderFields: configuration.jwtHeader.additionalPaths = list
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
        case .firstPartyTimeout:
            configuration.firstPartyTimeoutMilliseconds = number >= 1 ? whole(min(number, Self.longestTimeout)) : 5000
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
