// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

import { facade, sources } from './Support/package.mjs';
import { finish, report, scripted, send, supplied } from './Support/scripted-native.mjs';
import { context, viewerRequest } from './Support/events.mjs';
import { listen, ok } from './Support/loopback.mjs';

/** Runs one request for each of `calls`, one after the other through one enforcer, and gives what was supplied. */
async function outcomes(calls, { lambda } = {}) {
  const queue = [...calls];
  const run = scripted(function* () {
    yield send(queue.shift());
    return finish();
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  for (let index = 0; index < calls.length; index++) await enforcer.enforce(viewerRequest(), lambda);
  const answers = supplied(run.calls, 'supply');
  return {
    ...run,
    outcomes: answers.map(({ outcome, body, headers }) => ({ outcome, headers, body: body.toString() })),
  };
}

async function withServer(t, ...behaviour) {
  const server = await listen(...behaviour);
  t.after(() => server.close());
  return server;
}

test('method, headers and body go out as given, but for those that frame the message', async (t) => {
  const server = await withServer(t, (socket) => socket.write(ok()));
  const { outcomes: [answer] } = await outcomes([{
    url: `${server.url}?a=b`,
    method: 'PUT',
    headers: [
      'content-type', 'application/json', 'Authorization', 'Bearer x', 'x-many', '1', 'X-Many', '2',
      'connection', 'close', 'content-length', '99', 'transfer-encoding', 'chunked',
      '__proto__', 'p', 'x-utf8', 'é€',
    ],
    body: Buffer.from('{"é":1}'),
  }]);
  assert.deepEqual(answer, { outcome: 200, headers: [], body: '{"status":0}' });
  const [head] = server.heads;
  assert.match(head, /^PUT \/api\/v3\/risk\?a=b HTTP\/1\.1\r\n/);
  assert.match(head, /\r\nAuthorization: Bearer x\r\n/);
  assert.match(head, /\r\nx-many: 1, 2\r\n/);
  assert.match(head, /\r\ncontent-length: 8\r\n/);
  assert.match(head, /\r\n__proto__: p\r\n/);
  assert.match(head, /\r\nx-utf8: \u00c3\u00a9\u00e2\u0082\u00ac\r\n/);
  assert.match(head, /\r\nconnection: keep-alive\r\n/i);
  assert.doesNotMatch(head, /chunked|close|: 99/);
  assert.ok(head.endsWith(Buffer.from('{"é":1}').toString('latin1')));
});

test('only first-party answers bring headers, as a flat list; the body is bytes', async (t) => {
  const body = Buffer.from([0, 255, 128]).toString('latin1');
  const head = 'HTTP/1.1 404 No\r\nX-A: 1\r\nx-a: 2\r\nX-U: \u00c3\u00a9\r\nContent-Length: 3\r\n\r\n';
  const server = await withServer(t, (socket) => socket.write(Buffer.from(head + body, 'latin1')));
  const { calls } = await outcomes([{ url: server.url, kind: 'first_party', method: 'GET', body: Buffer.alloc(0) }]);
  const [supply] = supplied(calls, 'supply');
  assert.equal(supply.outcome, 404);
  assert.deepEqual(supply.headers, ['X-A', '1', 'x-a', '2', 'X-U', 'é', 'Content-Length', '3']);
  assert.deepEqual([...supply.body], [0, 255, 128]);
  assert.doesNotMatch(server.heads[0], /content-length/i);
});

test('one connection serves call after call', async (t) => {
  const server = await withServer(t, (socket) => socket.write(ok()));
  const { outcomes: answers } = await outcomes(Array(5).fill({ url: server.url }));
  assert.deepEqual(answers.map(({ outcome }) => outcome), Array(5).fill(200));
  assert.equal(server.connections, 1);
});

test('no redirect is followed', async (t) => {
  const redirect = 'HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n';
  const server = await withServer(t, (socket) => socket.write(redirect));
  const { outcomes: [answer] } = await outcomes([{ url: server.url }]);
  assert.equal(answer.outcome, 302);
  assert.equal(server.heads.length, 1);
});

// Each ends by the limit of the call, wherever the server hangs.
const hangs = {
  'before the connection answers at all': () => {},
  'in the head': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-'),
  'before the body': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'),
  'in the body': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345'),
  'with a drip that never pauses for long': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write('.'), 2);
    socket.on('close', () => clearInterval(drip));
  },
};
for (const [where, behave] of Object.entries(hangs)) {
  test(`a server that hangs ${where} is a timeout`, async (t) => {
    const server = await withServer(t, behave);
    const { outcomes: [answer], lines } = await outcomes([{ url: server.url, timeout: 60 }]);
    assert.equal(answer.outcome, -1);
    assert.match(lines[0].line, /call failed: kind risk, code timeout/);
    // The connection is given up, too: it could not be used again.
    while (server.openConnections > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  });
}

test('a host that cannot be connected to in time is a timeout', async () => {
  // A documentation address (RFC 5737): nobody answers, or the network refuses at once.
  const { outcomes: [answer] } = await outcomes([{ url: 'http://192.0.2.1:81/', timeout: 40 }]);
  assert.ok(answer.outcome === -1 || answer.outcome === -2);
});

test('a TLS handshake that hangs is a timeout', async (t) => {
  const server = await withServer(t, () => {});
  const { outcomes: [answer] } = await outcomes([{ url: server.url.replace('http:', 'https:'), timeout: 60 }]);
  assert.equal(answer.outcome, -1);
});

test('a call never outlasts the invocation, less 200 ms', async (t) => {
  const server = await withServer(t, () => {});
  const { outcomes: [answer] } = await outcomes([{ url: server.url, timeout: 60_000 }], { lambda: context(230) });
  assert.equal(answer.outcome, -1);
  const { outcomes: [late] } = await outcomes([{ url: server.url }], { lambda: context(150) });
  assert.deepEqual([late.outcome, late.body], [-1, 'no time was left']);
});

const failures = {
  'a reset connection': (socket) => socket.resetAndDestroy(),
  'a connection that closes without an answer': (socket) => socket.end(),
  'an answer that ends early': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123'),
  'an answer that is no HTTP': (socket) => socket.end('SSH-2.0-x\r\n\r\n'),
  'a head without end': (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
  'a switch of protocols': (socket) => socket.write('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
};
for (const [what, behave] of Object.entries(failures)) {
  test(`${what} is a failure with its text, and is not tried again`, async (t) => {
    const server = await withServer(t, behave);
    const { outcomes: [answer] } = await outcomes([{ url: server.url }]);
    assert.equal(answer.outcome, -2);
    assert.notEqual(answer.body, '');
    assert.equal(server.heads.length, 1);
  });
}

test('a refused connection, an unknown host, a URL or a header that cannot be sent are failures', async (t) => {
  const server = await listen(() => {});
  await server.close();
  const { outcomes: answers } = await outcomes([
    { url: server.url }, { url: 'http://nowhere.invalid/' }, { url: 'no url' },
    { url: server.url, headers: ['a b', '1'] },
    { url: server.url, headers: ['a', '1\r\nb: 2'] }, { url: server.url, method: 'BAD METHOD' },
  ]);
  assert.deepEqual(answers.map(({ outcome }) => outcome), Array(6).fill(-2));
  assert.match(answers[0].body, /ECONNREFUSED/);
});

test('an answer of more than 4 MB is a failure, with or without a length', async (t) => {
  const chunk = 'x'.repeat(1 << 20);
  const server = await withServer(t, (socket, _, number) => {
    socket.write(number === 1 ? 'HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n' : 'HTTP/1.1 200 OK\r\n\r\n');
    for (let index = 0; index < 6; index++) socket.write(chunk);
  });
  const { outcomes: answers, lines } = await outcomes(Array(2).fill({ url: server.url, timeout: 10_000 }));
  assert.deepEqual(answers.map(({ outcome }) => outcome), [-2, -2]);
  assert.match(lines[0].line, /code too_large/);
});

test('a kept connection that turns out dead is replaced, once', async (t) => {
  // The connection is reset when the next request is written on it, as after a pause of the function.
  const server = await withServer(t, (socket, _, number) => {
    if (number === 1 && server.heads.length === 2) socket.resetAndDestroy();
    else socket.write(ok());
  });
  const { outcomes: answers } = await outcomes([{ url: server.url }, { url: server.url }, { url: server.url }]);
  assert.deepEqual(answers.map(({ outcome }) => outcome), [200, 200, 200]);
  assert.equal(server.connections, 2);
  assert.equal(server.heads.length, 4);
});

test('a call is sent twice at the most', async (t) => {
  const server = await withServer(t, (socket) => {
    if (server.heads.length === 1) socket.write(ok());
    else socket.resetAndDestroy();
  });
  const { outcomes: answers } = await outcomes([{ url: server.url }, { url: server.url }]);
  assert.deepEqual(answers.map(({ outcome }) => outcome), [200, -2]);
  assert.equal(server.heads.length, 3);
});

test('a call is not sent again when a byte of the answer had come', async (t) => {
  const server = await withServer(t, (socket) => {
    if (server.heads.length === 1) socket.write(ok());
    else socket.write('H', () => setTimeout(() => socket.resetAndDestroy(), 10));
  });
  const { outcomes: answers } = await outcomes([{ url: server.url }, { url: server.url }]);
  assert.deepEqual(answers.map(({ outcome }) => outcome), [200, -2]);
  assert.equal(server.heads.length, 2);
});

test('the second attempt has what is left of the first one’s time', async (t) => {
  const server = await withServer(t, (socket, _, number) => {
    if (server.heads.length === 1) socket.write(ok());
    else if (number === 1) setTimeout(() => socket.resetAndDestroy(), 30);
  });
  const { outcomes: answers } = await outcomes([{ url: server.url }, { url: server.url, timeout: 80 }]);
  assert.deepEqual(answers.map(({ outcome }) => outcome), [200, -1]);
});

test('all idle connections are dropped with a dead one', async (t) => {
  const waiting = [];
  const server = await withServer(t, (socket, _, number) => {
    if (server.heads.length <= 3) {
      waiting.push(socket);
      if (waiting.length === 3) for (const each of waiting) each.write(ok());
    } else if (number <= 3) {
      socket.resetAndDestroy();
    } else {
      socket.write(ok());
    }
  });
  const run = scripted(function* () {
    yield send({ url: server.url });
    return finish();
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  await Promise.all([1, 2, 3].map(() => enforcer.enforce(viewerRequest())));
  await enforcer.enforce(viewerRequest());
  assert.deepEqual(supplied(run.calls, 'supply').map(({ outcome }) => outcome), [200, 200, 200, 200]);
  assert.equal(server.connections, 4);
});

test('reports are awaited, sent at the same time, and their failures only logged', async (t) => {
  const server = await withServer(t, (socket, head) => {
    const status = /\/(\d+) /.exec(head)?.[1];
    if (status) setTimeout(() => socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`), 5);
  });
  const base = server.url.replace('/api/v3/risk', '');
  const { configuration, lines } = scripted(function* () {
    return finish({ kind: 'unchanged' }, [
      report({ url: `${base}/200` }), report({ url: `${base}/500` }), report({ url: `${base}/hang`, timeout: 30 }),
      report({ url: 'http://nowhere.invalid/' }), report({ url: 'bad' }),
    ]);
  });
  assert.equal(await facade.HumanSecurityEnforcer.initialize(configuration).enforce(viewerRequest()), null);
  assert.equal(server.heads.length, 3);
  assert.deepEqual(lines.map(({ line }) => /report .*/.exec(line)[0]).sort(), [
    'report not delivered: kind activities, code connection', 'report not delivered: kind activities, code connection',
    'report not delivered: kind activities, code timeout', 'report refused: kind activities, status 500',
  ]);
});

test('no visitor waits for reports to a backend that has just kept him waiting', async (t) => {
  const server = await listen(() => {});
  t.after(() => server.close());
  const { configuration } = scripted(function* () {
    const { outcome } = yield send({ url: server.url, timeout: 100 });
    assert.equal(outcome, -1);
    return finish(undefined, [report({ url: server.url, timeout: 60_000 })]);
  });
  assert.equal(await facade.HumanSecurityEnforcer.initialize(configuration).enforce(viewerRequest()), null);
  // It is on its way all the same.
  while (server.connections < 2) await new Promise((resolve) => { setTimeout(resolve, 5); });
});

test('a process can end while connections are kept', async (t) => {
  const server = await withServer(t, (socket) => socket.write(ok()));
  const code = `
    const { Transport } = require(${JSON.stringify(join(sources, 'js/transport.cjs'))});
    const call = { url: process.argv[1], method: 'POST', headers: [], body: Buffer.alloc(0), timeout: 60000 };
    new Transport({ setTimeout, clearTimeout }).send(call, Infinity).then(({ status }) => console.log(status));`;
  const child = execFile(process.execPath, ['-e', code, server.url]);
  t.after(() => child.kill());
  let output = '';
  child.stdout.on('data', (text) => { output += text; });
  const [status] = await once(child, 'close');
  assert.deepEqual([status, output], [0, '200\n']);
});
