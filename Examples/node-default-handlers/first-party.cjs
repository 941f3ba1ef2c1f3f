// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// HumanFirstParty: origin request, on the behaviour /12345678/* alone.

const { createHumanFirstPartyHandler } = require('edge-enforcer');

exports.handler = createHumanFirstPartyHandler({ px_app_id: 'PX12345678' });
