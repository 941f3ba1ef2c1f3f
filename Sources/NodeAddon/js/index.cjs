// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Each name loads what it needs when it is first used: a Lambda has one of the three functions, and every file costs a
// cold start a quarter of a millisecond.

const places = {
  HumanSecurityEnforcer: './enforcer.cjs',
  HumanSecurityFirstParty: './first-party.cjs',
  HumanSecurityPostEnforcer: './post-enforcer.cjs',
  createHumanActivitiesHandler: './handlers.cjs',
  createHumanEnforceHandler: './handlers.cjs',
  createHumanFirstPartyHandler: './handlers.cjs',
};

for (const [name, place] of Object.entries(places)) {
  Object.defineProperty(exports, name, { enumerable: true, get: () => require(place)[name] });
}
