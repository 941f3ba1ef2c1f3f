// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The façade and the add-on together, as they are installed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

import { builtFacade, builtPackage, environmentSymbol, skipWithoutAddon } from './Support/package.mjs';
import { withCannedClient } from './Support/canned-client.mjs';
import { hookNames, keys } from './Support/scripted-native.mjs';
import { event, originResponse, viewerRequest } from './Support/events.mjs';

const withAddon = { skip: skipWithoutAddon };
const require = createRequire(import.meta.url);

/** A copy of the package whose add-on was changed by `change`. */
function damaged(t, change) {
  const folder = mkdtempSync(join(tmpdir(), 'edge-enforcer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(builtPackage, folder, { recursive: true, dereference: true });
  change(join(folder, 'edge_enforcer.node'));
  return require(join(folder, 'js/index.cjs'));
}

for (const [what, change] of [
  ['missing', (path) => rmSync(path)],
  ['empty', (path) => truncateSync(path)],
  ['no add-on', (path) => writeFileSync(path, 'text')],
]) {
  test(`an add-on that is ${what} lets everything pass, with one line`, withAddon, async (t) => {
    const facade = damaged(t, change);
    const lines = [];
    const write = (severity, line) => lines.push(line);
    const configuration = { ...keys, [environmentSymbol]: { write } };
    const request = viewerRequest();
    const response = originResponse();
    assert.equal(await facade.createHumanEnforceHandler(configuration)(event(request)), request);
    assert.equal(await facade.createHumanActivitiesHandler(configuration)(event(request, response)), response);
    assert.equal(await facade.createHumanFirstPartyHandler(configuration)(event(request)), request);
    assert.deepEqual([request, response], [viewerRequest(), originResponse()]);
    assert.equal(lines.length, 1);
    assert.match(lines[0], /the native add-on cannot be loaded/);
    assert.throws(() => facade.createHumanEnforceHandler({}), /px_app_id.*px_auth_token.*px_cookie_secret/);
  });
}

test('the scripted stand-in names the hooks as the add-on does', withAddon, () => {
  assert.deepEqual(require(join(builtPackage, 'js/native.cjs')).hooks, hookNames);
});

test('initialize names every problem at once', withAddon, () => {
  const { HumanSecurityEnforcer, HumanSecurityFirstParty, HumanSecurityPostEnforcer } = builtFacade();
  const wrong = {
    px_app_id: '',
    px_filter_by_route: [/(a)\1/],
    px_login_credentials_extraction_enabled: true,
    px_login_credentials_extraction: [{ path: /^\/(login|signin)\1/i, method: 'post' }, { path: '/login' }],
  };
  for (const { initialize } of [HumanSecurityEnforcer, HumanSecurityPostEnforcer]) {
    assert.throws(() => initialize(wrong), ({ message, problems }) => {
      for (const name of [
        'px_app_id', 'px_auth_token', 'px_cookie_secret', 'px_filter_by_route', 'px_login_credentials_extraction',
      ]) {
        assert.ok(message.includes(name), message);
        assert.ok(problems.some(({ key }) => key === name), name);
      }
      assert.ok(problems.every(({ severity }) => severity === 'error'));
      return true;
    });
  }
  assert.throws(() => HumanSecurityFirstParty.initialize({}), /px_app_id cannot be empty/);
  assert.throws(() => HumanSecurityFirstParty.initialize(undefined), /px_app_id cannot be empty/);
  assert.ok(HumanSecurityFirstParty.initialize({ px_app_id: 'PX12345678' }));
});

test('a process that requires the package, decides and ends leaves nothing behind', withAddon, () => {
  const code = `
    const { HumanSecurityEnforcer } = require(${JSON.stringify(builtPackage)});
    const enforcer = HumanSecurityEnforcer.initialize(${JSON.stringify(keys)});
    const request = ${JSON.stringify(viewerRequest({ uri: '/style.css' }))};
    enforcer.enforce(request).then((answer) => console.log(JSON.stringify(answer)));`;
  // No variable is needed, as at the edge there are few.
  assert.equal(execFileSync(process.execPath, ['-e', code], { env: {}, encoding: 'utf8' }), 'null\n');
});

test('texts beyond Latin-1 and odd shapes are decided as well', withAddon, async () => {
  const handler = builtFacade().createHumanEnforceHandler({ ...keys, px_module_mode: 'active_blocking' });
  const risk = { risk: { status: 200, body: { status: 0, score: 100, action: 'c' } } };
  const odd = [
    viewerRequest({ headers: { 'x-name': [{ key: 'X-Name', value: '€ and 日本' }] } }),
    viewerRequest({ headers: { 'x-empty': [] } }),
    viewerRequest({ more: { of: 'it' } }),
    viewerRequest({ headers: { 'x-no-key': [{ value: 'x' }] } }),
  ];
  for (const request of odd) {
    await withCannedClient(risk, async () => assert.equal((await handler(event(request))).status, '403'));
  }
});

test('what a function needs of the package fits a zip of 300 KB', withAddon, () => {
  const files = readdirSync(builtPackage, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(cts|mts|md)$/.test(entry.name));
  let size = 1000; // a handler, and the end of the archive
  for (const { parentPath, path, name } of files) {
    const file = join(parentPath ?? path, name);
    // A local header, an entry of the directory, and the name in both.
    size += deflateRawSync(readFileSync(file), { level: 9 }).length + 76 + 2 * relative(builtPackage, file).length;
  }
  assert.ok(files.length > 10);
  assert.ok(size <= 300 * 1024, `${size} bytes`);
});
