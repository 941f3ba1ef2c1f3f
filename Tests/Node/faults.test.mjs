// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { environmentSymbol, facade } from './Support/package.mjs';
import { ask, finish, keys, report, scripted, send, supplied, trap } from './Support/scripted-native.mjs';
import { event, originResponse, viewerRequest } from './Support/events.mjs';
import { listen, ok } from './Support/loopback.mjs';

/** All three functions over one configuration must let everything pass. */
async function assertOpen(configuration) {
  const request = viewerRequest();
  const response = originResponse();
  assert.equal(await facade.createHumanEnforceHandler(configuration)(event(request)), request);
  assert.equal(await facade.HumanSecurityEnforcer.initialize(configuration).enforce(request), null);
  assert.equal(await facade.createHumanActivitiesHandler(configuration)(event(request, response)), response);
  assert.equal(await facade.createHumanFirstPartyHandler(configuration)(event(request)), request);
  assert.equal(await facade.HumanSecurityFirstParty.initialize(configuration).handleFirstParty(request), null);
  assert.deepEqual(request, viewerRequest());
  assert.deepEqual(response, originResponse());
}

test('without the add-on everything passes for ever, and one line says why', async () => {
  const error = Object.assign(new Error('/opt/secret/path: cannot open'), { code: 'ERR_DLOPEN_FAILED' });
  const { configuration, lines } = scripted(function* () {}, { environment: { loadAddon: () => ({ error }) } });
  await assertOpen(configuration);
  assert.equal(lines.length, 1);
  assert.equal(lines[0].severity, 'error');
  assert.match(lines[0].line, /native add-on cannot be loaded: Error \(ERR_DLOPEN_FAILED\).*every request passes/);
});

test('the sources, which have no add-on, load all the same', async () => {
  const lines = [];
  const configuration = { ...keys, [environmentSymbol]: { write: (_, line) => lines.push(line) } };
  await assertOpen(configuration);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /native add-on cannot be loaded/);
});

test('without the add-on a missing key still throws', () => {
  const { configuration } = scripted(function* () {}, {
    environment: { loadAddon: () => ({ error: new Error() }) },
    options: { px_auth_token: '', px_cookie_secret: [] },
  });
  assert.throws(() => facade.createHumanEnforceHandler(configuration), /px_auth_token.*px_cookie_secret/);
  assert.throws(() => facade.createHumanActivitiesHandler(configuration), /px_auth_token.*px_cookie_secret/);
  assert.ok(facade.createHumanFirstPartyHandler(configuration));
  for (const odd of [undefined, null, 'text', {}]) {
    const bare = { ...odd, [environmentSymbol]: configuration[environmentSymbol] };
    assert.throws(() => facade.createHumanFirstPartyHandler(bare), /px_app_id cannot be empty/);
  }
});

test('px_logger_severity none is silent, error has no debug lines', async () => {
  for (const [px_logger_severity, count] of [['none', 0], ['error', 1]]) {
    const { configuration, lines } = scripted(function* () {}, {
      environment: { loadAddon: () => ({ error: new Error() }) }, options: { px_logger_severity },
    });
    await assertOpen(configuration);
    assert.equal(lines.length, count);
  }
  const options = { px_logger_severity: 'debug' };
  const { configuration, lines } = scripted(function* () { return finish(); }, { options });
  await facade.HumanSecurityEnforcer.initialize(configuration).enforce(viewerRequest());
  assert.deepEqual(lines, [
    {
      severity: 'debug',
      line: '{"level":"debug","logger":"edge-enforcer","message":"decided","outcome":"pass","reason":"cookie","score":0}',
    },
  ]);
});

test('a console that throws stops nothing', async () => {
  const environment = { write() { throw new Error(); } };
  const { configuration } = scripted(function* () { throw new Error(); }, { environment });
  await assertOpen(configuration);
});

// Where the engine may throw, by what it is called for.
const places = {
  begin: function* () { throw trap(); },
  answer: function* () {
    yield ask('isFiltered');
    throw trap();
  },
  supply: function* () {
    yield send({ url: 'bad' });
    throw trap();
  },
};

for (const [place, script] of Object.entries(places)) {
  test(`a trap in ${place}: this request passes, the next gets a new engine, one line for the cause`, async () => {
    let traps = 3;
    const run = scripted(function* (frame) {
      if (traps-- > 0) yield* script(frame);
      return finish({ kind: 'response', json: '{"status":"403"}' });
    }, { options: { px_custom_is_filtered_request: () => false } });
    const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
    for (let index = 0; index < 3; index++) assert.equal(await enforcer.enforce(viewerRequest()), null);
    assert.deepEqual(await enforcer.enforce(viewerRequest()), { status: '403' });
    const created = supplied(run.calls, 'create');
    assert.equal(created.length, 4);
    for (const { configuration } of created) assert.deepEqual(configuration, created[0].configuration);
    assert.equal(run.lines.filter(({ line }) => line.includes(`the engine trapped (${place})`)).length, 1);
  });
}

