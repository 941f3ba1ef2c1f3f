// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { facade, internal } from './Support/package.mjs';
import { ask, finish, scripted, supplied } from './Support/scripted-native.mjs';
import { context, originResponse, viewerRequest } from './Support/events.mjs';

const { hookOptions } = internal('options.cjs');

/** Every function option: how it is set, which hook it answers, and what it is called with. */
const cases = [
  ...Object.entries(hookOptions).map(([hook, option]) => ({ hook, option, set: (ask) => ({ [option]: ask }) })),
  {
    hook: 'credentials',
    option: 'extract_credentials_callback',
    set: (ask) => ({
      px_login_credentials_extraction: [
        'no entry', { method: 'get' }, { method: 'post', extract_credentials_callback: ask },
      ],
    }),
    entry: 1,
  },
  {
    hook: 'loginSuccessful',
    option: 'login_successful_callback',
    set: (ask) => ({
      px_login_successful_custom_callback: () => 'not this one',
      px_login_credentials_extraction: [{ method: 'post', login_successful_callback: ask }],
    }),
  },
];

const knownContext = { score: 12, reasons: { bd: 'cookie' } };

/** Runs one request whose engine asks the one hook, and gives what the engine was answered. */
async function answerOf({ hook, set, entry = 0 }, answer, { options = {}, environment, context } = {}) {
  const run = scripted(function* () {
    yield ask(hook, { entry, context: hook === 'additionalActivity' ? JSON.stringify(knownContext) : undefined });
    return finish();
  }, { options: { px_hook_timeout_ms: 20, ...set(answer), ...options }, environment });
  const request = viewerRequest();
  const response = originResponse();
  await facade.HumanSecurityPostEnforcer.initialize(run.configuration).postEnforce(request, response, context);
  return { ...run, request, response, answer: supplied(run.calls, 'answer')[0] };
}

for (const testCase of cases) {
  const { hook, option } = testCase;
  const value = { custom_param1: 'é', user: 'u', pass: null, status: 200 };
  const isQuestion = /^is[A-Z]/.test(hook);

  test(`${option}: the raw objects are handed over, and its answer is taken`, async () => {
    let given;
    const { answer, request, response } = await answerOf(testCase, (...values) => { given = values; return value; });
    assert.deepEqual([answer.outcome, answer.json], [0, isQuestion ? 'true' : JSON.stringify(value)]);
    if (hook === 'loginSuccessful') {
      assert.deepEqual(given.length, 1);
      assert.equal(given[0], response);
      return;
    }
    assert.equal(given.at(-1), request);
    assert.equal(given.length, { customParameters: 2, additionalActivity: 3 }[hook] ?? 1);
    if (given.length > 1) assert.equal(given[0].px_cookie_secret, 'cookie-secret');
    if (given.length > 2) assert.deepEqual(given[1], knownContext);
  });

  test(`${option}: a promise is waited for`, async () => {
    const { answer } = await answerOf(testCase, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return value;
    });
    assert.deepEqual([answer.outcome, answer.json], [0, isQuestion ? 'true' : JSON.stringify(value)]);
  });

  test(`${option}: one that throws or rejects counts as not set`, async () => {
    const failures = [
      () => { throw new TypeError('sensitive words'); },
      async () => { throw new TypeError('sensitive words'); },
      () => ({ get then() { throw new TypeError('sensitive words'); } }),
      () => ({ then() { throw new TypeError('sensitive words'); } }),
    ];
    for (const failure of failures) {
      const { answer, lines } = await answerOf(testCase, failure);
      assert.deepEqual([answer.outcome, answer.json], [1, 'null']);
      assert.equal(lines.length, 1);
      assert.match(lines[0].line, new RegExp(`${option} failed.*TypeError at hooks.test.mjs`));
      assert.doesNotMatch(lines[0].line, /sensitive words/);
    }
  });

  test(`${option}: one that never settles counts as not set when its time is over`, async () => {
    const { answer, lines } = await answerOf(testCase, () => new Promise(() => {}));
    assert.deepEqual([answer.outcome, answer.json], [2, 'null']);
    assert.match(lines[0].line, new RegExp(`${option} had not answered in time`));
  });
}

const filter = cases.find(({ hook }) => hook === 'isFiltered');
const parameters = cases.find(({ hook }) => hook === 'customParameters');

