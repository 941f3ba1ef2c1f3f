// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

const { isRegExp } = require('node:util').types;

// The options with what they are where nobody sets them. The engine has the same table and is the one that reads the
// configuration; this one is for customers' functions, which are given the effective parameters.

const extensions =
  ('.css .bmp .tif .ttf .docx .woff2 .js .pict .tiff .eot .xlsx .jpg .csv .eps .woff .xls .jpeg .doc .ejs .otf ' +
    '.pptx .gif .pdf .swf .svg .ps .ico .pls .midi .svgz .class .png .ppt .mid .webp .jar .json .xml').split(' ');

/** Function options, by the name that the engine has for what they are asked. */
const hookOptions = {
  userIP: 'px_extract_user_ip',
  isFiltered: 'px_custom_is_filtered_request',
  preflightResponse: 'px_cors_custom_preflight_handler',
  customParameters: 'px_enrich_custom_parameters',
  isEnforced: 'px_custom_is_enforced_request',
  isMonitored: 'px_custom_is_monitored_request',
  isSensitive: 'px_custom_is_sensitive_request',
  additionalActivity: 'px_additional_activity_handler',
  blockResponseHeaders: 'px_cors_create_custom_block_response_headers',
  loginSuccessful: 'px_login_successful_custom_callback',
};

/** Members of an entry of `px_login_credentials_extraction` that are functions. */
const entryHooks = { credentials: 'extract_credentials_callback', loginSuccessful: 'login_successful_callback' };

const defaults = {
  px_app_id: '',
  px_auth_token: '',
  px_cookie_secret: '',
  px_module_enabled: true,
  px_module_mode: 'monitor',
  px_blocking_score: 100,
  px_bypass_monitor_header: '',
  px_filter_by_extension: extensions,
  px_filter_by_route: [],
  px_filter_by_http_method: [],
  px_filter_by_user_agent: [],
  px_filter_by_ip: [],
  px_enforced_routes: [],
  px_monitored_routes: [],
  px_sensitive_routes: [],
  px_sensitive_headers: ['cookie', 'cookies'],
  px_ip_headers: [],
  px_user_agent_max_length: 8528,
  px_url_decode_reserved_characters: false,
  px_s2s_timeout: 1000,
  px_backend_url: '',
  px_backend_collector_url: '',
  px_backend_captcha_url: 'https://captcha.px-cdn.net',
  px_backend_client_url: 'https://client.perimeterx.net',
  px_risk_cookie_max_length: 2048,
  px_risk_cookie_min_iterations: 500,
  px_risk_cookie_max_iterations: 5000,
  px_token_memory_size: 1024,
  px_first_party_enabled: true,
  px_custom_first_party_prefix: '',
  px_custom_first_party_sensor_endpoint: '',
  px_custom_first_party_xhr_endpoint: '',
  px_custom_first_party_captcha_endpoint: '',
  px_first_party_timeout_ms: 4000,
  px_custom_logo: '',
  px_css_ref: '',
  px_js_ref: '',
  px_advanced_blocking_response_enabled: true,
  px_custom_cookie_header: 'x-px-cookies',
  px_secured_pxhd_enabled: false,
  px_pxhd_secure_enabled: false,
  px_jwt_cookie_name: '',
  px_jwt_cookie_user_id_field_name: '',
  px_jwt_cookie_additional_field_names: [],
  px_jwt_header_name: '',
  px_jwt_header_user_id_field_name: '',
  px_jwt_header_additional_field_names: [],
  px_login_credentials_extraction_enabled: false,
  px_login_credentials_extraction: [],
  px_credentials_intelligence_version: 'both',
  px_compromised_credentials_header: 'px-compromised-credentials',
  px_send_raw_username_on_additional_s2s_activity: false,
  px_additional_s2s_activity_header_enabled: false,
  px_automatic_additional_s2s_activity_enabled: false,
  px_deferred_activities: false,
  px_login_successful_reporting_method: 'status',
  px_login_successful_status: [200],
  px_login_successful_body_regex: '',
  px_login_successful_header_name: '',
  px_login_successful_header_value: '',
  px_max_activity_batch_size: 0,
  px_batch_activities_timeout_ms: 1000,
  px_graphql_enabled: true,
  px_graphql_routes: ['/graphql'],
  px_sensitive_graphql_operation_types: [],
  px_sensitive_graphql_operation_names: [],
  px_cors_support_enabled: false,
  px_cors_preflight_request_filter_enabled: false,
  px_logger_severity: 'error',
  px_metrics_namespace: '',
  px_logger_auth_token: '',
  px_remote_config_enabled: true,
  px_remote_config_id: '',
  px_remote_config_version: 0,
  px_remote_config_auth_token: '',
  px_remote_config_secret: '',
  px_remote_config_max_fetch_attempts: 5,
  px_remote_config_retry_interval_ms: 1000,
  ...Object.fromEntries(Object.values(hookOptions).map((name) => [name, null])),
  /** Ours, and of this package only: the engine does not know it. */
  px_hook_timeout_ms: 1000,
};

const enumerations = {
  px_module_mode: ['monitor', 'active_blocking'],
  px_logger_severity: ['none', 'error', 'debug'],
};

// An empty URL means the default, as it does to the engine.
const emptyIsUnset = new Set([
  'px_backend_url', 'px_backend_collector_url', 'px_backend_captcha_url', 'px_backend_client_url',
]);

/** Whether a value is of the type that an option wants; if not, the default holds. */
function isAccepted(name, value) {
  const standard = defaults[name];
  if (value === undefined || value === null) return false;
  if (enumerations[name]) return enumerations[name].includes(value);
  if (emptyIsUnset.has(name) && value === '') return false;
  if (standard === null) return typeof value === 'function';
  if (name === 'px_cookie_secret' && Array.isArray(value)) return true;
  if (name === 'px_login_successful_status' && typeof value === 'number') return true;
  if (name === 'px_login_successful_body_regex' && isRegExp(value)) return true;
  if (Array.isArray(standard)) return Array.isArray(value);
  return typeof value === typeof standard;
}

/** Every option with the value that counts, secrets and functions included. */
function effectiveParameters(configuration) {
  const effective = {};
  for (const [name, standard] of Object.entries(defaults)) {
    const value = isAccepted(name, configuration[name]) ? configuration[name] : standard;
    effective[name] = Array.isArray(value) ? [...value] : value;
  }
  const host = String(effective.px_app_id).toLowerCase();
  effective.px_backend_url ||= `https://sapi-${host}.perimeterx.net`;
  effective.px_backend_collector_url ||= `https://collector-${host}.perimeterx.net`;
  if (typeof effective.px_login_successful_status === 'number') {
    effective.px_login_successful_status = [effective.px_login_successful_status];
  }
  return effective;
}

module.exports = { defaults, effectiveParameters, entryHooks, hookOptions, isAccepted };
