// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// HumanEnforcer: viewer request.

const { createHumanEnforceHandler } = require('edge-enforcer');

exports.handler = createHumanEnforceHandler(require('./config.cjs'));
