// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Logic of our own at the origin response.

const { HumanSecurityPostEnforcer } = require('edge-enforcer');

const postEnforcer = HumanSecurityPostEnforcer.initialize({
  px_app_id: 'PX12345678',
  px_auth_token: 'server token of the application',
  px_cookie_secret: 'cookie secret of the policy',
  px_deferred_activities: true,
  px_automatic_additional_s2s_activity_enabled: true,
  px_login_credentials_extraction_enabled: true,
  px_login_credentials_extraction: [
    {
      method: 'POST',
      path: '/login',
      user_field: 'user',
      pass_field: 'password',
      login_successful_reporting_method: 'custom',
      login_successful_callback: (response) => response.headers['x-login']?.[0]?.value === 'ok',
    },
  ],
});

exports.handler = async (event, context) => {
  const { request, response } = event.Records[0].cf;
  response.headers['x-frame-options'] = [{ key: 'X-Frame-Options', value: 'DENY' }];
  // Reports what was deferred, and may add a cookie to the response.
  await postEnforcer.postEnforce(request, response, context);
  return response;
};