test('questions are answered by JavaScript’s notion of truth', async () => {
  const truthy = [true, 1, -1, 'no', [], {}, Symbol('x'), () => {}, 1n, /x/];
  const falsy = [false, 0, NaN, '', null, undefined, 0n];
  for (const value of truthy) assert.equal((await answerOf(filter, () => value)).answer.json, 'true', String(value));
  for (const value of falsy) assert.equal((await answerOf(filter, () => value)).answer.json, 'false', String(value));
});

test('nothing, and what has no JSON, is null; what cannot be written counts as failed', async () => {
  for (const value of [undefined, null, () => {}, Symbol('x')]) {
    const { answer } = await answerOf(parameters, () => value);
    assert.deepEqual([answer.outcome, answer.json], [0, 'null']);
  }
  const circular = {};
  circular.self = circular;
  for (const value of [circular, 1n]) {
    assert.equal((await answerOf(parameters, () => value)).answer.outcome, 1);
    assert.equal((await answerOf(parameters, async () => value)).answer.outcome, 1);
  }
});

test('a login endpoint without a function of its own is left to the global one, or counts as not set', async () => {
  const login = cases.find(({ option }) => option === 'px_login_successful_custom_callback');
  const entries = { px_login_credentials_extraction: [{ method: 'post' }] };
  assert.equal((await answerOf(login, () => true, { options: entries })).answer.json, 'true');
  const credentials = cases.find(({ hook }) => hook === 'credentials');
  const { answer, lines } = await answerOf({ ...credentials, entry: 0 }, () => ({ user: 'u' }));
  assert.equal(answer.outcome, 1);
  assert.deepEqual(lines, []);
});

test('the limit of a hook is 1,000 ms unless set, never more than the invocation has left but 200 ms', async () => {
  const limits = [];
  const environment = {
    setTimeout: (callback, ms) => {
      limits.push(ms);
      return setTimeout(callback, 0);
    },
  };
  const never = () => new Promise(() => {});
  const run = (options, context) => answerOf(filter, never, { options, environment, context });
  await run({ px_hook_timeout_ms: undefined });
  await run({ px_hook_timeout_ms: 250 });
  await run({ px_hook_timeout_ms: 250 }, context(300));
  await run({ px_hook_timeout_ms: 250 }, context(100));
  await run({ px_hook_timeout_ms: 99_999 });
  await run({ px_hook_timeout_ms: NaN });
  await run({ px_hook_timeout_ms: 250 }, { getRemainingTimeInMillis() { throw new Error(); } });
  assert.deepEqual(limits, [1000, 250, 100, 0, 30_000, 1000, 250]);
});

test('a late answer, or a late failure, changes nothing and is not reported as unhandled', async (t) => {
  const unhandled = [];
  const onUnhandled = (error) => unhandled.push(error);
  process.on('unhandledRejection', onUnhandled);
  t.after(() => process.off('unhandledRejection', onUnhandled));
  const settle = [];
  const slow = () => new Promise((resolve, reject) => settle.push(resolve, reject));
  const one = await answerOf(filter, slow, { options: { px_hook_timeout_ms: 1 } });
  const two = await answerOf(filter, slow, { options: { px_hook_timeout_ms: 1 } });
  settle[0](true);
  settle[3](new Error('late'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (const { calls, lines } of [one, two]) {
    assert.equal(supplied(calls, 'answer').length, 1);
    assert.equal(lines.length, 1);
  }
  assert.deepEqual(unhandled, []);
});

test('an error that cannot even be looked at counts as any other', async () => {
  const hostile = new Proxy(new Error(), { get() { throw new Error('again'); } });
  for (const value of [hostile, undefined, null, 'text']) {
    for (const failure of [() => { throw value; }, async () => { throw value; }]) {
      const { answer, lines } = await answerOf(filter, failure);
      assert.deepEqual([answer.outcome, lines.length], [1, 1]);
    }
  }
});

test('a hook that fails again and again is logged once', async () => {
  const run = scripted(function* () {
    yield ask('isFiltered');
    return finish();
  }, { options: { px_custom_is_filtered_request: () => { throw new Error('x'); } } });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  for (let index = 0; index < 5; index++) await enforcer.enforce(viewerRequest());
  assert.equal(run.lines.length, 1);
});

test('a function that answers at once takes no turn of the event loop', async () => {
  const order = [];
  const run = scripted(function* () {
    yield ask('isFiltered');
    order.push('finished');
    return finish();
  }, { options: { px_custom_is_filtered_request: () => true } });
  const promise = facade.HumanSecurityEnforcer.initialize(run.configuration).enforce(viewerRequest());
  order.push('called');
  await promise;
  assert.deepEqual(order, ['finished', 'called']);
});