test('exchanges under way on a poisoned engine pass, and do not take the new one down', async () => {
  const waiting = [];
  const run = scripted(function* (frame) {
    if (frame.request.uri === '/trap') throw trap();
    if (frame.request.uri === '/wait') yield ask('isFiltered');
    return finish({ kind: 'response', json: '{"status":"403"}' });
  }, {
    options: { px_custom_is_filtered_request: () => new Promise((resolve) => waiting.push(resolve)) },
    native: { isPoisoned: (engine) => engine.isPoisoned === true },
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  const early = enforcer.enforce(viewerRequest({ uri: '/wait' }));
  const [{ engine }] = supplied(run.calls, 'begin');
  assert.equal(await enforcer.enforce(viewerRequest({ uri: '/trap' })), null);
  engine.isPoisoned = true;
  const later = enforcer.enforce(viewerRequest({ uri: '/wait' }));
  for (const resolve of waiting) resolve(false);
  assert.equal(await early, null);
  assert.deepEqual(await later, { status: '403' });
  assert.deepEqual(await enforcer.enforce(viewerRequest()), { status: '403' });
  assert.equal(supplied(run.calls, 'create').length, 2);
});

test('an engine found poisoned after any error is replaced', async () => {
  let isFirst = true;
  const run = scripted(function* () {
    if (isFirst) {
      isFirst = false;
      throw new Error('something else');
    }
    return finish({ kind: 'response', json: '{"status":"403"}' });
  }, { native: { isPoisoned: () => true } });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  assert.equal(await enforcer.enforce(viewerRequest()), null);
  assert.deepEqual(await enforcer.enforce(viewerRequest()), { status: '403' });
  assert.equal(supplied(run.calls, 'create').length, 2);
});

test('another error: the request passes, its exchange is released, the engine stays', async () => {
  const run = scripted(function* () {
    yield ask('isFiltered');
    throw new RangeError('with a cookie in it');
  }, { options: { px_custom_is_filtered_request: () => false } });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  assert.equal(await enforcer.enforce(viewerRequest()), null);
  assert.equal(await enforcer.enforce(viewerRequest()), null);
  assert.deepEqual(supplied(run.calls, 'release').map(({ id }) => id), [1, 2]);
  assert.equal(supplied(run.calls, 'create').length, 1);
  assert.equal(run.lines.length, 1);
  assert.match(run.lines[0].line, /unexpected error \(answer\).*RangeError at/);
  assert.doesNotMatch(run.lines[0].line, /cookie/);
});

test('an engine that cannot be made lets requests pass, and each tries again', async () => {
  let attempts = 0;
  const run = scripted(function* () { return finish({ kind: 'response', json: '{"status":"403"}' }); }, {
    native: {
      create() {
        attempts += 1;
        if (attempts <= 2) throw trap();
        return { warnings: [] };
      },
    },
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  assert.equal(await enforcer.enforce(viewerRequest()), null);
  assert.deepEqual(await enforcer.enforce(viewerRequest()), { status: '403' });
});

test('an add-on of another shape lets everything pass', async () => {
  for (const native of [{}, { hooks: [] }, { hooks: [], create: () => ({}) }]) {
    const { configuration } = scripted(function* () {}, {
      environment: { loadAddon: () => ({ native, encode: () => '' }) },
    });
    await assertOpen(configuration);
  }
});

test('a result that cannot be read or applied lets the request pass, and reports still go', async (t) => {
  const server = await listen((socket) => socket.write(ok()));
  t.after(() => server.close());
  const results = [
    { kind: 'response', json: '{"status":' }, { kind: 'request', json: 'null' }, { kind: 'headers', add: 7, remove: 7 },
    { kind: 'unknown' }, null, { kind: 'cookie' },
  ];
  for (const result of results) {
    const { configuration } = scripted(function* () { return finish(result, [report({ url: server.url })]); });
    const firstParty = facade.HumanSecurityFirstParty.initialize(configuration);
    assert.equal(await facade.HumanSecurityEnforcer.initialize(configuration).enforce(viewerRequest()), null);
    assert.equal(await firstParty.handleFirstParty(viewerRequest()), null);
  }
  assert.equal(server.heads.length, 2 * results.length);
  const frozen = Object.freeze({ ...viewerRequest(), headers: Object.freeze({}) });
  const { configuration } = scripted(function* () { return finish({ kind: 'headers', add: ['a', 'b'], remove: [] }); });
  assert.equal(await facade.HumanSecurityEnforcer.initialize(configuration).enforce(frozen), null);
});

test('no line holds a secret, a token, a cookie or an address', async () => {
  const secrets = ['auth-token', 'cookie-secret', 'logger-token', '_px3=token', '203.0.113.24'];
  const run = scripted(function* () {
    yield ask('isFiltered');
    yield ask('customParameters');
    yield send({ url: 'http://nowhere.invalid/', headers: ['authorization', 'Bearer auth-token'] });
    throw new Error(secrets.join());
  }, {
    options: {
      px_logger_severity: 'debug',
      px_logger_auth_token: 'logger-token',
      px_custom_is_filtered_request: (request) => { throw new Error(JSON.stringify(request)); },
      px_enrich_custom_parameters: ({ px_auth_token }) => JSON.parse(px_auth_token),
    },
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  await enforcer.enforce(viewerRequest({ headers: { cookie: [{ value: '_px3=token' }] } }));
  assert.ok(run.lines.length >= 4);
  for (const { line } of run.lines) for (const secret of secrets) assert.ok(!line.includes(secret), line);
});
