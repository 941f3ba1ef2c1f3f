// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A configuration ready for use: defaults filled in, lists compiled, header names in lower case.
///
/// Immutable once made; every default is that of configuration.md §1.
package struct CompiledConfiguration: Sendable {
    package enum Mode: UInt8, BitwiseCopyable, Sendable {
        case monitor
        case activeBlocking
    }

    package enum Severity: UInt8, BitwiseCopyable, Sendable {
        case none
        case error
        case debug
    }

    package var appID: [UInt8] = []
    package var authToken: [UInt8] = []

    /// Newest first; empty if the configured value was unusable, and then no token can be read.
    package var cookieSecrets: [[UInt8]] = []

    /// Whether a required secret is a reference that nobody has resolved yet. Without it nothing can be decided.
    package var lacksSecrets = false

    /// Whether any option has a reference to a secret.
    package var refersToSecrets = false

    package var isModuleEnabled = true
    package var mode = Mode.monitor
    package var blockingScore = 100.0
    package var bypassMonitorHeader: [UInt8] = []

    package var extensionFilter = ExtensionFilter.standard
    package var routeFilter = RouteList()
    package var methodFilter = MethodFilter(ByteStringList())
    package var userAgentFilter = UserAgentFilter()
    package var addressFilter = AddressFilter(ByteStringList())

    package var enforcedRoutes = RouteList()
    package var monitoredRoutes = RouteList()
    package var sensitiveRoutes = RouteList()

    package var sensitiveHeaders = ByteStringList()
    package var ipHeaders = ByteStringList()

    /// In UTF-16 units.
    package var userAgentMaximumLength = 8528
    package var decodesReservedCharacters = false

    /// The whole Risk API call, in ms.
    package var riskTimeoutMilliseconds = 1000

    /// Base URLs without a trailing slash of ours; the first two depend on the app id if not configured.
    package var backendURL: [UInt8] = []
    package var collectorURL: [UInt8] = []
    package var captchaURL: [UInt8] = []
    package var clientURL: [UInt8] = []

    /// In UTF-16 units.
    package var tokenMaximumLength = 2048
    package var tokenMinimumIterations = 500
    package var tokenMaximumIterations = 5000

    /// How many verified tokens are remembered; 0 for none.
    package var tokenMemorySize = 1024

    package var isFirstPartyEnabled = true
    package var firstPartyPrefix: [UInt8] = []
    package var firstPartySensorEndpoint: [UInt8] = []
    package var firstPartyXHREndpoint: [UInt8] = []
    package var firstPartyCaptchaEndpoint: [UInt8] = []

    package var customLogo: [UInt8] = []
    package var stylesheet: [UInt8] = []
    package var script: [UInt8] = []

    package var isAdvancedBlockingResponseEnabled = true

    /// Where a JWT with the visitor's account comes from, and what is read of it (configuration.md §1.17).
    package struct JWTSource: Sendable {
        /// A cookie's or header's name; empty if it is not used.
        package var name: [UInt8] = []
        package var userIDPath: [UInt8] = []
        package var additionalPaths = ByteStringList()
    }

    package var jwtCookie = JWTSource()
    package var jwtHeader = JWTSource()

    /// Login endpoints; empty unless credentials intelligence is on.
    package var credentialsEntries: [CredentialsEntry] = []
    package var compromisedCredentialsHeader: [UInt8] = []
    package var sendsRawUsername = false
    package var isAdditionalActivityHeaderEnabled = false
    package var sendsAdditionalActivityAutomatically = false
    package var defersActivities = false

    package var isGraphQLEnabled = true
    package var graphQLRoutes = RouteList()
    package var sensitiveOperationTypes = ByteStringList()
    package var sensitiveOperationNames = ByteStringList()

    package var isCORSSupported = false
    package var filtersPreflightRequests = false

    package var customCookieHeader: [UInt8] = []
    package var isPXHDSecured = false
    package var loggerSeverity = Severity.error

    /// Of the metrics that hosts write; empty for none.
    package var metricsNamespace: [UInt8] = []

    /// Empty: nobody may ask for the log of a request.
    package var loggerAuthToken: [UInt8] = []

    /// In-line first-party calls as a whole, in ms.
    package var firstPartyTimeoutMilliseconds = 4000

    /// The customer's functions that there are to ask.
    package var hooks = HookSet()

    /// Every option in effect as a JSON object, without secrets.
    package var report: [UInt8] = []
    package var remoteConfigID: [UInt8] = []

    /// As written in the configuration; empty if absent or zero.
    package var remoteConfigVersion: [UInt8] = []

    init() {
        sensitiveHeaders.append("cookie")
        sensitiveHeaders.append("cookies")
        customCookieHeader = Self.bytes("x-px-cookies")
        compromisedCredentialsHeader = Self.bytes("px-compromised-credentials")
        graphQLRoutes.append(text: Self.bytes("/graphql").span)
    }

    /// The host that is tried when the captcha script does not load; not configurable (configuration.md §1.7).
    package static var alternativeCaptchaURL: StaticString { "https://captcha.px-cloud.net" }

    // MARK: - Defaults that depend on other options

    /// Fills in what was left empty, and makes the lists ready. Run once, after the last option was read.
    mutating func complete() {
        if backendURL.isEmpty { backendURL = host("https://sapi-") }
        if collectorURL.isEmpty { collectorURL = host("https://collector-") }
        if captchaURL.isEmpty { captchaURL = Self.bytes("https://captcha.px-cdn.net") }
        if clientURL.isEmpty { clientURL = Self.bytes("https://client.perimeterx.net") }
        if let first = firstPartyPrefix.first, first != 0x2F { firstPartyPrefix.insert(0x2F, at: 0) }
        routeFilter.complete()
        userAgentFilter.complete()
        enforcedRoutes.complete()
        monitoredRoutes.complete()
        sensitiveRoutes.complete()
        graphQLRoutes.complete()
    }

    private func host(_ prefix: StaticString) -> [UInt8] {
        var url = Self.bytes(prefix)
        for byte in appID {
            url.append(ASCII.lowercase(byte))
        }
        return url + Self.bytes(".perimeterx.net")
    }

    package static func bytes(_ text: StaticString) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8CodeUnitCount)
        for index in 0..<text.utf8CodeUnitCount {
            bytes.append(text.byte(at: index))
        }
        return bytes
    }
}
