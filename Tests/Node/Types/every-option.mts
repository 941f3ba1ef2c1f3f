// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Uses every option, every name and every hook: it must be accepted under --strict. Scripts/check-types compiles it,
// and configuration.test.mjs sees to it that no option is left out.

import {
  createHumanActivitiesHandler,
  createHumanEnforceHandler,
  createHumanFirstPartyHandler,
  HumanSecurityEnforcer,
  HumanSecurityFirstParty,
  HumanSecurityPostEnforcer,
} from 'edge-enforcer';
import type {
  CloudFrontRequest,
  CloudFrontRequestEvent,
  CloudFrontResponse,
  CloudFrontResponseEvent,
  CloudFrontResultResponse,
  CredentialsEntry,
  HumanSecurityConfiguration,
  HumanSecurityContext,
  LambdaContext,
} from 'edge-enforcer';

const login: CredentialsEntry = {
  method: 'post',
  path: /^\/login/i,
  path_type: 'regex',
  sent_through: 'custom',
  user_field: 'user.name',
  pass_field: 'user.password',
  extract_credentials_callback: async (request: CloudFrontRequest) => ({ user: request.uri, pass: null }),
  protocol: 'both',
  login_successful_reporting_method: 'custom',
  login_successful_statuses: [200, 302],
  login_successful_body_regex: 'welcome',
  login_successful_header_name: 'x-login',
  login_successful_header_value: '1',
  login_successful_callback: (response: CloudFrontResponse) => response.status === '200',
};

