// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// The native engine with objects in place of the add-on's arrays of numbers and texts. Nothing here waits.

const addon = require('../edge_enforcer.node');

const [hooks, outcomes, reasons, calls] = addon.names;
const purposes = ['enforcer', 'activities', 'first_party'];

// Numbers of node_engine.h.
const SEND = 1;
const ASK = 2;
const HEADERS = 1;
const RESPONSE = 2;
const REQUEST = 3;
const COOKIE = 4;
const FIRST_PARTY = calls.indexOf('first_party');
const LOGS = calls.indexOf('logs');
const ADDITIONAL_ACTIVITY = hooks.indexOf('additionalActivity');

/** An engine: one configuration, and the exchanges that are under way on it. */
class Engine {
  #handle;
  #callHeaders;
  #logHeaders;

  constructor(handle, token, logToken, warnings) {
    this.#handle = handle;
    this.#callHeaders = ['content-type', 'application/json', 'authorization', `Bearer ${token}`];
    this.#logHeaders = ['content-type', 'application/json', 'authorization', `Bearer ${logToken}`];
    this.warnings = warnings;
  }

  static handleOf(engine) {
    return engine.#handle;
  }

  static headersOf(engine, kind) {
    return (kind === LOGS ? engine.#logHeaders : engine.#callHeaders).slice();
  }
}

// One line for each name: every server takes that, and it means the same (RFC 9110 §5.3).
function joined(headers) {
  const places = new Map();
  const result = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index].toLowerCase();
    const place = places.get(name);
    if (place === undefined) {
      places.set(name, result.length + 1);
      result.push(headers[index], headers[index + 1]);
    } else {
      result[place] += `, ${headers[index + 1]}`;
    }
  }
  return result;
}

// [kind, url, body, timeout] from `at` on.
function callOf(engine, step, at) {
  return {
    kind: calls[step[at]],
    method: 'POST',
    url: step[at + 1],
    headers: Engine.headersOf(engine, step[at]),
    body: step[at + 2],
    timeout: step[at + 3],
  };
}

// [SEND, id, call…, method, headers]
function sendStep(engine, step) {
  const call = callOf(engine, step, 2);
  if (step[2] === FIRST_PARTY) {
    call.method = step[6];
    call.headers = joined(step[7]);
  }
  return { id: step[1], kind: 'send', call };
}

// [ASK, id, hook, entry, context]
function askStep(step) {
  const asked = { id: step[1], kind: 'ask', hook: hooks[step[2]], entry: step[3] };
  if (step[2] === ADDITIONAL_ACTIVITY) asked.context = step[4];
  return asked;
}

// [FINISH, id, outcome, reason, score, result, what the result needs…, call…]
function finishStep(engine, step) {
  let result;
  let next = 7;
  switch (step[5]) {
    case HEADERS:
      result = { kind: 'headers', remove: step[6], add: step[7] };
      next = 8;
      break;
    case RESPONSE:
      result = { kind: 'response', json: step[6] };
      break;
    case REQUEST:
      result = { kind: 'request', json: step[6] };
      break;
    case COOKIE:
      result = { kind: 'cookie', value: step[6] };
      break;
    default:
      result = { kind: 'unchanged' };
      next = 6;
  }
  const reports = [];
  for (; next < step.length; next += 4) reports.push(callOf(engine, step, next));
  return {
    id: step[1],
    kind: 'finish',
    result,
    reports,
    outcome: outcomes[step[2]],
    reason: reasons[step[3]],
    score: step[4],
  };
}

function stepOf(engine, step) {
  switch (step[0]) {
    case SEND: return sendStep(engine, step);
    case ASK: return askStep(step);
    default: return finishStep(engine, step);
  }
}

function problemsOf(description) {
  const problems = [];
  for (let index = 2; index < description.length; index += 3) {
    problems.push({
      severity: description[index] === 1 ? 'error' : 'warning',
      key: description[index + 1],
      message: description[index + 2],
    });
  }
  return problems;
}

/**
 * Makes an engine.
 *
 * @param {'enforcer'|'activities'|'first_party'} purpose
 * @param {string} configuration the `px_*` options as JSON
 * @param {number} hookMask bit i for `hooks[i]`
 * @param {{region: string, nodeName: string, systemName: string}} facts
 * @param {Uint32Array} random four of them
 * @returns {Engine} with the configuration's warnings as `warnings`
 * @throws {Error} with all problems as `problems`, if one of them is an error
 */
function create(purpose, configuration, hookMask, facts, random) {
  const number = purposes.indexOf(purpose);
  if (number < 0) throw new TypeError(`no such purpose: ${purpose}`);
  const [handle, description] = addon.create(
    number, configuration, hookMask, facts.region, facts.nodeName, facts.systemName, random[0], random[1],
  );
  const problems = problemsOf(description);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    const lines = errors.map((problem) => (problem.key ? `${problem.key} ${problem.message}` : problem.message));
    throw Object.assign(new Error(lines.join('\n')), { code: 'EDGE_ENFORCER_CONFIGURATION', problems });
  }
  return new Engine(handle, description[0], description[1], problems);
}

/**
 * Begins an exchange.
 *
 * @param {Engine} engine
 * @param {string} frame what `encode` of frame.cjs gives
 * @param {number} now ms since the epoch
 * @param {Uint32Array} random four of them
 * @throws {Error} with the code EDGE_ENFORCER_TRAP, as all functions below, if native code trapped now or before
 */
function begin(engine, frame, now, random) {
  const handle = Engine.handleOf(engine);
  return stepOf(engine, addon.begin(handle, frame, now, random[0], random[1], random[2], random[3]));
}

/**
 * Takes the end of the call that a step of the kind `send` asked for.
 *
 * @param {Engine} engine
 * @param {number} id
 * @param {number} outcome the HTTP status; -1 timed out, -2 failed
 * @param {string[]} [headers] of a first-party call's answer: names and values in turn
 * @param {Uint8Array} [body] the answer's, or for a failure its text
 * @param {number} now ms since the epoch
 */
function supply(engine, id, outcome, headers, body, now) {
  const handle = Engine.handleOf(engine);
  return stepOf(engine, addon.supply(handle, id, outcome, headers ?? undefined, body ?? undefined, now));
}

/**
 * Takes the end of the function that a step of the kind `ask` asked for.
 *
 * @param {Engine} engine
 * @param {number} id
 * @param {0|1|2} outcome answered, failed, timed out
 * @param {string} [json] what it answered
 * @param {number} now ms since the epoch
 */
function answer(engine, id, outcome, json, now) {
  return stepOf(engine, addon.answer(Engine.handleOf(engine), id, outcome, json ?? '', now));
}

/** Gives up an exchange; one that came to its end is gone already. */
function release(engine, id) {
  addon.release(Engine.handleOf(engine), id);
}

/** Whether native code trapped, so that the engine is of no use any more. */
function isPoisoned(engine) {
  return addon.isPoisoned(Engine.handleOf(engine));
}

/** For tests: traps in native code. */
function trap(engine) {
  addon.trap(Engine.handleOf(engine));
}

module.exports = { hooks, create, begin, supply, answer, release, isPoisoned, trap };
