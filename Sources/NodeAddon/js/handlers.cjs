// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Whole Lambda functions. Each factory initialises once, then its handler takes every event. Handlers never reject: at
// the edge an error is a 502 for the visitor.

function createHumanEnforceHandler(configuration) {
  const { HumanSecurityEnforcer } = require('./enforcer.cjs');
  const enforcer = HumanSecurityEnforcer.initialize(configuration);
  return async (event, context) => {
    const request = event?.Records?.[0]?.cf?.request;
    return (await enforcer.enforce(request, context)) ?? request;
  };
}

function createHumanActivitiesHandler(configuration) {
  const { HumanSecurityPostEnforcer } = require('./post-enforcer.cjs');
  const postEnforcer = HumanSecurityPostEnforcer.initialize(configuration);
  return async (event, context) => {
    const cf = event?.Records?.[0]?.cf;
    await postEnforcer.postEnforce(cf?.request, cf?.response, context);
    return cf?.response;
  };
}

function createHumanFirstPartyHandler(configuration) {
  const { HumanSecurityFirstParty } = require('./first-party.cjs');
  const firstParty = HumanSecurityFirstParty.initialize(configuration);
  return async (event, context) => {
    const request = event?.Records?.[0]?.cf?.request;
    return (await firstParty.handleFirstParty(request, context)) ?? request;
  };
}

module.exports = { createHumanActivitiesHandler, createHumanEnforceHandler, createHumanFirstPartyHandler };
