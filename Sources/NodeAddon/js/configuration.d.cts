// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import type { CloudFrontRequest, CloudFrontResponse } from './cloudfront.cjs';

/** A value, or a promise of it. */
type Awaitable<T> = T | PromiseLike<T>;

/** A text is a prefix of the path; one `*` at its end is dropped. An expression is searched for in the path. */
type Route = string | RegExp;

/** Header name → its values, one for each line. */
export type HeaderValues = Record<string, string[]>;

/** The answer to a CORS preflight request. */
export interface PreflightResponse {
  /** 200 to 599. */
  status: number;
  /** Those that CloudFront lets no function write are left out. Default: none. */
  headers?: HeaderValues;
  /** Default: empty. */
  body?: string;
}

/** A value that is kept in AWS Secrets Manager: fetched at the start, refreshed every five minutes. */
export interface SecretReference {
  /** The secret's ARN. The function's role needs `secretsmanager:GetSecretValue` on it. */
  secret: string;
  /** Which member of the JSON object that the secret is; without it the secret is the value itself. */
  key?: string;
}

/** A login's credentials as the request has them; they are hashed before they go anywhere. */
export interface ExtractedCredentials {
  user?: string | null;
  pass?: string | null;
}

/** What is known of a request when it has been decided. */
export interface HumanSecurityContext {
  /** `pass_request`, `simulated_block` or `block`. */
  action: string;
  /** Why, by product: `bd` (bot defender), `hsc` (hype sale). */
  reasons: Record<string, string>;
  /** 0 to 100; absent if none is known. */
  score?: number;
  /** The client's session id. */
  uuid?: string;
  /** The visitor's id. */
  vid?: string;
  /** The letter of the challenge that a block has, or would have. */
  blockAction?: string;
  /** HUMAN's data enrichment; take its word only if `pxdeVerified`. */
  pxde?: Record<string, unknown>;
  pxdeVerified?: boolean;
  /** What `px_enrich_custom_parameters` gave. */
  customParameters?: Record<string, unknown>;
  requestId: string;
  /** URL, method, headers, cookies and the like of the request. */
  requestData: Record<string, unknown>;
  [member: string]: unknown;
}

/** A login endpoint. */
export interface CredentialsEntry {
  /** HTTP method, in any case. Required. */
  method: string;
  /** The normalised path, or an expression that is searched for in it. */
  path: string | RegExp;
  /** How a text in `path` is read. Default `exact`; an expression always is one. */
  path_type?: 'exact' | 'regex';
  /** Where the credentials are. Default `body`, which needs CloudFront's *Include Body*. */
  sent_through?: 'body' | 'header' | 'query-param' | 'custom';
  /** Name, or in JSON the dotted path, of the user's name. */
  user_field?: string;
  /** Name, or in JSON the dotted path, of the password. */
  pass_field?: string;
  /** For `sent_through: 'custom'`: finds the credentials; null for none. */
  extract_credentials_callback?: (request: CloudFrontRequest) => Awaitable<ExtractedCredentials | null | undefined>;
  /** Default `px_credentials_intelligence_version`. */
  protocol?: 'v2' | 'multistep_sso' | 'both';
  /** Default `px_login_successful_reporting_method`. */
  login_successful_reporting_method?: 'status' | 'header' | 'body' | 'custom';
  /** Default `px_login_successful_status`. */
  login_successful_statuses?: number | number[];
  /** Default `px_login_successful_body_regex`. */
  login_successful_body_regex?: string | RegExp;
  /** Default `px_login_successful_header_name`. */
  login_successful_header_name?: string;
  /** Default `px_login_successful_header_value`. */
  login_successful_header_value?: string;
  /** Default `px_login_successful_custom_callback`. */
  login_successful_callback?: (response: CloudFrontResponse) => Awaitable<boolean | null | undefined>;
}

/** A configuration of HumanFirstParty, of which only `px_app_id` is required. */
export type HumanSecurityFirstPartyConfiguration = Pick<HumanSecurityConfiguration, 'px_app_id'> &
  Partial<HumanSecurityConfiguration>;

/**
 * The options. One that is left out, `null`, or of another type has its default.
 *
 * Functions may give a value or a promise. One that throws, or has not answered after `px_hook_timeout_ms`, counts as
 * not set. Expressions are JavaScript's, matched in linear time; back-references are refused when the configuration is
 * read, and the flags `g` and `y` mean nothing.
 */
