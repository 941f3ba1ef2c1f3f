// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension OptionTable {
    typealias Text = (effect: String, difference: String)

    /// What an option does, in one clause, and where that is more or other than the vendor does.
    static func text(of option: Option) -> Text {
        switch option {
        case .appID: ("names the application at the vendor's servers", "")
        case .authToken: ("authorises calls to the vendor's servers", "may be [a reference](secrets.md)")
        case .cookieSecret:
            ("opens and checks tokens; newest first if several", "several are allowed; may be [references](secrets.md)")
        case .moduleEnabled: ("`false` lets everything through untouched", "")
        case .moduleMode: ("whether to block, or only to report what would be blocked", "")
        case .blockingScore: ("blocks from this score on", "")
        case .bypassMonitorHeader: ("a request header that, being `1`, cancels monitoring", "")
        case .filterByExtension: ("lets GET and HEAD of such files through; replaces the default", "")
        case .filterByRoute: ("lets such paths through", "one `*` at the end is dropped")
        case .filterByMethod: ("lets such methods through", "")
        case .filterByUserAgent: ("lets such user agents through; text is compared whole", "expressions are allowed")
        case .filterByIP: ("lets such addresses and CIDR blocks through", "")
        case .enforcedRoutes: ("enforces such paths even when monitoring", "one `*` at the end is dropped")
        case .monitoredRoutes: ("only monitors such paths", "one `*` at the end is dropped")
        case .sensitiveRoutes:
            ("asks the Risk API on such paths even with a good token", "one `*` at the end is dropped")
        case .sensitiveHeaders: ("headers never sent to the vendor; replaces the default", "any case")
        case .ipHeaders: ("headers that hold the visitor's address; the first one found counts", "any case")
        case .userAgentMaximumLength: ("cuts the user agent, in UTF-16 units", "")
        case .decodesReservedCharacters: ("decodes escapes of reserved characters in paths too", "")
        case .riskTimeout: ("longest wait for the Risk API, in ms, 1 to 30000", "counts the whole call; `0` is 5000")
        case .backendURL: ("where the Risk API is", "empty is the default")
        case .collectorURL: ("where activities go", "empty is the default")
        case .captchaURL: ("where the captcha's script is", "empty is the default")
        case .clientURL: ("where the sensor's script is", "empty is the default")
        case .tokenMaximumLength: ("refuses longer tokens, in UTF-16 units", "")
        case .tokenMinimumIterations: ("refuses tokens with fewer key derivation rounds", "")
        case .tokenMaximumIterations: ("refuses tokens with more key derivation rounds", "")
        case .tokenMemorySize:
            ("how many good tokens are remembered, so that no key is derived for them again; `0` for none", "ours")
        case .firstPartyEnabled: ("serves sensor, captcha and their calls under the site's own host", "")
        case .firstPartyPrefix: ("another path prefix for them", "")
        case .firstPartySensorEndpoint: ("another path of the sensor", "")
        case .firstPartyXHREndpoint: ("another path prefix of the sensor's calls", "")
        case .firstPartyCaptchaEndpoint: ("another path prefix of the captcha", "")
        case .firstPartyTimeout: ("longest wait for a first-party call, in ms", "counts the whole call")
        case .customLogo: ("image on the block page", "escaped for its place")
        case .stylesheet: ("stylesheet of the block page", "escaped for its place")
        case .script: ("script of the block page", "escaped for its place")
        case .advancedBlockingResponse: ("blocks with JSON where that is asked for", "blanks in `Accept` are allowed")
        case .customCookieHeader: ("a second header with cookies", "any case")
        case .securedPXHD: ("adds `Secure` to the cookie `_pxhd`", "")
        case .securedPXHDAlias:
            ("another name of `px_secured_pxhd_enabled`, which counts if both are there", "accepted")
        case .jwtCookieName: ("a cookie with a JWT that names the user", "")
        case .jwtCookieUserID: ("dotted path of the user in it", "")
        case .jwtCookieFields: ("dotted paths of more fields of it", "")
        case .jwtHeaderName: ("a header with a JWT, if the cookie has none", "any case")
        case .jwtHeaderUserID: ("dotted path of the user in it", "")
        case .jwtHeaderFields: ("dotted paths of more fields of it", "")
        case .loginCredentialsEnabled: ("looks for credentials in logins", "truncated bodies are not read")
        case .loginCredentials: ("the login endpoints; the first that matches counts", "")
        case .credentialsVersion:
            ("how credentials are hashed: `v2`, `multistep_sso` or `both`", "all dots of a Gmail name go")
        case .compromisedCredentialsHeader: ("header to the origin when an account is known to be breached", "")
        case .sendsRawUsername: ("sends the user's name with breached logins", "")
        case .additionalActivityHeader: ("hands the login activity to the origin to send", "")
        case .automaticAdditionalActivity: ("sends the login activity after the origin answered", "")
        case .deferredActivities: ("reports passed requests after the origin answered", "")
        case .loginReportingMethod: ("how a login is known to have succeeded: `status` or `header`", "")
        case .loginStatuses: ("statuses of a successful login", "one number is allowed")
        case .loginBodyPattern: ("expression on the response's body, which no function at the edge sees", "")
        case .loginHeaderName: ("header of a successful login", "")
        case .loginHeaderValue: ("its value; empty asks for its presence", "")
        case .activityBatchSize: ("activities in one call", "")
        case .activityBatchTimeout: ("longest time between such calls, in ms", "")
        case .graphQLEnabled: ("looks for GraphQL operations", "is honoured")
        case .graphQLRoutes: ("where they are POSTed to", "one `*` at the end is dropped")
        case .sensitiveOperationTypes: ("`query`, `mutation` or `subscription` that make a request sensitive", "")
        case .sensitiveOperationNames: ("names of operations that make a request sensitive", "")
        case .corsSupport: ("adds CORS headers to blocks; needed for the next", "")
        case .preflightFilter: ("lets preflight requests through", "")
        case .loggerSeverity: ("what is logged", "")
        case .metricsNamespace:
            ("CloudWatch namespace of metrics in the function's log, in embedded metric format; empty for none", "ours")
        case .loggerAuthToken:
            ("who sends it as `x-px-enforcer-log` gets the request's log uploaded", "may be [a reference](secrets.md)")
        case .remoteConfigEnabled: ("takes configurations from the console", "")
        case .remoteConfigID: ("named in uploaded logs", "")
        case .remoteConfigVersion: ("reported with activities if not 0", "")
        case .remoteConfigAuthToken: ("authorises fetching a configuration", "never reported")
        case .remoteConfigSecret: ("authenticates the console", "never reported")
        case .remoteConfigFetchAttempts: ("attempts to fetch a configuration", "")
        case .remoteConfigRetryInterval: ("time between them, in ms", "")
        case .extractUserIP:
            ("finds the visitor's address; comes before `px_ip_headers`", "the vendor has it in others")
        case .customIsFiltered: ("lets a request through, after the filter lists", "")
        case .customIsEnforced: ("enforces a request even when monitoring", "")
        case .customIsMonitored: ("only monitors a request", "")
        case .customIsSensitive: ("asks the Risk API even with a good token", "")
        case .enrichCustomParameters: ("adds `custom_param1` to `custom_param10` and `is_hype_sale` to reports", "")
        case .additionalActivityHandler: ("is told of every decision before it is reported", "")
        case .loginCustomCallback: ("judges whether a login succeeded", "")
        case .customPreflightHandler: ("answers preflight requests", "forbidden headers are left out")
        case .customBlockResponseHeaders:
            ("gives the headers of blocks for other origins", "forbidden headers are left out")
        }
    }
}
