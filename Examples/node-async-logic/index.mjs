// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Logic of our own around the decision, with async and await; an ES module.

import { HumanSecurityEnforcer } from 'edge-enforcer';

// Made once for each process: it keeps connections and what it has learnt about tokens.
const enforcer = HumanSecurityEnforcer.initialize({
  px_app_id: 'PX12345678',
  px_auth_token: 'server token of the application',
  px_cookie_secret: 'cookie secret of the policy',
  px_module_mode: 'active_blocking',
  px_custom_is_sensitive_request: (request) => request.uri.startsWith('/checkout'),
  px_enrich_custom_parameters: async (configuration, request) => ({
    custom_param1: request.headers['x-tier']?.[0]?.value ?? 'none',
  }),
});

export async function handler(event, context) {
  const { request } = event.Records[0].cf;

  // Before the decision: a short link needs none.
  if (request.uri === '/sale') {
    return {
      status: '302',
      statusDescription: 'Found',
      headers: { location: [{ key: 'Location', value: '/products?sale=1' }] },
    };
  }

  const response = await enforcer.enforce(request, context);
  if (response) return response;

  // After it, for requests that go on.
  request.headers['x-checked'] = [{ key: 'X-Checked', value: '1' }];
  return request;
}
