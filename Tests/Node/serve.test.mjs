// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The package behind the local edge: `edge-enforcer serve --runtime node`, where the tool was built.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { builtPackage, root, skipWithoutAddon } from './Support/package.mjs';

const tool = process.env.EDGE_ENFORCER_TOOL ?? join(root, '.build/debug/edge-enforcer');
const skip = skipWithoutAddon || (existsSync(tool) ? false : 'edge-enforcer is not built');

const serve = (...more) =>
  spawnSync(tool, ['serve', '--runtime', 'node', '--port', '0', ...more], { encoding: 'utf8', timeout: 120_000 });

test('all three functions decide the tour of the local edge as they should', { skip }, () => {
  const { status, stdout, stderr } = serve('--functions', builtPackage, '--tour', '--once');
  assert.equal(status, 0, stdout + stderr);
  assert.ok(!/does not run/.test(stdout));
  assert.ok((stdout.match(/\n/g) ?? []).length > 10, stdout);
});

test('a folder without the package is refused with what to do', { skip }, () => {
  const { status, stderr } = serve('--functions', '/nowhere');
  assert.notEqual(status, 0);
  assert.match(stderr, /not in \/nowhere.*cmake --build/s);
});
