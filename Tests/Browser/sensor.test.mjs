// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The stand-in for HUMAN's sensor, in a page made of a few objects: there the four minutes that it waits take no time.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import vm from 'node:vm';

import { Edge } from './Support/edge.mjs';

describe('the sensor', () => {
  let edge;
  let script;

  before(async () => {
    edge = await Edge.start();
    script = await (await fetch(`${edge.url}/demo0001/init.js`)).text();
  });

  after(async () => {
    await edge?.stop();
  });

  /** Runs the script on a page and waits until its reports are answered. */
  async function run({ cookie = '', query = '' } = {}) {
    const page = { cookies: [], calls: [], intervals: [] };
    const answers = [];
    const bodies = [];
    const context = {
      location: { href: `${edge.url}/${query}` },
      document: {
        currentScript: { getAttribute: (name) => (name === 'data-collector' ? '/demo0001/xhr' : null) },
        get cookie() {
          return cookie;
        },
        set cookie(text) {
          page.cookies.push(text);
        },
      },
      fetch(path, options) {
        page.calls.push(path);
        const answer = fetch(edge.url + path, options);
        answers.push(answer);
        return answer.then((response) => ({ json: () => bodies[bodies.push(response.json()) - 1] }));
      },
      setInterval: (action, milliseconds) => page.intervals.push({ action, milliseconds }),
    };
    context.window = context;
    vm.runInNewContext(script, context);
    page.settle = async () => {
      // After each of them the script does its part before the next turn begins.
      for (const pending of [answers, bodies]) {
        await Promise.all(pending);
        await nextTurn();
      }
    };
    await page.settle();
    return page;
  }

  test('gets a token for a visitor without one, and the visitor an id', async () => {
    const page = await run();
    assert.deepEqual(page.calls, ['/demo0001/xhr/api/v2/collector']);
    assert.match(page.cookies[0], /^_px3=[0-9a-f]{64}:\S+; Max-Age=330; Path=\/; SameSite=Lax$/);
    assert.match(page.cookies[1], /^_pxvid=[0-9a-f-]{36}; Max-Age=31536000; Path=\/; SameSite=Lax$/);
  });

  test('leaves a token alone, and gets a fresh one before it ends', async () => {
    const page = await run({ cookie: 'a=1; _px3=token' });
    assert.deepEqual(page.calls, []);
    const [{ action, milliseconds }] = page.intervals;
    assert.ok(milliseconds < 330_000);
    action();
    await page.settle();
    assert.equal(page.cookies.length, 2);
  });

  test('gets nothing for a page that asks for a block', async () => {
    const page = await run({ query: '?demo=block' });
    assert.equal(page.calls.length, 1);
    assert.deepEqual(page.cookies, []);
  });
});
