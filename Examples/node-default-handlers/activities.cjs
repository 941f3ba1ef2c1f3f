// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// HumanActivities: origin response.

const { createHumanActivitiesHandler } = require('edge-enforcer');

exports.handler = createHumanActivitiesHandler(require('./config.cjs'));
