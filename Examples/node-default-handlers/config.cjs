// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Lambda@Edge has no environment variables: the configuration is part of the package.
module.exports = {
  px_app_id: 'PX12345678',
  px_auth_token: 'server token of the application',
  px_cookie_secret: 'cookie secret of the policy',
  px_module_mode: 'monitor',
  px_deferred_activities: true,
  px_filter_by_route: ['/health', /^\/static\//],
};
