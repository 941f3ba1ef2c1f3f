// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// A configuration that has to be fetched: here from a function that stands for AWS Secrets Manager or the like.

import { createHumanEnforceHandler } from 'edge-enforcer';

import { fetchSecrets } from './secrets.mjs';

let pending;

async function makeHandler() {
  const { authToken, cookieSecret } = await fetchSecrets();
  return createHumanEnforceHandler({
    px_app_id: 'PX12345678',
    px_auth_token: authToken,
    px_cookie_secret: cookieSecret,
    px_module_mode: 'active_blocking',
  });
}

export async function handler(event, context) {
  // Requests that come while it is under way wait for the same promise. One that failed is not kept: the next request
  // tries again, and this one goes on.
  try {
    pending ??= makeHandler();
    const enforce = await pending;
    return await enforce(event, context);
  } catch {
    pending = undefined;
    return event.Records[0].cf.request;
  }
}
