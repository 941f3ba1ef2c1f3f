// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { facade, sources } from './Support/package.mjs';
import { finish, keys, scripted } from './Support/scripted-native.mjs';
import { event, originResponse, viewerRequest } from './Support/events.mjs';

const names = [
  'HumanSecurityEnforcer', 'HumanSecurityFirstParty', 'HumanSecurityPostEnforcer', 'createHumanActivitiesHandler',
  'createHumanEnforceHandler', 'createHumanFirstPartyHandler',
];

test('CommonJS and ES modules export the vendor’s names, and the same objects', async () => {
  const module = await import(join(sources, 'js/index.mjs'));
  assert.deepEqual(Object.keys(facade).sort(), names);
  assert.deepEqual(Object.keys(module).sort(), names);
  for (const name of names) assert.equal(module[name], facade[name]);
});

test('package.json names entry points that exist, for both kinds of modules, and no dependency', () => {
  const description = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'));
  const entries = description.exports['.'];
  for (const path of [entries.import.default, entries.import.types, entries.require.default, entries.require.types]) {
    assert.ok(readFileSync(join(sources, path), 'utf8').length > 0, path);
  }
  assert.equal(description.main, entries.require.default);
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies', 'scripts']) {
    assert.equal(description[kind], undefined, kind);
  }
});

test('handlers are async functions, and initialize is not', () => {
  const { configuration } = scripted(function* () { return finish(); });
  for (const create of [
    facade.createHumanEnforceHandler, facade.createHumanActivitiesHandler, facade.createHumanFirstPartyHandler,
  ]) {
    assert.equal(create(configuration).constructor.name, 'AsyncFunction');
  }
  assert.ok(facade.HumanSecurityEnforcer.initialize(configuration) instanceof facade.HumanSecurityEnforcer);
  assert.ok(facade.HumanSecurityPostEnforcer.initialize(configuration) instanceof facade.HumanSecurityPostEnforcer);
  assert.ok(facade.HumanSecurityFirstParty.initialize(configuration) instanceof facade.HumanSecurityFirstParty);
});

test('each function tells the engine what the configuration is for', () => {
  const { configuration, calls } = scripted(function* () { return finish(); });
  facade.createHumanEnforceHandler(configuration);
  facade.createHumanActivitiesHandler(configuration);
  facade.createHumanFirstPartyHandler(configuration);
  assert.deepEqual(calls.map(({ purpose }) => purpose), ['enforcer', 'activities', 'first_party']);
  assert.deepEqual(calls[0].configuration, keys);
});

test('HumanEnforcer gives the response, or the request object of the event itself', async () => {
  const response = { status: '403', headers: {}, body: 'no' };
  const blocking = scripted(function* () { return finish({ kind: 'response', json: JSON.stringify(response) }); });
  const passing = scripted(function* () { return finish(); });
  const request = viewerRequest();
  assert.deepEqual(await facade.createHumanEnforceHandler(blocking.configuration)(event(request)), response);
  assert.equal(await facade.createHumanEnforceHandler(passing.configuration)(event(request)), request);
  assert.deepEqual(request, viewerRequest());
});

test('enforce resolves to the response, or to null after changing headers in place', async () => {
  const { configuration } = scripted(function* () {
    return finish({ kind: 'headers', remove: ['px-context', 'X-Old'], add: ['px-context', 'new', 'X-Breached', '1'] });
  });
  const request = viewerRequest({ headers: { 'px-context': [{ value: 'forged' }], 'x-old': [{ value: '1' }] } });
  const headers = request.headers;
  const enforcer = facade.HumanSecurityEnforcer.initialize(configuration);
  assert.equal(await enforcer.enforce(request), null);
  assert.equal(request.headers, headers);
  assert.deepEqual(request.headers, {
    ...viewerRequest().headers,
    'px-context': [{ key: 'px-context', value: 'new' }],
    'x-breached': [{ key: 'X-Breached', value: '1' }],
  });
});

test('HumanActivities adds its cookie to those of the response, and gives the same response object', async () => {
  const { configuration } = scripted(function* () { return finish({ kind: 'cookie', value: '_pxhd=1; path=/' }); });
  const response = originResponse({ headers: { 'set-cookie': [{ key: 'Set-Cookie', value: 'a=b' }] } });
  const handler = facade.createHumanActivitiesHandler(configuration);
  assert.equal(await handler(event(viewerRequest(), response)), response);
  assert.deepEqual(response.headers['set-cookie'], [
    { key: 'Set-Cookie', value: 'a=b' }, { key: 'Set-Cookie', value: '_pxhd=1; path=/' },
  ]);
  const bare = { status: '200' };
  await facade.HumanSecurityPostEnforcer.initialize(configuration).postEnforce(viewerRequest(), bare);
  assert.deepEqual(bare.headers, { 'set-cookie': [{ key: 'Set-Cookie', value: '_pxhd=1; path=/' }] });
});

test('HumanFirstParty rewrites the request in place, or answers, or gives nothing for other paths', async () => {
  const rewritten = { ...viewerRequest(), uri: '/PX12345678/main.min.js', origin: { custom: { port: 443 } } };
  const rewriting = scripted(function* () { return finish({ kind: 'request', json: JSON.stringify(rewritten) }); });
  const answering = scripted(function* () { return finish({ kind: 'response', json: '{"status":"200"}' }); });
  const other = scripted(function* () { return finish(); });
  const request = viewerRequest({ uri: '/12345678/init.js', body: { data: '' } });
  const initialize = ({ configuration }) => facade.HumanSecurityFirstParty.initialize(configuration);
  assert.equal(await initialize(other).handleFirstParty(request), null);
  assert.equal(await facade.createHumanFirstPartyHandler(other.configuration)(event(request)), request);
  assert.deepEqual(await initialize(answering).handleFirstParty(request), { status: '200' });
  assert.equal(await initialize(rewriting).handleFirstParty(request), request);
  assert.deepEqual(request, rewritten);
});

test('nothing rejects, whatever the event', async () => {
  const { configuration, calls } = scripted(function* () { return finish(); });
  const enforce = facade.createHumanEnforceHandler(configuration);
  const activities = facade.createHumanActivitiesHandler(configuration);
  const firstParty = facade.createHumanFirstPartyHandler(configuration);
  for (const odd of [undefined, null, 7, {}, { Records: [] }, { Records: [{ cf: {} }] }, event(null), event('text')]) {
    const request = odd?.Records?.[0]?.cf?.request;
    assert.equal(await enforce(odd), request);
    assert.equal(await firstParty(odd), request);
    assert.equal(await activities(odd), undefined);
  }
  assert.deepEqual(calls.filter(({ name }) => name === 'begin'), []);
});
