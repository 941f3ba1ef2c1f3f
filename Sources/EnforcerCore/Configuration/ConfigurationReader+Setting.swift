// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Where the values go.

extension ConfigurationReader {
    mutating func set(_ option: Option, _ text: [UInt8]) {
        switch option {
        case .loginReportingMethod: loginReportingMethod = text
        case .loginBodyPattern: loginBodyPattern = text
        case .loginHeaderName: loginReporting.headerName = lowercased(text)
        case .loginHeaderValue: loginReporting.headerValue = text
        case .metricsNamespace: configuration.metricsNamespace = text
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

    mutating func set(_ option: Option, _ value: Bool) {
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

    mutating func set(_ option: Option, _ list: ByteStringList) {
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

    mutating func set(_ option: Option, _ number: Double, in bytes: Span<UInt8>) {
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
        case .tokenMemorySize: configuration.tokenMemorySize = whole(number)
        case .remoteConfigVersion:
            configuration.remoteConfigVersion = number == 0 ? [] : text(of: bytes.bytes(of: document.raw(of: 0)))
        default: break
        }
    }

    /// No edge function runs longer, in ms (lambda-edge.md §2.3).
    static var longestTimeout: Double { 30_000 }

    /// The whole number nearest below, in what every limit fits.
    func whole(_ number: Double) -> Int {
        guard number > 0 else { return 0 }
        return number < 1_000_000_000 ? Int(number) : 1_000_000_000
    }
}