export interface HumanSecurityConfiguration {
  // MARK: Required

  /** Names the application at HUMAN's servers. Required by all three functions. */
  px_app_id: string;
  /** Server token: authorises calls to HUMAN's servers. Required, but not by HumanFirstParty. */
  px_auth_token: string | SecretReference;
  /**
   * Opens and checks risk tokens; several with the newest first, for key rotation. Required, but not by
   * HumanFirstParty.
   */
  px_cookie_secret: string | SecretReference | (string | SecretReference)[];

  // MARK: Module

  /** `false` lets everything through untouched. Default `true`. */
  px_module_enabled?: boolean | null;
  /** Whether to block, or only to report what would be blocked. Default `monitor`. */
  px_module_mode?: 'monitor' | 'active_blocking' | null;
  /** Blocks from this score on, 0 to 100. Default 100. */
  px_blocking_score?: number | null;
  /** Name of a request header that, being `1`, cancels monitoring. Default: none. */
  px_bypass_monitor_header?: string | null;

  // MARK: Filters: such requests pass untouched, and nothing is reported

  /**
   * File extensions, for GET and HEAD; replaces the default. Default: the 38 usual ones, from `.css` to `.xml`.
   */
  px_filter_by_extension?: string[] | null;
  /** Paths. Default: none. */
  px_filter_by_route?: Route[] | null;
  /** Methods, in any case. Default: none. */
  px_filter_by_http_method?: string[] | null;
  /** User agents; a text is compared whole, an expression is searched for. Default: none. */
  px_filter_by_user_agent?: Array<string | RegExp> | null;
  /** Addresses and CIDR blocks, IPv4 and IPv6. Default: none. */
  px_filter_by_ip?: string[] | null;
  /** Lets a request through if its answer is truthy; asked after the lists. Default: none. */
  px_custom_is_filtered_request?: ((request: CloudFrontRequest) => Awaitable<unknown>) | null;

  // MARK: Enforced, monitored and sensitive requests

  /** Paths that are enforced even when monitoring. Default: none. */
  px_enforced_routes?: Route[] | null;
  /** Truthy: enforced even when monitoring. Not asked where a route says so. Default: none. */
  px_custom_is_enforced_request?: ((request: CloudFrontRequest) => Awaitable<unknown>) | null;
  /** Paths that are only monitored, unless enforced. Default: none. */
  px_monitored_routes?: Route[] | null;
  /** Truthy: only monitored. Not asked where that is settled. Default: none. */
  px_custom_is_monitored_request?: ((request: CloudFrontRequest) => Awaitable<unknown>) | null;
  /** Paths on which the Risk API is asked even with a good token. Default: none. */
  px_sensitive_routes?: Route[] | null;
  /** Truthy: the Risk API is asked even with a good token. Asked last. Default: none. */
  px_custom_is_sensitive_request?: ((request: CloudFrontRequest) => Awaitable<unknown>) | null;

  // MARK: What is read of a request

  /** Headers that are never sent to HUMAN, in any case; replaces the default. Default `['cookie', 'cookies']`. */
  px_sensitive_headers?: string[] | null;
  /**
   * Headers that hold the visitor's address, in any case; the first one found counts. Default: none, which is the
   * address of the connection.
   */
  px_ip_headers?: string[] | null;
  /**
   * Finds the visitor's address; comes before `px_ip_headers`, to which nothing or an empty text leaves it.
   * Default: none.
   */
  px_extract_user_ip?: ((request: CloudFrontRequest) => Awaitable<string | null | undefined>) | null;
  /** Cuts the user agent, in UTF-16 units. Default 8528. */
  px_user_agent_max_length?: number | null;
  /** Decodes escapes of reserved characters in paths, too. Default `false`. */
  px_url_decode_reserved_characters?: boolean | null;
  /** A second header with cookies. Default `x-px-cookies`. */
  px_custom_cookie_header?: string | null;

  // MARK: Limits and servers

