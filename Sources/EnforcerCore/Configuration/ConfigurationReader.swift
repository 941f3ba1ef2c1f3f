// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Turns `px_*` JSON into a `CompiledConfiguration`.
///
/// Several texts can be laid over each other: an option named in a later one replaces the earlier value, whatever that
/// was. Values are looked at once, in `finish`. All problems are collected; none stops the reading.
package struct ConfigurationReader: ~Copyable {
    var configuration = CompiledConfiguration()
    var document = JSONDocument(maximumNodes: 1 << 20)
    var scratch = ByteBuffer(limit: 1 << 20)

    /// The newest value of each option, as JSON text in `values`; indexed by the option's number.
    var newest: [ByteSlice?]

    /// Which of them had the right type.
    var isTaken: [Bool]
    var values = ByteBuffer(limit: 1 << 24)

    /// Whether the option read last refers to a secret kept elsewhere.
    var hasReference = false

    var securedPXHD: Bool?
    var securedPXHDAlias: Bool?

    /// A login endpoint as it was read.
    struct ReadEntry {
        var entry: CredentialsEntry
        var hasMethod: Bool
        var hasVersion: Bool
        /// Its own words on how a login is known to have succeeded; empty or nil where it has none.
        var reportingMethod: [UInt8]
        var bodyPattern: [UInt8]
        var statuses: [Double]?
        var headerName: [UInt8]
        var headerValue: [UInt8]
    }

    /// Login endpoints as they were read; what they mean depends on two other options.
    var entries: [ReadEntry] = []
    var entryProblems: [ConfigurationProblem.Code] = []
    var isLoginCredentialsEnabled = false
    var credentialsVersion: [UInt8] = []
    var loginReportingMethod: [UInt8] = []
    var loginBodyPattern: [UInt8] = []
    var loginReporting = LoginReporting()

    package internal(set) var problems: [ConfigurationProblem] = []

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

    mutating func keep(key: Int, in bytes: Span<UInt8>) {
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
            hasReference = false
            if let place = newest[Int(option.rawValue)] { isThere = read(option, texts.span.bytes(of: place)) }
            if !isThere, option.isRequired(for: purpose) { problems.append(ConfigurationProblem(.missing, option)) }
            if hasReference, option.isRequired(for: purpose) { configuration.lacksSecrets = true }
        }
        // Two names of one option: the first wins where both are there (configuration.md Q5).
        configuration.isPXHDSecured = securedPXHD ?? securedPXHDAlias ?? false
        completeEntries()
        configuration.complete()
        configuration.report = report(texts.span)
        return configuration
    }

    /// Takes one value, or leaves the default and says why. Gives whether the value counts as there: the vendor asks
    /// that of required values by their truth alone, before it looks at the type.
    mutating func read(_ option: Option, _ bytes: Span<UInt8>) -> Bool {
        guard (try? document.parse(bytes)) != nil else { return false }
        guard document.kind(of: 0) != .null else { return false }
        if isReference(0, in: bytes) {
            takeReference(to: option)
        } else if take(option, in: bytes) {
            isTaken[Int(option.rawValue)] = true
        } else {
            problems.append(ConfigurationProblem(.wrongType, option))
        }
        let isEmptyArray = document.kind(of: 0) == .array && document.end(of: 0) == 1
        return document.isTruthy(0, in: bytes) && !isEmptyArray
    }

    mutating func take(_ option: Option, in bytes: Span<UInt8>) -> Bool {
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
        case .numbers:
            guard let list = numbers(0, in: bytes) else { return false }
            loginReporting.statuses = list
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
        case .function: return false
        }
        return true
    }
}
