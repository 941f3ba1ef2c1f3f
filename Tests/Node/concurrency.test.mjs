// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { builtFacade, builtPackage, facade, environmentSymbol, skipWithoutAddon } from './Support/package.mjs';
import { ask, finish, keys, scripted, send, supplied } from './Support/scripted-native.mjs';
import { viewerRequest } from './Support/events.mjs';
import { listen, ok } from './Support/loopback.mjs';

/** Waits for a number of turns that depends on the exchange, so that exchanges overtake each other. */
const turns = async (count) => {
  for (let index = 0; index < count; index++) await new Promise(setImmediate);
};

test('1,000 exchanges at once each get their own answers', async (t) => {
  const server = await listen((socket, head) => {
    const number = Number(/\/(\d+) HTTP/.exec(head)[1]);
    turns(number % 5).then(() => socket.write(ok(`risk ${number}`)));
  });
  t.after(() => server.close());
  const base = server.url.replace('/api/v3/risk', '');
  const run = scripted(function* ({ request }) {
    const number = request.uri.slice(1);
    const asked = yield ask('customParameters');
    const { body } = yield send({ url: `${base}/${number}`, timeout: 20_000 });
    return finish({ kind: 'response', json: JSON.stringify({ number, parameters: JSON.parse(asked.json), body }) });
  }, {
    options: {
      px_hook_timeout_ms: 20_000,
      px_enrich_custom_parameters: async (_, { uri }) => {
        const number = uri.slice(1);
        await turns((Number(number) * 7) % 11);
        return { custom_param1: number };
      },
    },
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, number) => enforcer.enforce(viewerRequest({ uri: `/${number}` }))),
  );
  answers.forEach((answer, number) => assert.deepEqual(answer, {
    number: `${number}`, parameters: { custom_param1: `${number}` }, body: `risk ${number}`,
  }));
  assert.equal(run.running.size, 0);
  assert.equal(supplied(run.calls, 'create').length, 1);
});

// MARK: With the add-on

const riskAnswer = (score) => JSON.stringify({ status: 0, score, uuid: `uuid-${score}`, action: 'c' });

const realOptions = (url) => ({
  ...keys,
  px_module_mode: 'active_blocking',
  px_first_party_enabled: false,
  px_backend_url: url,
  px_backend_collector_url: url,
  px_s2s_timeout: 20_000,
});

test('1,000 exchanges at once through the add-on', { skip: skipWithoutAddon }, async (t) => {
  const server = await listen((socket, head) => {
    const number = Number(/"\/?[^"]*number=(\d+)"/.exec(head)?.[1] ?? /number=(\d+)/.exec(head)?.[1] ?? 0);
    const body = head.startsWith('POST /api/v3/risk') ? riskAnswer(number % 2 ? 100 : 0) : '';
    turns(number % 7).then(() => socket.write(ok(body)));
  });
  t.after(() => server.close());
  const enforcer = builtFacade().HumanSecurityEnforcer.initialize({
    ...realOptions(server.url.replace('/api/v3/risk', '')),
    px_hook_timeout_ms: 20_000,
    px_enrich_custom_parameters: async (_, { querystring }) => {
      await turns(Number(querystring.slice(7)) % 11);
      return { custom_param1: querystring };
    },
  });
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, number) =>
    enforcer.enforce(viewerRequest({ querystring: `number=${number}` }))));
  answers.forEach((answer, number) => assert.equal(answer?.status, number % 2 ? '403' : undefined, `${number}`));
  const risks = server.heads.filter((head) => head.startsWith('POST /api/v3/risk'));
  assert.equal(risks.length, 1000);
  for (const head of risks) {
    const { request, additional } = JSON.parse(head.slice(head.indexOf('\r\n\r\n') + 4));
    assert.ok(request.url.endsWith(`?${additional.custom_param1}`));
  }
});

test('worker threads have engines of their own', { skip: skipWithoutAddon }, async () => {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { HumanSecurityEnforcer } = require(workerData.path);
    const enforcer = HumanSecurityEnforcer.initialize(workerData.options);
    (async () => {
      const requests = [];
      for (let index = 0; index < 200; index++) {
        const request = { ...workerData.request, uri: '/style.css' };
        requests.push(await enforcer.enforce(request));
      }
      parentPort.postMessage(requests.every((answer) => answer === null));
    })();`;
  const workerData = { path: `${builtPackage}/js/index.cjs`, options: realOptions(''), request: viewerRequest() };
  const results = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData });
    let result;
    worker.on('message', (message) => { result = message; });
    worker.on('error', reject);
    worker.on('exit', () => resolve(result));
  })));
  assert.deepEqual(results, [true, true, true, true]);
});

test('a trap is contained: the request passes and the next one is enforced', { skip: skipWithoutAddon }, async () => {
  const { createRequire } = await import('node:module');
  const require = createRequire(import.meta.url);
  const native = require(`${builtPackage}/js/native.cjs`);
  const { encode } = require(`${builtPackage}/js/frame.cjs`);
  const lines = [];
  let isTrapping = true;
  const enforcer = builtFacade().HumanSecurityEnforcer.initialize({
    ...realOptions('http://127.0.0.1:1'),
    px_custom_is_filtered_request: () => true,
    [environmentSymbol]: {
      write: (_, line) => lines.push(line),
      loadAddon: () => ({
        encode,
        native: {
          ...native,
          begin: (engine, ...others) => (isTrapping ? native.trap(engine) : native.begin(engine, ...others)),
        },
      }),
    },
  });
  for (let index = 0; index < 3; index++) assert.equal(await enforcer.enforce(viewerRequest()), null);
  isTrapping = false;
  assert.equal(await enforcer.enforce(viewerRequest()), null);
  assert.deepEqual(lines.filter((line) => line.includes('trapped')).length, 1);
  assert.equal(lines.length, 1);
});