  /**
   * Longest wait for the Risk API, for the whole call, in ms, 1 to 30000; 0 is 5000. Then the request passes.
   * Default 1000.
   */
  px_s2s_timeout?: number | null;
  /** Where the Risk API is. Default `https://sapi-<app id>.perimeterx.net`. */
  px_backend_url?: string | null;
  /** Where activities go. Default `https://collector-<app id>.perimeterx.net`. */
  px_backend_collector_url?: string | null;
  /** Where the captcha's script is. Default `https://captcha.px-cdn.net`. */
  px_backend_captcha_url?: string | null;
  /** Where the sensor's script is. Default `https://client.perimeterx.net`. */
  px_backend_client_url?: string | null;
  /** Refuses longer tokens, in UTF-16 units. Default 2048. */
  px_risk_cookie_max_length?: number | null;
  /** Refuses tokens with fewer rounds of key derivation. Default 500. */
  px_risk_cookie_min_iterations?: number | null;
  /** Refuses tokens with more rounds of key derivation. Default 5000. */
  px_risk_cookie_max_iterations?: number | null;
  /** How many good tokens are remembered, so that no key is derived for them again; 0 for none. Default 1024. */
  px_token_memory_size?: number | null;
  /** Longest wait for each function of this configuration, in ms, 1 to 30000. Default 1000. */
  px_hook_timeout_ms?: number | null;

  // MARK: First party

  /** Serves sensor, captcha and their calls under the site's own host. Default `true`. */
  px_first_party_enabled?: boolean | null;
  /** Another path prefix for them. Default: none. */
  px_custom_first_party_prefix?: string | null;
  /** Another path of the sensor; begins with a slash. Default: none. */
  px_custom_first_party_sensor_endpoint?: string | null;
  /** Another path prefix of the sensor's calls; begins with a slash. Default: none. */
  px_custom_first_party_xhr_endpoint?: string | null;
  /** Another path prefix of the captcha; begins with a slash. Default: none. */
  px_custom_first_party_captcha_endpoint?: string | null;
  /** Longest wait for a first-party call of HumanEnforcer, in ms. Default 4000. */
  px_first_party_timeout_ms?: number | null;

  // MARK: Block responses

  /** URL of an image on the block page. Default: none. */
  px_custom_logo?: string | null;
  /** URL of a stylesheet of the block page. Default: none. */
  px_css_ref?: string | null;
  /** URL of a script of the block page. Default: none. */
  px_js_ref?: string | null;
  /** Blocks with JSON where `Accept` asks for it. Default `true`. */
  px_advanced_blocking_response_enabled?: boolean | null;
  /** Adds `Secure` to the cookie `_pxhd`. Default `false`. */
  px_secured_pxhd_enabled?: boolean | null;
  /** Another name of `px_secured_pxhd_enabled`, which counts if both are there. Default `false`. */
  px_pxhd_secure_enabled?: boolean | null;

  // MARK: User identifiers

  /** A cookie with a JWT that names the user; its signature is not checked. Default: none. */
  px_jwt_cookie_name?: string | null;
  /** Dotted path of the user in it. Default: none. */
  px_jwt_cookie_user_id_field_name?: string | null;
  /** Dotted paths of more fields of it. Default: none. */
  px_jwt_cookie_additional_field_names?: string[] | null;
  /** A header with a JWT, in any case, if the cookie has none. Default: none. */
  px_jwt_header_name?: string | null;
  /** Dotted path of the user in it. Default: none. */
  px_jwt_header_user_id_field_name?: string | null;
  /** Dotted paths of more fields of it. Default: none. */
  px_jwt_header_additional_field_names?: string[] | null;

  // MARK: Custom parameters and activities

  /**
   * Adds `custom_param1` to `custom_param10` and `is_hype_sale` to what is reported. It is given the options in
   * effect, secrets included. Default: none.
   */
  px_enrich_custom_parameters?: ((
    configuration: HumanSecurityConfiguration,
    request: CloudFrontRequest,
  ) => Awaitable<Record<string, unknown> | null | undefined>) | null;
  /**
   * Is told of every decision before it is reported, and waited for. Not of requests that were filtered, or are
   * first-party, a preflight or telemetry. Default: none.
   */
  px_additional_activity_handler?: ((
    configuration: HumanSecurityConfiguration,
    context: HumanSecurityContext,
    request: CloudFrontRequest,
  ) => Awaitable<void>) | null;
  /** HumanActivities reports the requests that passed, after the origin has answered. Default `false`. */
  px_deferred_activities?: boolean | null;
  /** Hands the login activity to the origin in headers, for it to send. Default `false`. */
  px_additional_s2s_activity_header_enabled?: boolean | null;
  /** HumanActivities sends the login activity, after the origin has answered. Default `false`. */
  px_automatic_additional_s2s_activity_enabled?: boolean | null;
  /** Activities in one call. No effect at the edge, as with the vendor. Default 0. */
  px_max_activity_batch_size?: number | null;
  /** Longest time between such calls, in ms. No effect at the edge. Default 1000. */
  px_batch_activities_timeout_ms?: number | null;

