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
    case tokenMemorySize
    case firstPartyEnabled
    case firstPartyPrefix
    case firstPartySensorEndpoint
    case firstPartyXHREndpoint
    case firstPartyCaptchaEndpoint
    case firstPartyTimeout
    case customLogo
    case stylesheet
    case script
    case advancedBlockingResponse
    case customCookieHeader
    case securedPXHD
    case securedPXHDAlias
    case jwtCookieName
    case jwtCookieUserID
    case jwtCookieFields
    case jwtHeaderName
    case jwtHeaderUserID
    case jwtHeaderFields
    case loginCredentialsEnabled
    case loginCredentials
    case credentialsVersion
    case compromisedCredentialsHeader
    case sendsRawUsername
    case additionalActivityHeader
    case automaticAdditionalActivity
    case deferredActivities
    case loginReportingMethod
    case loginStatuses
    case loginBodyPattern
    case loginHeaderName
    case loginHeaderValue
    case activityBatchSize
    case activityBatchTimeout
    case graphQLEnabled
    case graphQLRoutes
    case sensitiveOperationTypes
    case sensitiveOperationNames
    case corsSupport
    case preflightFilter
    case loggerSeverity
    case metricsNamespace
    case loggerAuthToken
    case remoteConfigEnabled
    case remoteConfigID
    case remoteConfigVersion
    case remoteConfigAuthToken
    case remoteConfigSecret
    case remoteConfigFetchAttempts
    case remoteConfigRetryInterval
    case extractUserIP
    case customIsFiltered
    case customIsEnforced
    case customIsMonitored
    case customIsSensitive
    case enrichCustomParameters
    case additionalActivityHandler
    case loginCustomCallback
    case customPreflightHandler
    case customBlockResponseHeaders

    /// What a value must be to be taken (configuration.md §1.0). A value of another type leaves the default.
    package enum ValueType: UInt8, BitwiseCopyable, Sendable {
        case string
        case stringOrStrings
        case number
        case bool
        case strings
        /// An array of numbers, or one number.
        case numbers
        case patterns
        /// An array of objects, each a login endpoint.
        case entries
        /// `"monitor"` or `"active_blocking"`.
        case mode
        /// `"none"`, `"error"` or `"debug"`.
        case severity
        /// A function, which no JSON can hold: see `Hook`.
        case function
    }

    /// A row of the table.
    package struct Row: BitwiseCopyable, Sendable {
        package var key: StaticString
        package var type: ValueType

        /// The value where none is configured, as JSON (configuration.md §1).
        package var standard: StaticString

        init(_ key: StaticString, _ type: ValueType, _ standard: StaticString) {
            self.key = key
            self.type = type
            self.standard = standard
        }
    }

    package var key: StaticString { row.key }
    package var valueType: ValueType { row.type }

    /// A secret or a token: its value may be a reference to where it is kept.
    package var isSecret: Bool {
        switch self {
        case .authToken, .cookieSecret, .loggerAuthToken, .remoteConfigAuthToken, .remoteConfigSecret: true
        default: false
        }
    }

    /// Never written anywhere: secrets and tokens, and the second name of an option.
    package var isKeptOutOfReports: Bool { isSecret || self == .securedPXHDAlias }

    /// What must be there and not be empty (configuration.md §1.1).
    package func isRequired(for purpose: ConfigurationReader.Purpose) -> Bool {
        switch self {
        case .appID: true
        case .authToken, .cookieSecret: purpose != .firstParty
        default: false
        }
    }

    package var row: Row {
        switch self {
        case .appID: Row("px_app_id", .string, "\"\"")
        case .authToken: Row("px_auth_token", .string, "\"\"")
        case .cookieSecret: Row("px_cookie_secret", .stringOrStrings, "\"\"")
        case .moduleEnabled: Row("px_module_enabled", .bool, "true")
        case .moduleMode: Row("px_module_mode", .mode, "\"monitor\"")
        case .blockingScore: Row("px_blocking_score", .number, "100")
        case .bypassMonitorHeader: Row("px_bypass_monitor_header", .string, "\"\"")
        case .filterByExtension: Row("px_filter_by_extension", .strings, Self.standardExtensions)
        case .filterByRoute: Row("px_filter_by_route", .patterns, "[]")
        case .filterByMethod: Row("px_filter_by_http_method", .strings, "[]")
        case .filterByUserAgent: Row("px_filter_by_user_agent", .patterns, "[]")
        case .filterByIP: Row("px_filter_by_ip", .strings, "[]")
        case .enforcedRoutes: Row("px_enforced_routes", .patterns, "[]")
        case .monitoredRoutes: Row("px_monitored_routes", .patterns, "[]")
        case .sensitiveRoutes: Row("px_sensitive_routes", .patterns, "[]")
        case .sensitiveHeaders: Row("px_sensitive_headers", .strings, "[\"cookie\",\"cookies\"]")
        case .ipHeaders: Row("px_ip_headers", .strings, "[]")
        case .userAgentMaximumLength: Row("px_user_agent_max_length", .number, "8528")
        case .decodesReservedCharacters: Row("px_url_decode_reserved_characters", .bool, "false")
        case .riskTimeout: Row("px_s2s_timeout", .number, "1000")
        case .backendURL: Row("px_backend_url", .string, "\"\"")
        case .collectorURL: Row("px_backend_collector_url", .string, "\"\"")
        case .captchaURL: Row("px_backend_captcha_url", .string, "\"https://captcha.px-cdn.net\"")
        case .clientURL: Row("px_backend_client_url", .string, "\"https://client.perimeterx.net\"")
        case .tokenMaximumLength: Row("px_risk_cookie_max_length", .number, "2048")
        case .tokenMinimumIterations: Row("px_risk_cookie_min_iterations", .number, "500")
        case .tokenMaximumIterations: Row("px_risk_cookie_max_iterations", .number, "5000")
        case .tokenMemorySize: Row("px_token_memory_size", .number, "1024")
        case .firstPartyEnabled: Row("px_first_party_enabled", .bool, "true")
        case .firstPartyPrefix: Row("px_custom_first_party_prefix", .string, "\"\"")
        case .firstPartySensorEndpoint: Row("px_custom_first_party_sensor_endpoint", .string, "\"\"")
        case .firstPartyXHREndpoint: Row("px_custom_first_party_xhr_endpoint", .string, "\"\"")
        case .firstPartyCaptchaEndpoint: Row("px_custom_first_party_captcha_endpoint", .string, "\"\"")
        case .firstPartyTimeout: Row("px_first_party_timeout_ms", .number, "4000")
        case .customLogo: Row("px_custom_logo", .string, "\"\"")
        case .stylesheet: Row("px_css_ref", .string, "\"\"")
        case .script: Row("px_js_ref", .string, "\"\"")
        case .advancedBlockingResponse: Row("px_advanced_blocking_response_enabled", .bool, "true")
        case .customCookieHeader: Row("px_custom_cookie_header", .string, "\"x-px-cookies\"")
        case .securedPXHD: Row("px_secured_pxhd_enabled", .bool, "false")
        case .securedPXHDAlias: Row("px_pxhd_secure_enabled", .bool, "false")
        case .jwtCookieName: Row("px_jwt_cookie_name", .string, "\"\"")
        case .jwtCookieUserID: Row("px_jwt_cookie_user_id_field_name", .string, "\"\"")
        case .jwtCookieFields: Row("px_jwt_cookie_additional_field_names", .strings, "[]")
        case .jwtHeaderName: Row("px_jwt_header_name", .string, "\"\"")
        case .jwtHeaderUserID: Row("px_jwt_header_user_id_field_name", .string, "\"\"")
        case .jwtHeaderFields: Row("px_jwt_header_additional_field_names", .strings, "[]")
        case .loginCredentialsEnabled: Row("px_login_credentials_extraction_enabled", .bool, "false")
        case .loginCredentials: Row("px_login_credentials_extraction", .entries, "[]")
        case .credentialsVersion: Row("px_credentials_intelligence_version", .string, "\"both\"")
        case .compromisedCredentialsHeader:
            Row("px_compromised_credentials_header", .string, "\"px-compromised-credentials\"")
        case .sendsRawUsername: Row("px_send_raw_username_on_additional_s2s_activity", .bool, "false")
        case .additionalActivityHeader: Row("px_additional_s2s_activity_header_enabled", .bool, "false")
        case .automaticAdditionalActivity: Row("px_automatic_additional_s2s_activity_enabled", .bool, "false")
        case .deferredActivities: Row("px_deferred_activities", .bool, "false")
        case .loginReportingMethod: Row("px_login_successful_reporting_method", .string, "\"status\"")
        case .loginStatuses: Row("px_login_successful_status", .numbers, "[200]")
        case .loginBodyPattern: Row("px_login_successful_body_regex", .string, "\"\"")
        case .loginHeaderName: Row("px_login_successful_header_name", .string, "\"\"")
        case .loginHeaderValue: Row("px_login_successful_header_value", .string, "\"\"")
        case .activityBatchSize: Row("px_max_activity_batch_size", .number, "0")
        case .activityBatchTimeout: Row("px_batch_activities_timeout_ms", .number, "1000")
        case .graphQLEnabled: Row("px_graphql_enabled", .bool, "true")
        case .graphQLRoutes: Row("px_graphql_routes", .patterns, "[\"/graphql\"]")
        case .sensitiveOperationTypes: Row("px_sensitive_graphql_operation_types", .strings, "[]")
        case .sensitiveOperationNames: Row("px_sensitive_graphql_operation_names", .strings, "[]")
        case .corsSupport: Row("px_cors_support_enabled", .bool, "false")
        case .preflightFilter: Row("px_cors_preflight_request_filter_enabled", .bool, "false")
        case .loggerSeverity: Row("px_logger_severity", .severity, "\"error\"")
        case .metricsNamespace: Row("px_metrics_namespace", .string, "\"\"")
        case .loggerAuthToken: Row("px_logger_auth_token", .string, "\"\"")
        case .remoteConfigEnabled: Row("px_remote_config_enabled", .bool, "true")
        case .remoteConfigID: Row("px_remote_config_id", .string, "\"\"")
        case .remoteConfigVersion: Row("px_remote_config_version", .number, "0")
        case .remoteConfigAuthToken: Row("px_remote_config_auth_token", .string, "\"\"")
        case .remoteConfigSecret: Row("px_remote_config_secret", .string, "\"\"")
        case .remoteConfigFetchAttempts: Row("px_remote_config_max_fetch_attempts", .number, "5")
        case .remoteConfigRetryInterval: Row("px_remote_config_retry_interval_ms", .number, "1000")
        case .extractUserIP: Row("px_extract_user_ip", .function, "null")
        case .customIsFiltered: Row("px_custom_is_filtered_request", .function, "null")
        case .customIsEnforced: Row("px_custom_is_enforced_request", .function, "null")
        case .customIsMonitored: Row("px_custom_is_monitored_request", .function, "null")
        case .customIsSensitive: Row("px_custom_is_sensitive_request", .function, "null")
        case .enrichCustomParameters: Row("px_enrich_custom_parameters", .function, "null")
        case .additionalActivityHandler: Row("px_additional_activity_handler", .function, "null")
        case .loginCustomCallback: Row("px_login_successful_custom_callback", .function, "null")
        case .customPreflightHandler: Row("px_cors_custom_preflight_handler", .function, "null")
        case .customBlockResponseHeaders: Row("px_cors_create_custom_block_response_headers", .function, "null")
        }
    }

    private static var standardExtensions: StaticString {
        """
        [".css",".bmp",".tif",".ttf",".docx",".woff2",".js",".pict",".tiff",".eot",".xlsx",".jpg",".csv",".e\
        ps",".woff",".xls",".jpeg",".doc",".ejs",".otf",".pptx",".gif",".pdf",".swf",".svg",".ps",".ico",".p\
        ls",".midi",".svgz",".class",".png",".ppt",".mid",".webp",".jar",".json",".xml"]
        """
    }
}
