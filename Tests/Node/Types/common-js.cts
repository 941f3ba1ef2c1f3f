// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The other kind of module must find the same types.

import edgeEnforcer = require('edge-enforcer');

const configuration: edgeEnforcer.HumanSecurityConfiguration = {
  px_app_id: 'PX12345678',
  px_auth_token: 'token',
  px_cookie_secret: 'secret',
};

export const handler = edgeEnforcer.createHumanEnforceHandler(configuration);
