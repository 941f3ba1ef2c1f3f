// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { collectGarbage, encode, makeEngine, makeRequest, makeToken, native, now, random } from './native-support.mjs';

const answer = Buffer.from('{"status":0,"score":100,"action":"c"}');

function measure() {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapUsed, external, rss };
}

test('a hundred thousand requests leave heap and process as large as they were', () => {
  const engine = makeEngine();
  const request = makeRequest({ Cookie: `_px3=${makeToken()}` });
  const run = (count) => {
    for (let number = 0; number < count; number++) {
      if (number % 4 === 0) {
        const asked = native.begin(engine, encode(makeRequest()), now, random);
        native.supply(engine, asked.id, 200, undefined, answer, now);
      } else {
        assert.equal(native.begin(engine, encode(request), now, random).outcome, 'pass');
      }
    }
  };
  run(20_000);
  const before = measure();
  run(100_000);
  const after = measure();
  assert.ok(after.heapUsed - before.heapUsed < 1 << 20, `heap: ${after.heapUsed - before.heapUsed} bytes more`);
  assert.ok(after.external - before.external < 1 << 20, `external: ${after.external - before.external} bytes more`);
  assert.ok(after.rss - before.rss < 16 << 20, `process: ${after.rss - before.rss} bytes more`);
});

test('engines that nobody holds are given back', async () => {
  const make = async (count) => {
    for (let number = 0; number < count; number++) {
      const engine = makeEngine();
      native.begin(engine, encode(makeRequest()), now, random);
      // Finalizers run between two turns of the loop.
      if (number % 50 === 0) {
        collectGarbage();
        await new Promise(setImmediate);
      }
    }
  };
  await make(200);
  const before = measure();
  await make(1000);
  const after = measure();
  // One has more than 150 kB.
  assert.ok(after.rss - before.rss < 24 << 20, `process: ${after.rss - before.rss} bytes more`);
});
