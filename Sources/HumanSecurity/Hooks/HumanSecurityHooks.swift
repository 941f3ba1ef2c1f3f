// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Options that are functions (configuration.md §1). Each is asked once for a request, if the request gets that far.
///
/// ```swift
/// var hooks = HumanSecurityHooks()
/// hooks.customIsSensitiveRequest = { request in request.uri.hasPrefix("/checkout") }
/// let enforcer = try HumanSecurityEnforcer.initialize(configuration, hooks: hooks, transport: transport)
/// ```
///
/// A hook that throws, or has not answered after ``timeLimitMilliseconds``, counts as not set; that is logged, and the
/// request goes on. One that runs out of time is cancelled. A hook must not block its thread: while it does, nothing
/// else of the process may get on, its time limit included.
public struct HumanSecurityHooks: Sendable {
    /// A hook that says yes or no to a request.
    public typealias Question = @Sendable (HookRequest) async throws -> Bool

    /// What a preflight request is answered with (configuration.md §1.16).
    public struct Response: Sendable, Equatable {
        /// 200 to 599.
        public var status: Int
        /// Name → values. Those that CloudFront does not let a function write are left out.
        public var headers: [(name: String, values: [String])]

        /// Text, sent in UTF-8.
        public var body: String

        /// An answer to a preflight request.
        public init(status: Int, headers: [(name: String, values: [String])] = [], body: String = "") {
            self.status = status
            self.headers = headers
            self.body = body
        }

        public static func == (one: Response, other: Response) -> Bool {
            one.status == other.status && one.body == other.body
                && one.headers.elementsEqual(other.headers) { $0.name == $1.name && $0.values == $1.values }
        }
    }

    /// A login's credentials as the request has them; they are hashed before they go anywhere.
    public struct Credentials: Sendable, Equatable {
        /// The login name; nil if the request has none.
        public var user: String?

        /// The password; nil if the request has none.
        public var pass: String?

        /// What a request was found to have.
        public init(user: String?, pass: String?) {
            self.user = user
            self.pass = pass
        }
    }

    /// How long each hook may take, in ms, 1 to 30000.
    public var timeLimitMilliseconds = 1000

    /// `px_extract_user_ip`: the visitor's address; nil or empty leaves it to `px_ip_headers` and the connection.
    public var extractUserIP: (@Sendable (HookRequest) async throws -> String?)?

    /// `px_custom_is_filtered_request`: whether the request is let through unexamined.
    public var customIsFilteredRequest: Question?

    /// `px_custom_is_enforced_request`: whether it is enforced even in monitor mode. Not asked where a route says so.
    public var customIsEnforcedRequest: Question?

    /// `px_custom_is_monitored_request`: whether a block is only simulated. Not asked where that is settled.
    public var customIsMonitoredRequest: Question?

    /// `px_custom_is_sensitive_request`: whether the Risk API is asked even with a good token. Asked last.
    public var customIsSensitiveRequest: Question?

    /// `px_enrich_custom_parameters`: kept are `custom_param1` to `custom_param10`, unless empty text, and a boolean
    /// `is_hype_sale`.
    public var enrichCustomParameters:
        (@Sendable (HumanSecurityConfiguration, HookRequest) async throws -> [String: HumanSecurityValue])?

    /// `px_additional_activity_handler`: told of every decision before it is reported, and waited for. Not of requests
    /// that were filtered, or are for first-party scripts, a preflight or telemetry.
    public var additionalActivityHandler:
        (@Sendable (HumanSecurityConfiguration, HookContext, HookRequest) async throws -> Void)?

    /// `px_cors_custom_preflight_handler`: answers a preflight request; nil leaves it to the configuration. Asked only
    /// with `px_cors_support_enabled`.
    public var customPreflightHandler: (@Sendable (HookRequest) async throws -> Response?)?

    /// `px_cors_create_custom_block_response_headers`: headers of the answer to a blocked request that has an `origin`,
    /// in place of the usual two.
    public var createCustomBlockResponseHeaders: (@Sendable (HookRequest) async throws -> [String: [String]])?

    /// `extract_credentials_callback` of the entries of `px_login_credentials_extraction` that have `sent_through`
    /// `custom`; the number is the entry's, from 0.
    public var extractCredentials: (@Sendable (HookRequest, _ entry: Int) async throws -> Credentials?)?

    /// `px_login_successful_custom_callback`, and `login_successful_callback` of an entry, for logins whose
    /// `login_successful_reporting_method` is `custom`: whether the login succeeded; nil if that cannot be told. Of
    /// HumanActivities only. The number is the entry's, from 0.
    public var loginSuccessful: (@Sendable (HookResponse, _ entry: Int) async throws -> Bool?)?

    /// No hook at all.
    public init() {}
}
