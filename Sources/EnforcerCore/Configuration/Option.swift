// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Every configuration option that this version acts on, with the key that the vendor's JSON uses (configuration.md §1).
///
/// The one table of keys: the reader, the diagnostics and the trace all name options by it.
package enum Option: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case appID
    case authToken
    case cookieSecret
    case moduleEnabled
    case moduleMode
    case blockingScore
    case bypassMonitorHeader
    case filterByExtension
    case filterByRoute
    case filterByMethod
    case filterByUserAgent
    case filterByIP
    case enforcedRoutes
    case monitoredRoutes
    case sensitiveRoutes
    case sensitiveHeaders
    case ipHeaders
    case userAgentMaximumLength
    case decodesReservedCharacters
    case riskTimeout
    case backendURL
    case collectorURL
    case captchaURL
    case clientURL
    case tokenMaximumLength
    case tokenMinimumIterations
    case tokenMaximumIterations
    case firstPartyEnabled
    case firstPartyPrefix
    case firstPartySensorEndpoint
    case firstPartyXHREndpoint
    case firstPartyCaptchaEndpoint
    case customLogo
    case stylesheet
    case script
    case customCookieHeader
    case securedPXHD
    case securedPXHDAlias
    case loggerSeverity
    case remoteConfigVersion

    /// What a value must be to be taken (configuration.md §1.0). A value of another type leaves the default.
    package enum ValueType: UInt8, BitwiseCopyable, Sendable {
        case string
        case stringOrStrings
        case number
        case bool
        case strings
        case patterns
        /// `"monitor"` or `"active_blocking"`.
        case mode
        /// `"none"`, `"error"` or `"debug"`.
        case severity
    }

    package var valueType: ValueType {
        switch self {
        case .appID, .authToken, .bypassMonitorHeader, .backendURL, .collectorURL, .captchaURL, .clientURL,
            .firstPartyPrefix, .firstPartySensorEndpoint, .firstPartyXHREndpoint, .firstPartyCaptchaEndpoint,
            .customLogo, .stylesheet, .script, .customCookieHeader:
            .string
        case .cookieSecret: .stringOrStrings
        case .blockingScore, .userAgentMaximumLength, .riskTimeout, .tokenMaximumLength, .tokenMinimumIterations,
            .tokenMaximumIterations, .remoteConfigVersion:
            .number
        case .moduleEnabled, .decodesReservedCharacters, .firstPartyEnabled, .securedPXHD, .securedPXHDAlias: .bool
        case .filterByExtension, .filterByMethod, .filterByIP, .sensitiveHeaders, .ipHeaders: .strings
        case .filterByRoute, .filterByUserAgent, .enforcedRoutes, .monitoredRoutes, .sensitiveRoutes: .patterns
        case .moduleMode: .mode
        case .loggerSeverity: .severity
        }
    }

    /// What must be there and not be empty (configuration.md §1.1).
    package func isRequired(for purpose: ConfigurationReader.Purpose) -> Bool {
        switch self {
        case .appID: true
        case .authToken, .cookieSecret: purpose != .firstParty
        default: false
        }
    }

    package var key: StaticString {
        switch self {
        case .appID: "px_app_id"
        case .authToken: "px_auth_token"
        case .cookieSecret: "px_cookie_secret"
        case .moduleEnabled: "px_module_enabled"
        case .moduleMode: "px_module_mode"
        case .blockingScore: "px_blocking_score"
        case .bypassMonitorHeader: "px_bypass_monitor_header"
        case .filterByExtension: "px_filter_by_extension"
        case .filterByRoute: "px_filter_by_route"
        case .filterByMethod: "px_filter_by_http_method"
        case .filterByUserAgent: "px_filter_by_user_agent"
        case .filterByIP: "px_filter_by_ip"
        case .enforcedRoutes: "px_enforced_routes"
        case .monitoredRoutes: "px_monitored_routes"
        case .sensitiveRoutes: "px_sensitive_routes"
        case .sensitiveHeaders: "px_sensitive_headers"
        case .ipHeaders: "px_ip_headers"
        case .userAgentMaximumLength: "px_user_agent_max_length"
        case .decodesReservedCharacters: "px_url_decode_reserved_characters"
        case .riskTimeout: "px_s2s_timeout"
        case .backendURL: "px_backend_url"
        case .collectorURL: "px_backend_collector_url"
        case .captchaURL: "px_backend_captcha_url"
        case .clientURL: "px_backend_client_url"
        case .tokenMaximumLength: "px_risk_cookie_max_length"
        case .tokenMinimumIterations: "px_risk_cookie_min_iterations"
        case .tokenMaximumIterations: "px_risk_cookie_max_iterations"
        case .firstPartyEnabled: "px_first_party_enabled"
        case .firstPartyPrefix: "px_custom_first_party_prefix"
        case .firstPartySensorEndpoint: "px_custom_first_party_sensor_endpoint"
        case .firstPartyXHREndpoint: "px_custom_first_party_xhr_endpoint"
        case .firstPartyCaptchaEndpoint: "px_custom_first_party_captcha_endpoint"
        case .customLogo: "px_custom_logo"
        case .stylesheet: "px_css_ref"
        case .script: "px_js_ref"
        case .customCookieHeader: "px_custom_cookie_header"
        case .securedPXHD: "px_secured_pxhd_enabled"
        case .securedPXHDAlias: "px_pxhd_secure_enabled"
        case .loggerSeverity: "px_logger_severity"
        case .remoteConfigVersion: "px_remote_config_version"
        }
    }
}