  // MARK: Credentials intelligence

  /** Looks for credentials in logins. Default `false`. */
  px_login_credentials_extraction_enabled?: boolean | null;
  /** The login endpoints; the first that matches counts. Default: none. */
  px_login_credentials_extraction?: CredentialsEntry[] | null;
  /** How credentials are hashed. Default `both`. */
  px_credentials_intelligence_version?: 'v2' | 'multistep_sso' | 'both' | null;
  /** Header to the origin when an account is known to be breached. Default `px-compromised-credentials`. */
  px_compromised_credentials_header?: string | null;
  /** Sends the user's name with breached logins. Default `false`. */
  px_send_raw_username_on_additional_s2s_activity?: boolean | null;
  /** How it is known that a login succeeded. No function at the edge sees a body. Default `status`. */
  px_login_successful_reporting_method?: 'status' | 'header' | 'body' | 'custom' | null;
  /** Statuses of a successful login. Default `[200]`. */
  px_login_successful_status?: number | number[] | null;
  /** Expression on the response's body: checked, but without effect at the edge. Default: none. */
  px_login_successful_body_regex?: string | RegExp | null;
  /** Header of a successful login. Default: none. */
  px_login_successful_header_name?: string | null;
  /** Its value; empty asks for its presence. Default: empty. */
  px_login_successful_header_value?: string | null;
  /**
   * Judges whether a login succeeded; anything but a boolean leaves it unknown. Of HumanActivities. Default: none.
   */
  px_login_successful_custom_callback?:
    | ((response: CloudFrontResponse) => Awaitable<boolean | null | undefined>)
    | null;

  // MARK: GraphQL

  /** Looks for GraphQL operations; needs CloudFront's *Include Body*. Default `true`. */
  px_graphql_enabled?: boolean | null;
  /** Where they are POSTed to. Default `['/graphql']`. */
  px_graphql_routes?: Route[] | null;
  /** `query`, `mutation` or `subscription`, where such a one makes a request sensitive. Default: none. */
  px_sensitive_graphql_operation_types?: string[] | null;
  /** Names of operations that make a request sensitive. Default: none. */
  px_sensitive_graphql_operation_names?: string[] | null;

  // MARK: CORS

  /** Adds CORS headers to block responses; the next three need it. Default `false`. */
  px_cors_support_enabled?: boolean | null;
  /** Lets preflight requests through. Default `false`. */
  px_cors_preflight_request_filter_enabled?: boolean | null;
  /** Answers preflight requests; null leaves it to the filter above. Default: none. */
  px_cors_custom_preflight_handler?:
    | ((request: CloudFrontRequest) => Awaitable<PreflightResponse | null | undefined>)
    | null;
  /** Gives the headers of block responses to other origins, in place of the usual two. Default: none. */
  px_cors_create_custom_block_response_headers?: ((request: CloudFrontRequest) => Awaitable<HeaderValues>) | null;

  // MARK: Logging and remote configuration

  /** What is written to the console. Default `error`. */
  px_logger_severity?: 'none' | 'error' | 'debug' | null;
  /** CloudWatch namespace of metrics in the function's log, in embedded metric format. Default: none, which is off. */
  px_metrics_namespace?: string | null;
  /** Who sends it as `x-px-enforcer-log` gets the log of the request uploaded. Default: none, which is off. */
  px_logger_auth_token?: string | SecretReference | null;
  /** Takes configurations from the console. No effect at the edge, as with the vendor. Default `true`. */
  px_remote_config_enabled?: boolean | null;
  /** Named in uploaded logs. Default: none. */
  px_remote_config_id?: string | null;
  /** Reported with activities if it is not 0. Default 0. */
  px_remote_config_version?: number | null;
  /** Authorises fetching a configuration. No effect at the edge; never reported. Default: none. */
  px_remote_config_auth_token?: string | SecretReference | null;
  /** Authenticates the console. No effect at the edge; never reported. Default: none. */
  px_remote_config_secret?: string | SecretReference | null;
  /** Attempts to fetch a configuration. No effect at the edge. Default 5. */
  px_remote_config_max_fetch_attempts?: number | null;
  /** Time between them, in ms. No effect at the edge. Default 1000. */
  px_remote_config_retry_interval_ms?: number | null;
}
