// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Runs cases of the conformance corpus, and those that `edge-enforcer explain` takes, through the façade.

import { environmentSymbol } from './package.mjs';
import { withCannedClient } from './canned-client.mjs';

const handOver = 'px-context';

/**
 * @param facade the package.
 * @param line the number of the case's line, from 1: `explain` makes its ids of it.
 * @returns the answer, in the form that compare.mjs and `explain` have.
 */
export async function runCase(facade, testCase, line) {
  const { name, ignore } = testCase;
  const answer = { name, result: null, requests: [], error: null };
  const factories = {
    enforcer: facade.createHumanEnforceHandler,
    activities: facade.createHumanActivitiesHandler,
    first_party: facade.createHumanFirstPartyHandler,
  };
  const event = structuredClone(testCase.event);
  if (testCase.from) await takeOverContext(facade, testCase, event);
  const before = JSON.stringify(event);
  const random = randomOf((0x9e3779b97f4a7c15n * BigInt(line)) & mask, BigInt(testCase.now));
  answer.requests = await withCannedClient(testCase.backend, async () => {
    await at(testCase.now, async () => {
      try {
        const create = factories[testCase.lambda ?? 'enforcer'];
        const handler = create(configurationOf(testCase.config, testCase.hooks, testCase, random));
        answer.result = (await handler(event, undefined)) ?? null;
      } catch (error) {
        answer.error = error.message;
      }
    });
  });
  const { request, response } = JSON.parse(before).Records?.[0]?.cf ?? {};
  const original = JSON.stringify(testCase.lambda === 'activities' ? response : request);
  if (answer.error === null && JSON.stringify(answer.result) === original) answer.unchanged = true;
  if (ignore) answer.ignore = ignore;
  return answer;
}

// MARK: What the façade takes from the world

const mask = (1n << 64n) - 1n;

// The first two numbers are the high half, as the add-on takes them.
function randomOf(high, low) {
  return Uint32Array.from([high >> 32n, high, low >> 32n, low].map((part) => Number(part & 0xffffffffn)));
}

async function at(now, work) {
  const original = Date.now;
  Date.now = () => now;
  try {
    await work();
  } finally {
    Date.now = original;
  }
}

function configurationOf(options, hooks, { now, env }, random) {
  return {
    ...withHooks(withExpressions(options ?? {}), hooks ?? {}),
    [environmentSymbol]: {
      now: () => now,
      random: () => random,
      facts: () => ({ region: env?.AWS_REGION ?? '', nodeName: 'unknown', systemName: 'linux' }),
      // Only calls that never end wait for a timer.
      setTimeout: (callback, ms) => setTimeout(callback, Math.min(ms, 20)),
      write: () => {},
    },
  };
}

// A case writes an expression as an object; customers write it as one.
function withExpressions(value) {
  if (Array.isArray(value)) return value.map(withExpressions);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.regex === 'string') {
    try {
      return new RegExp(value.regex, value.flags ?? '');
    } catch {
      return value;
    }
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withExpressions(member)]));
}

// The member `hooks` of a case says what each function answers; `{"throws": true}` stands for one that throws.
function withHooks(options, hooks) {
  const result = { ...options };
  for (const [name, answer] of Object.entries(hooks)) {
    const ask = () => {
      if (answer?.throws === true) throw new Error('as the case says');
      return answer;
    };
    if (name === 'extract_credentials_callback') {
      const entries = result.px_login_credentials_extraction ?? [];
      result.px_login_credentials_extraction = entries.map((entry) => ({ ...entry, [name]: ask }));
    } else {
      result[name] = ask;
    }
  }
  return result;
}

// MARK: What came before

// HumanActivities believes a signed context only, so HumanEnforcer is run on the request that came before; its header
// goes into the event in place of the recorded one, under the recorded request id.
async function takeOverContext(facade, testCase, event) {
  const { from } = testCase;
  const request = event.Records[0].cf.request;
  let random = randomOf(1n, 2n);
  try {
    const id = JSON.parse(request.headers[handOver][0].value).requestId.replaceAll('-', '');
    random = randomOf(BigInt(`0x${id.slice(0, 16)}`), BigInt(`0x${id.slice(16)}`));
  } catch {}
  const passed = structuredClone(from.event);
  await withCannedClient(from.backend, () => at(from.now, async () => {
    const options = configurationOf(from.config, {}, { now: from.now, env: testCase.env }, random);
    await facade.HumanSecurityEnforcer.initialize(options).enforce(passed.Records[0].cf.request);
  }));
  const header = passed.Records[0].cf.request.headers[handOver];
  if (header === undefined) return;
  delete request.headers[handOver];
  request.headers[handOver] = header;
}
