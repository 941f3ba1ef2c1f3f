// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

const { HumanSecurityEnforcer } = require('./enforcer.cjs');
const { HumanSecurityFirstParty } = require('./first-party.cjs');
const {
  createHumanActivitiesHandler, createHumanEnforceHandler, createHumanFirstPartyHandler,
} = require('./handlers.cjs');
const { HumanSecurityPostEnforcer } = require('./post-enforcer.cjs');

module.exports = {
  HumanSecurityEnforcer,
  HumanSecurityFirstParty,
  HumanSecurityPostEnforcer,
  createHumanActivitiesHandler,
  createHumanEnforceHandler,
  createHumanFirstPartyHandler,
};
