// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { builtFacade, environmentSymbol, facade, internal, root, skipWithoutAddon } from './Support/package.mjs';
import { context, event, originResponse, viewerRequest } from './Support/events.mjs';
import { finish, scripted, supplied } from './Support/scripted-native.mjs';
import { listen, ok } from './Support/loopback.mjs';

const { sign } = internal('secrets.cjs');

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:edge/human-AbCdEf';
const other = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:other-AbCdEf';

// MARK: Signatures

const folder = join(root, 'Tests/HumanSecurityTests/Fixtures/secrets');
const vectors = readFileSync(join(folder, 'signature-version-4.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);

test('requests are signed as in the test suite of AWS and as botocore does it', () => {
  assert.equal(vectors.length, 24);
  for (const { name, region, service, method, path, query, headers, body, ...expected } of vectors) {
    const { canonical, toSign, signature, authorization } = sign(
      { method, path, query, headers, body },
      {
        accessKey: 'AKIDEXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region, service,
        date: '20150830T123600Z',
      },
    );
    assert.equal(canonical, expected.canonical, name);
    assert.equal(toSign, expected.to_sign, name);
    assert.equal(signature, expected.signature, name);
    const names = expected.canonical.split('\n').at(-2);
    assert.equal(
      authorization,
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/${region}/${service}/aws4_request, ` +
        `SignedHeaders=${names}, Signature=${signature}`,
      name,
    );
  }
});

// MARK: The service

/** Plays AWS Secrets Manager: `secrets` has texts, or functions of the socket, by ARN. */
async function service(secrets) {
  const asked = [];
  const server = await listen((socket, request) => {
    const id = JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4)).SecretId;
    asked.push({ id, request });
    const secret = secrets[id];
    if (typeof secret === 'function') secret(socket);
    else if (secret === undefined) socket.write(refusal('ResourceNotFoundException'));
    else socket.write(ok(JSON.stringify({ ARN: id, SecretString: secret })));
  });
  return { server, asked, secrets };
}

const refusal = (type) => ok(JSON.stringify({ __type: `x#${type}`, Message: 'hush' })).replace('200 OK', '400 No');

const credentials = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'aws-key', AWS_SESSION_TOKEN: 'session' };

const references = {
  px_auth_token: { secret: arn, key: 'auth_token' },
  px_cookie_secret: { secret: arn, key: 'cookie_secret' },
};

const text = (auth_token = 'token-1', cookie_secret = 'secret-1') => JSON.stringify({ auth_token, cookie_secret });

/** A configuration that refers to secrets of a service, on a clock of its own. */
function setUp({ server }, options = references, environment = {}) {
  const clock = { now: 1_767_225_600_000 };
  const variables = { ...credentials, AWS_ENDPOINT_URL: new URL(server.url).origin };
  const run = scripted(function* () { return finish(); }, {
    options,
    environment: {
      now: () => clock.now, random: () => new Uint32Array(4), variable: (name) => variables[name], ...environment,
    },
  });
  const created = () => supplied(run.calls, 'create').map(({ configuration }) => configuration);
  return { ...run, clock, variables, created };
}

/** Lets a refresh that nobody waits for come to its end. */
async function until(condition) {
  for (let count = 0; count < 2_000 && !condition(); count += 1) await turn();
  assert.ok(condition(), `${condition} did not come true`);
}

// MARK: At the start

test('the first request waits for one call, and the engine gets the values', async () => {
  const aws = await service({ [arn]: text() });
  try {
    const { configuration, created, lines } = setUp(aws);
    const handler = facade.createHumanEnforceHandler(Object.freeze(configuration));
    await Promise.all([handler(event(viewerRequest())), handler(event(viewerRequest()))]);
    assert.equal(aws.asked.length, 1);
    const [{ request }] = aws.asked;
    assert.match(request, /^POST \/ HTTP/);
    assert.match(request, /\r\nx-amz-target: secretsmanager\.GetSecretValue\r\n/i);
    assert.match(request, /\r\nx-amz-security-token: session\r\n/i);
    assert.match(request, /\r\nauthorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260101\/eu-central-1\/secretsmanager\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}\r\n/i);
    assert.equal(created().length, 2);
    assert.deepEqual(created()[0].px_auth_token, references.px_auth_token);
    assert.equal(created()[1].px_auth_token, 'token-1');
    assert.equal(created()[1].px_cookie_secret, 'secret-1');
    assert.equal(created()[1].px_app_id, 'PX12345678');
    assert.deepEqual(lines, []);
  } finally {
    await aws.server.close();
  }
});

test('lists may hold references and texts, and a secret may be or hold a list', async () => {
  const aws = await service({ [arn]: JSON.stringify({ old: ['b', 'c'] }), [other]: 'whole' });
  try {
    const { configuration, created } = setUp(aws, {
      px_auth_token: { secret: other },
      px_cookie_secret: ['a', { secret: arn, key: 'old' }, { secret: other }],
    });
    await facade.createHumanActivitiesHandler(configuration)(event(viewerRequest(), originResponse()));
    assert.deepEqual(created().at(-1).px_cookie_secret, ['a', 'b', 'c', 'whole']);
    assert.equal(created().at(-1).px_auth_token, 'whole');
    assert.deepEqual(aws.asked.map(({ id }) => id).sort(), [arn, other]);
  } finally {
    await aws.server.close();
  }
});

test('HumanFirstParty asks for none, nor does a configuration without references', async () => {
  const aws = await service({});
  try {
    const first = setUp(aws);
    await facade.createHumanFirstPartyHandler(first.configuration)(event(viewerRequest()));
    const plain = setUp(aws, {});
    await facade.createHumanEnforceHandler(plain.configuration)(event(viewerRequest()));
    assert.equal(aws.asked.length, 0);
  } finally {
    await aws.server.close();
  }
});

test('a service that is silent holds the first request for a second and a half at most, and one in a hurry for less', async () => {
  const aws = await service({ [arn]: () => {} });
  try {
    const limits = [];
    const environment = {
      setTimeout: (callback, ms) => {
        limits.push(ms);
        return setTimeout(callback, 1);
      },
    };
    const { configuration, lines } = setUp(aws, references, environment);
    const handler = facade.createHumanEnforceHandler(configuration);
    await handler(event(viewerRequest()), context(700));
    assert.deepEqual(limits, [1_500, 500]);
    await until(() => lines.length > 0);
    assert.match(lines[0].line, /every request passes.*did not answer in time/);
  } finally {
    await aws.server.close();
  }
});

// MARK: Without them

const failures = {
  'wrong ARN': [undefined, 'ResourceNotFoundException (status 400)'],
  'access denied': [(socket) => socket.write(refusal('AccessDeniedException')), 'AccessDeniedException (status 400)'],
  'broken connection': [(socket) => socket.destroy(), 'could not be reached'],
  'no JSON': [(socket) => socket.write(ok('<html>hush')), 'is not AWS Secrets Manager'],
  'binary': [(socket) => socket.write(ok('{"SecretBinary":"aHVzaA=="}')), 'the secret is binary'],
  'too large': [(socket) => socket.write(ok(`{"SecretString":"${'x'.repeat(65_536)}"}`)), 'more than 65536 bytes'],
  'empty': ['', 'the secret is empty'],
  'no object': ['hush', 'the secret is no JSON object'],
  'a list': ['["hush"]', 'the secret is no JSON object'],
  'no such key': ['{"auth_token":"hush"}', 'px_cookie_secret: the secret has no such key'],
  'another prototype': ['{"auth_token":"hush","__proto__":{"cookie_secret":"hush"}}', 'no such key'],
  'an empty value': ['{"auth_token":"hush","cookie_secret":""}', 'px_cookie_secret: the secret is empty'],
  'a list with a number': ['{"auth_token":"hush","cookie_secret":["hush",5]}', "px_cookie_secret: the key's value"],
  'a list for a text': ['{"auth_token":["hush"],"cookie_secret":"hush"}', "px_auth_token: the key's value"],
};

for (const [name, [secret, problem]] of Object.entries(failures)) {
  test(`${name}: the engine stays without, one line says why and quotes nothing`, async () => {
    const aws = await service({ [arn]: secret });
    try {
      const { configuration, created, lines } = setUp(aws);
      const handler = facade.createHumanEnforceHandler(configuration);
      for (let count = 0; count < 3; count += 1) await handler(event(viewerRequest()));
      const last = created().at(-1);
      assert.ok([last.px_auth_token, last.px_cookie_secret].some((value) => typeof value === 'object'));
      assert.equal(lines.length, 1);
      assert.ok(lines[0].line.includes(problem), lines[0].line);
      assert.match(lines[0].line, /every request passes until they are/);
      assert.doesNotMatch(lines[0].line, /hush|aws-key/);
    } finally {
      await aws.server.close();
    }
  });
}

test('a key that every object has is none of the secret', async () => {
  const aws = await service({ [arn]: text() });
  try {
    const { configuration, lines } = setUp(aws, { px_auth_token: { secret: arn, key: 'toString' } });
    await facade.createHumanEnforceHandler(configuration)(event(viewerRequest()));
    assert.match(lines[0].line, /px_auth_token: the secret has no such key/);
  } finally {
    await aws.server.close();
  }
});

test('without credentials nothing is sent', async () => {
  const aws = await service({ [arn]: text() });
  try {
    const { configuration, lines } = setUp(aws, references, { variable: () => undefined });
    await facade.createHumanEnforceHandler(configuration)(event(viewerRequest()));
    assert.match(lines[0].line, /the environment has no AWS credentials/);
    assert.equal(aws.asked.length, 0);
  } finally {
    await aws.server.close();
  }
});

test('it is tried again soon, less often each time', async () => {
  const aws = await service({});
  try {
    const { configuration, clock, created, lines } = setUp(aws);
    const handler = facade.createHumanEnforceHandler(configuration);
    await handler(event(viewerRequest()));
    let attempts = 1;
    for (const pause of [4_500, 9_000, 18_000, 36_000, 72_000, 144_000, 270_000, 270_000]) {
      clock.now += pause - 1;
      await handler(event(viewerRequest()));
      await turn();
      assert.equal(aws.asked.length, attempts);
      clock.now += 1;
      await handler(event(viewerRequest()));
      attempts += 1;
      await until(() => aws.asked.length === attempts);
      // Its end sets the time of the next one.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(lines.length, 1);
    aws.secrets[arn] = text();
    clock.now += 300_000;
    await handler(event(viewerRequest()));
    await until(() => created().at(-1).px_auth_token === 'token-1');
  } finally {
    await aws.server.close();
  }
});

// MARK: Afterwards

test('after five minutes the values are fetched anew beside a request; a change makes a new engine', async () => {
  const aws = await service({ [arn]: text() });
  try {
    const { configuration, clock, created, calls } = setUp(aws);
    const handler = facade.createHumanEnforceHandler(configuration);
    await handler(event(viewerRequest()));
    clock.now += 269_999;
    await handler(event(viewerRequest()));
    await turn();
    assert.equal(aws.asked.length, 1);
    clock.now += 1;
    await handler(event(viewerRequest()));
    await until(() => aws.asked.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(created().length, 2, 'the same values make no new engine');
    aws.secrets[arn] = text('token-2', ['secret-2', 'secret-1']);
    clock.now += 300_000;
    await handler(event(viewerRequest()));
    await until(() => created().length === 3);
    assert.deepEqual(created()[2].px_cookie_secret, ['secret-2', 'secret-1']);
    await handler(event(viewerRequest()));
    const engines = supplied(calls, 'begin').map(({ engine }) => engine);
    assert.notEqual(engines.at(-1), engines.at(-2));
  } finally {
    await aws.server.close();
  }
});

test('a request does not wait for a refresh; the last good values stay, and one line says so', async () => {
  const aws = await service({ [arn]: text() });
  const { configuration, clock, created, lines } = setUp(aws);
  const handler = facade.createHumanEnforceHandler(configuration);
  await handler(event(viewerRequest()));
  await aws.server.close();
  for (let count = 0; count < 3; count += 1) {
    clock.now += 300_000;
    await handler(event(viewerRequest()));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(created().length, 2);
  assert.equal(lines.length, 1);
  assert.match(lines[0].line, /the last good values stay.*could not be reached/);
});

// MARK: With the engine

test('the engine refuses a wrong reference, and fails open without its secrets', { skip: skipWithoutAddon }, async () => {
  const { createHumanEnforceHandler } = builtFacade();
  const options = {
    px_app_id: 'PX12345678', px_module_mode: 'active_blocking', ...references,
    [environmentSymbol]: { variable: () => undefined, write: () => {} },
  };
  const request = viewerRequest();
  assert.equal(await createHumanEnforceHandler(options)(event(request)), request);
  assert.throws(
    () => createHumanEnforceHandler({
      ...options, px_auth_token: { secret: 'no-arn', kye: 'x' }, px_custom_logo: { secret: arn },
    }),
    ({ problems }) => {
      assert.deepEqual(problems.map(({ key }) => key), ['px_custom_logo', 'px_auth_token', 'px_auth_token']);
      return true;
    },
  );
});
