// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Memory must not grow with the number of requests. Needs `--expose-gc`.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { builtFacade, facade, skipWithoutAddon } from './Support/package.mjs';
import { withCannedClient } from './Support/canned-client.mjs';
import { ask, finish, keys, scripted } from './Support/scripted-native.mjs';
import { viewerRequest } from './Support/events.mjs';

const skip = globalThis.gc ? false : 'run with --expose-gc';

function usage() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed + external + arrayBuffers, rss };
}

/** The growth over `count` requests, after as many to warm up. */
async function growth(enforcer, count, request) {
  const run = async () => {
    for (let index = 0; index < count; index++) await enforcer.enforce(request(index));
  };
  await run();
  const before = usage();
  await run();
  const after = usage();
  return { heap: after.heap - before.heap, rss: after.rss - before.rss };
}

test('the façade keeps nothing of a request', { skip }, async () => {
  const run = scripted(function* () {
    yield ask('isFiltered');
    return finish();
  }, { options: { px_custom_is_filtered_request: async () => false } });
  run.calls.push = () => 0;
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  const { heap } = await growth(enforcer, 50_000, () => viewerRequest());
  assert.ok(heap < 1 << 20, `${heap} bytes more`);
});

test('100,000 requests through the add-on leave the heap as it was', { skip: skip || skipWithoutAddon }, async () => {
  const enforcer = builtFacade().HumanSecurityEnforcer.initialize({
    ...keys,
    px_module_mode: 'active_blocking',
    px_enrich_custom_parameters: () => ({ custom_param1: 'x' }),
    px_custom_is_filtered_request: async ({ uri }) => uri !== '/blocked',
  });
  // Filtered by the list, filtered by the hook, blocked by the risk answer.
  const uris = ['/style.css', '/page', '/style.css', '/page', '/blocked'];
  const request = (index) => viewerRequest({ uri: uris[index % uris.length] });
  const backend = { risk: { status: 200, body: { status: 0, score: 100, action: 'c' } } };
  let figures;
  const calls = await withCannedClient(backend, async () => {
    figures = await growth(enforcer, 100_000, request);
  }, { keep: false });
  const { heap, rss } = figures;
  assert.deepEqual(calls, []);
  assert.ok(heap < 1 << 20, `${heap} bytes more on the heap`);
  assert.ok(rss < 16 << 20, `${rss} bytes more resident`);
});
