// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// One implementation for both kinds of modules: a process that loads both has one add-on and one set of classes.

import edgeEnforcer from './index.cjs';

export const {
  HumanSecurityEnforcer,
  HumanSecurityFirstParty,
  HumanSecurityPostEnforcer,
  createHumanActivitiesHandler,
  createHumanEnforceHandler,
  createHumanFirstPartyHandler,
} = edgeEnforcer;
