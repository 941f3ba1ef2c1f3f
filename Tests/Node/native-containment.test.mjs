// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { collectGarbage, encode, facts, makeEngine, makeRequest, native, now, packageFolder, random } from './native-support.mjs';

const trapped = { code: 'EDGE_ENFORCER_TRAP' };

test('a trap throws, and the engine is of no use any more', () => {
  const engine = makeEngine();
  const other = makeEngine();
  const asked = native.begin(engine, encode(makeRequest()), now, random);
  assert.equal(native.isPoisoned(engine), false);
  assert.throws(() => native.trap(engine), trapped);
  assert.equal(native.isPoisoned(engine), true);
  assert.throws(() => native.begin(engine, encode(makeRequest()), now, random), trapped);
  assert.throws(() => native.supply(engine, asked.id, 200, undefined, undefined, now), trapped);
  assert.throws(() => native.answer(engine, asked.id, 0, 'true', now), trapped);
  assert.throws(() => native.release(engine, asked.id), trapped);
  assert.throws(() => native.trap(engine), trapped);
  assert.equal(native.isPoisoned(other), false);
  assert.equal(native.begin(other, encode(makeRequest()), now, random).kind, 'send');
});

test('a thousand traps, each followed by another engine, take no memory', () => {
  const round = () => {
    const engine = makeEngine();
    for (let open = 0; open < 3; open++) native.begin(engine, encode(makeRequest()), now, random);
    assert.throws(() => native.trap(engine), trapped);
  };
  for (let count = 0; count < 200; count++) round();
  collectGarbage();
  const before = process.memoryUsage.rss();
  for (let count = 0; count < 1000; count++) round();
  collectGarbage();
  const growth = process.memoryUsage.rss() - before;
  // An engine with three exchanges has more than 200 kB, so a leak of one in ten would show.
  assert.ok(growth < 16 << 20, `${growth} bytes more`);
});

test('a trap in a worker stays in that worker', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const native = require(workerData.native);
    let caught = 0;
    for (let round = 0; round < 100; round++) {
      const engine = native.create(...workerData.engine);
      try { native.trap(engine); } catch (error) { if (error.code === 'EDGE_ENFORCER_TRAP') caught++; }
    }
    parentPort.postMessage(caught);
  `;
  const engine = makeEngine();
  const asked = native.begin(engine, encode(makeRequest()), now, random);
  const configuration = '{"px_app_id":"PX1","px_auth_token":"t","px_cookie_secret":"s"}';
  const counts = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
    const worker = new Worker(source, {
      eval: true,
      workerData: { native: path.join(packageFolder, 'js/native.cjs'), engine: ['enforcer', configuration, 0, facts, random] },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  })));
  assert.deepEqual(counts, [100, 100, 100, 100]);
  assert.equal(native.supply(engine, asked.id, -1, undefined, undefined, now).kind, 'finish');
});

test('it still works where only workers had it loaded, and they are gone', () => {
  const script = `
    const { Worker } = require('node:worker_threads');
    const file = ${JSON.stringify(path.join(packageFolder, 'js/native.cjs'))};
    const worker = new Worker('require(' + JSON.stringify(file) + ')', { eval: true });
    worker.on('exit', () => {
      const native = require(file);
      const engine = native.create('enforcer', '{"px_app_id":"PX1","px_auth_token":"t","px_cookie_secret":"s"}', 0,
        ${JSON.stringify(facts)}, new Uint32Array(4));
      try { native.trap(engine); } catch (error) { console.log(error.code); }
    });
  `;
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.deepEqual([status, stdout.trim()], [0, 'EDGE_ENFORCER_TRAP']);
});

// What the signal does to a process that has the add-on loaded, and after a trap.
function signalled(signal, before = '') {
  const script = `
    const native = require(${JSON.stringify(path.join(packageFolder, 'js/native.cjs'))});
    const engine = native.create('enforcer', '{"px_app_id":"PX1","px_auth_token":"t","px_cookie_secret":"s"}', 0,
      ${JSON.stringify(facts)}, new Uint32Array(4));
    try { native.trap(engine); } catch {}
    ${before}
    process.kill(process.pid, '${signal}');
    setTimeout(() => process.exit(7), 10000);
  `;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
}

test('signals that are none of ours do what they did', () => {
  for (const signal of ['SIGILL', 'SIGTRAP', 'SIGSEGV']) assert.equal(signalled(signal).signal, signal);
  const handled = signalled('SIGTRAP', "process.on('SIGTRAP', () => { console.log('handled'); process.exit(0); });");
  assert.deepEqual([handled.status, handled.stdout.trim()], [0, 'handled']);
});
