// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// For handlers that answer by calling back.

const { HumanSecurityEnforcer } = require('edge-enforcer');

const enforcer = HumanSecurityEnforcer.initialize({
  px_app_id: 'PX12345678',
  px_auth_token: 'server token of the application',
  px_cookie_secret: 'cookie secret of the policy',
  px_module_mode: 'active_blocking',
});

exports.handler = (event, context, callback) => {
  // The answer counts as soon as it is there; connections that are kept must not hold it up.
  context.callbackWaitsForEmptyEventLoop = false;
  const { request } = event.Records[0].cf;
  // It never rejects, so there is nothing to catch.
  enforcer.enforce(request, context).then((response) => callback(null, response ?? request));
};
