// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// A stand-in for the native add-on, with the same functions, whose engine does what a test says. A test gives a
// generator: it yields the steps `send` and `ask`, is given what the façade supplied, and returns the step `finish`.
//
//     const { configuration, log } = scripted(function* () {
//         const answer = yield ask('userIP');
//         return finish({ kind: 'unchanged' });
//     });

import { environmentSymbol } from './package.mjs';

export const keys = { px_app_id: 'PX12345678', px_auth_token: 'auth-token', px_cookie_secret: 'cookie-secret' };

/** Hook.allCases of the engine, in order. */
export const hookNames = [
  'userIP', 'isFiltered', 'preflightResponse', 'customParameters', 'isEnforced', 'isMonitored', 'credentials',
  'isSensitive', 'additionalActivity', 'blockResponseHeaders', 'loginSuccessful',
];

export const ask = (hook, members = {}) => ({ kind: 'ask', hook, entry: 0, ...members });

export const send = (call) => ({ kind: 'send', call: callOf('risk', call) });

export const report = (call) => callOf('activities', call);

export const finish = (result = { kind: 'unchanged' }, reports = []) =>
  ({ kind: 'finish', result, reports, outcome: 'pass', reason: 'cookie', score: 0 });

function callOf(kind, call) {
  const headers = ['content-type', 'application/json'];
  return { kind, method: 'POST', headers, body: Buffer.from('{}'), timeout: 1000, ...call };
}

/** An error as the add-on throws it when it has contained a trap. */
export const trap = () => Object.assign(new Error('trap'), { code: 'EDGE_ENFORCER_TRAP' });

/**
 * @param script the generator of an exchange; it is given what `encode` made.
 * @param overrides parts of the environment, and functions of `native`.
 * @returns `configuration`, a configuration for it; `calls`, what the façade called; `lines`, what it logged.
 */
export function scripted(script, { native: own = {}, environment = {}, options = {} } = {}) {
  const calls = [];
  const lines = [];
  const running = new Map();
  let lastId = 0;
  const advance = (engine, id, supplied) => {
    if (engine.isPoisoned) throw trap();
    const { value, done } = running.get(id).next(supplied);
    if (done) running.delete(id);
    return { id, ...value };
  };
  const native = {
    hooks: hookNames,
    create(purpose, json, mask, facts, random) {
      calls.push({ name: 'create', purpose, configuration: JSON.parse(json), mask, facts, random });
      return { warnings: [] };
    },
    begin(engine, frame, now, random) {
      calls.push({ name: 'begin', engine, frame, now, random });
      lastId += 1;
      running.set(lastId, script(frame));
      return advance(engine, lastId, undefined);
    },
    supply(engine, id, outcome, headers, body) {
      calls.push({ name: 'supply', id, outcome, headers, body });
      return advance(engine, id, { outcome, headers, body: Buffer.from(body).toString('utf8') });
    },
    answer(engine, id, outcome, json) {
      calls.push({ name: 'answer', id, outcome, json });
      return advance(engine, id, { outcome, json });
    },
    release(engine, id) {
      calls.push({ name: 'release', id });
      running.delete(id);
    },
    isPoisoned: (engine) => engine.isPoisoned === true,
    ...own,
  };
  const configuration = {
    ...keys,
    ...options,
    [environmentSymbol]: {
      loadAddon: () => ({ native, encode: (request, response) => ({ request, response }) }),
      write: (severity, line) => lines.push({ severity, line }),
      ...environment,
    },
  };
  return { configuration, calls, lines, native, running };
}

/** The supplies and answers among the calls. */
export const supplied = (calls, name) => calls.filter((call) => call.name === name);
