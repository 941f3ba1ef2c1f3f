// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Runs the examples as they stand: each is copied into a folder in which `edge-enforcer` is found by its name, as after
// an installation. With the add-on they are run against a canned backend.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { builtPackage, root, skipWithoutAddon, sources } from './Support/package.mjs';
import { withCannedClient } from './Support/canned-client.mjs';
import { context, event, originResponse, viewerRequest } from './Support/events.mjs';

const project = mkdtempSync(join(tmpdir(), 'edge-enforcer-'));
after(() => rmSync(project, { recursive: true }));
mkdirSync(join(project, 'node_modules'));
symlinkSync(builtPackage ?? sources, join(project, 'node_modules/edge-enforcer'));
const folders = readdirSync(join(root, 'Examples')).filter((name) => name.startsWith('node-'));
for (const name of folders) {
  cpSync(join(root, 'Examples', name), join(project, name), { recursive: true });
}

const handlerOf = async (path) => (await import(pathToFileURL(join(project, path)))).handler;

const risk = (score) => ({ risk: { status: 200, body: { status: 0, score, uuid: 'u', action: 'c' } } });

const files = {
  'node-default-handlers': ['enforcer.cjs', 'activities.cjs', 'first-party.cjs'],
  'node-async-logic': ['index.mjs'],
  'node-callback': ['index.cjs'],
  'node-post-enforce': ['index.cjs'],
  'node-async-configuration': ['index.mjs'],
};

test('every example is tested, loads, and has a line that says what it is', async () => {
  assert.deepEqual(folders.sort(), Object.keys(files).sort());
  for (const [folder, names] of Object.entries(files)) {
    assert.ok(existsSync(join(root, 'Examples', folder, 'README.md')), folder);
    for (const name of names) assert.equal(typeof await handlerOf(join(folder, name)), 'function');
  }
});

test('callback: the handler answers by its callback and does not wait for connections', async () => {
  const handler = await handlerOf('node-callback/index.cjs');
  const lambda = context(5000);
  const request = viewerRequest({ uri: '/style.css' });
  const answer = await new Promise((resolve, reject) => {
    handler(event(request), lambda, (error, result) => (error ? reject(error) : resolve(result)));
  });
  assert.equal(answer, request);
  assert.equal(lambda.callbackWaitsForEmptyEventLoop, false);
});

test('async logic: its own answer needs no decision', async () => {
  const handler = await handlerOf('node-async-logic/index.mjs');
  const answer = await handler(event(viewerRequest({ uri: '/sale' })), context(5000));
  assert.equal(answer.status, '302');
});

const withAddon = { skip: skipWithoutAddon };

test('default handlers: monitored requests pass to the origin, and reported at its response', withAddon, async () => {
  const enforce = await handlerOf('node-default-handlers/enforcer.cjs');
  const activities = await handlerOf('node-default-handlers/activities.cjs');
  const request = viewerRequest();
  const early = await withCannedClient(risk(100), async () => {
    assert.equal(await enforce(event(request), context(5000)), request);
  });
  assert.deepEqual(early.map(({ kind }) => kind), ['risk']);
  assert.ok(request.headers['px-context']);
  const response = originResponse();
  const late = await withCannedClient({}, async () => {
    assert.equal(await activities(event(request, response), context(5000)), response);
  });
  assert.deepEqual(late.map(({ kind }) => kind), ['activities']);
  assert.equal(JSON.parse(late[0].body).details.http_status_code, 200);
});

test('default handlers: a first-party request goes to HUMAN’s server, another goes on', withAddon, async () => {
  const handler = await handlerOf('node-default-handlers/first-party.cjs');
  const script = viewerRequest({ uri: '/12345678/init.js' });
  assert.equal(await handler(event(script), context(5000)), script);
  assert.equal(script.origin.custom.domainName, 'client.perimeterx.net');
  const page = viewerRequest();
  assert.equal(await handler(event(page), context(5000)), page);
  assert.deepEqual(page, viewerRequest());
});

for (const [path, name] of [
  ['node-async-logic/index.mjs', 'async logic'], ['node-async-configuration/index.mjs', 'async configuration'],
]) {
  test(`${name}: bots are blocked, people go on`, withAddon, async () => {
    const handler = await handlerOf(path);
    await withCannedClient(risk(100), async () => {
      assert.equal((await handler(event(viewerRequest()), context(5000))).status, '403');
    });
    await withCannedClient(risk(0), async () => {
      const request = viewerRequest();
      assert.equal(await handler(event(request), context(5000)), request);
    });
  });
}

test('async logic: its functions are asked', withAddon, async () => {
  const handler = await handlerOf('node-async-logic/index.mjs');
  const request = viewerRequest({ headers: { 'x-tier': [{ key: 'X-Tier', value: 'gold' }] } });
  const [call] = await withCannedClient(risk(0), () => handler(event(request), context(5000)));
  assert.equal(JSON.parse(call.body).additional.custom_param1, 'gold');
  assert.deepEqual(request.headers['x-checked'], [{ key: 'X-Checked', value: '1' }]);
});

test('post enforce: the response keeps the header of its own logic', withAddon, async () => {
  const handler = await handlerOf('node-post-enforce/index.cjs');
  const response = originResponse();
  assert.equal(await handler(event(viewerRequest(), response), context(5000)), response);
  assert.deepEqual(response.headers['x-frame-options'], [{ key: 'X-Frame-Options', value: 'DENY' }]);
});