const configuration: HumanSecurityConfiguration = {
  px_app_id: 'PX12345678',
  px_auth_token: 'token',
  px_cookie_secret: ['newest', { secret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:human', key: 'older' }],
  px_module_enabled: true,
  px_module_mode: 'active_blocking',
  px_blocking_score: 80,
  px_bypass_monitor_header: 'x-bypass',
  px_filter_by_extension: ['.css'],
  px_filter_by_route: ['/health', /^\/static\//i],
  px_filter_by_http_method: ['OPTIONS'],
  px_filter_by_user_agent: ['probe/1.0', /^uptime/],
  px_filter_by_ip: ['192.0.2.0/24'],
  px_custom_is_filtered_request: (request) => request.uri === '/ping',
  px_enforced_routes: ['/checkout'],
  px_custom_is_enforced_request: async (request) => request.uri.startsWith('/pay'),
  px_monitored_routes: ['/blog'],
  px_custom_is_monitored_request: () => false,
  px_sensitive_routes: ['/login'],
  px_custom_is_sensitive_request: (request) => request.headers['x-sensitive']?.[0]?.value,
  px_sensitive_headers: ['cookie', 'cookies', 'authorization'],
  px_ip_headers: ['x-true-ip'],
  px_extract_user_ip: (request) => request.clientIp,
  px_user_agent_max_length: 8528,
  px_url_decode_reserved_characters: false,
  px_custom_cookie_header: 'x-px-cookies',
  px_s2s_timeout: 1000,
  px_backend_url: 'https://sapi.example',
  px_backend_collector_url: 'https://collector.example',
  px_backend_captcha_url: 'https://captcha.example',
  px_backend_client_url: 'https://client.example',
  px_risk_cookie_max_length: 2048,
  px_risk_cookie_min_iterations: 500,
  px_risk_cookie_max_iterations: 5000,
  px_token_memory_size: 1024,
  px_metrics_namespace: 'Bots',
  px_hook_timeout_ms: 500,
  px_first_party_enabled: true,
  px_custom_first_party_prefix: '/fp',
  px_custom_first_party_sensor_endpoint: '/fp/sensor.js',
  px_custom_first_party_xhr_endpoint: '/fp/call',
  px_custom_first_party_captcha_endpoint: '/fp/captcha',
  px_first_party_timeout_ms: 4000,
  px_custom_logo: 'https://shop.example/logo.png',
  px_css_ref: 'https://shop.example/block.css',
  px_js_ref: 'https://shop.example/block.js',
  px_advanced_blocking_response_enabled: true,
  px_secured_pxhd_enabled: true,
  px_pxhd_secure_enabled: true,
  px_jwt_cookie_name: 'session',
  px_jwt_cookie_user_id_field_name: 'sub',
  px_jwt_cookie_additional_field_names: ['exp'],
  px_jwt_header_name: 'authorization',
  px_jwt_header_user_id_field_name: 'sub',
  px_jwt_header_additional_field_names: ['exp'],
  px_enrich_custom_parameters: (effective: HumanSecurityConfiguration, request: CloudFrontRequest) => ({
    custom_param1: effective.px_app_id,
    custom_param2: request.method,
    is_hype_sale: false,
  }),
  px_additional_activity_handler: async (effective, context: HumanSecurityContext, request) => {
    console.log(effective.px_app_id, context.score ?? 0, context.pxdeVerified, request.uri);
  },
  px_deferred_activities: true,
  px_additional_s2s_activity_header_enabled: false,
  px_automatic_additional_s2s_activity_enabled: true,
  px_max_activity_batch_size: 0,
  px_batch_activities_timeout_ms: 1000,
  px_login_credentials_extraction_enabled: true,
  px_login_credentials_extraction: [login],
  px_credentials_intelligence_version: 'both',
  px_compromised_credentials_header: 'px-compromised-credentials',
  px_send_raw_username_on_additional_s2s_activity: false,
  px_login_successful_reporting_method: 'status',
  px_login_successful_status: [200],
  px_login_successful_body_regex: '',
  px_login_successful_header_name: 'x-login-successful',
  px_login_successful_header_value: '1',
  px_login_successful_custom_callback: (response) => (response.status === '200' ? true : null),
  px_graphql_enabled: true,
  px_graphql_routes: ['/graphql'],
  px_sensitive_graphql_operation_types: ['mutation'],
  px_sensitive_graphql_operation_names: ['Login'],
  px_cors_support_enabled: true,
  px_cors_preflight_request_filter_enabled: false,
  px_cors_custom_preflight_handler: (request) =>
    request.uri === '/open' ? { status: 204, headers: { 'access-control-allow-origin': ['*'] } } : null,
  px_cors_create_custom_block_response_headers: async () => ({ 'access-control-allow-origin': ['https://a.example'] }),
  px_logger_severity: 'error',
  px_logger_auth_token: '',
  px_remote_config_enabled: true,
  px_remote_config_id: '',
  px_remote_config_version: 0,
  px_remote_config_auth_token: '',
  px_remote_config_secret: '',
  px_remote_config_max_fetch_attempts: 5,
  px_remote_config_retry_interval_ms: 1000,
};

type RequestHandler = (
  event: CloudFrontRequestEvent,
  context: LambdaContext,
) => Promise<CloudFrontRequest | CloudFrontResultResponse>;

export const enforce: RequestHandler = createHumanEnforceHandler(configuration);
export const firstParty: RequestHandler = createHumanFirstPartyHandler({ px_app_id: 'PX12345678' });
export const activities: (event: CloudFrontResponseEvent, context: LambdaContext) => Promise<CloudFrontResponse> =
  createHumanActivitiesHandler(configuration);

const enforcer = HumanSecurityEnforcer.initialize(configuration);
const postEnforcer = HumanSecurityPostEnforcer.initialize(configuration);
const firstPartyServer = HumanSecurityFirstParty.initialize({ px_app_id: 'PX12345678' });

export async function handler(event: CloudFrontRequestEvent, context: LambdaContext) {
  const { request } = event.Records[0]!.cf;
  const answer = await firstPartyServer.handleFirstParty(request, context);
  return answer ?? (await enforcer.enforce(request, context)) ?? request;
}

export async function originResponseHandler(event: CloudFrontResponseEvent): Promise<CloudFrontResponse> {
  const { request, response } = event.Records[0]!.cf;
  await postEnforcer.postEnforce(request, response);
  return response;
}

// What must not be accepted.

// @ts-expect-error: a key that is required is missing.
createHumanEnforceHandler({ px_app_id: 'PX12345678' });
// @ts-expect-error: an option that does not exist.
createHumanEnforceHandler({ ...configuration, px_modul_mode: 'monitor' });
// @ts-expect-error: a text that is none of those allowed.
createHumanEnforceHandler({ ...configuration, px_module_mode: 'blocking' });
// @ts-expect-error: instances come from `initialize`.
new HumanSecurityEnforcer();
