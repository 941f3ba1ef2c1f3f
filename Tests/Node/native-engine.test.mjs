// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import {
  encode, eventText, facts, makeEngine, makeRequest, makeToken, native, now, packageFolder, random,
} from './native-support.mjs';

const high = Buffer.from('{"status":0,"score":100,"action":"c"}');
const low = Buffer.from('{"status":0,"score":0,"action":"c"}');

test('the hooks have the names that the façade knows, in the engine\'s order', () => {
  assert.deepEqual(native.hooks, [
    'userIP', 'isFiltered', 'preflightResponse', 'customParameters', 'isEnforced', 'isMonitored', 'credentials',
    'isSensitive', 'additionalActivity', 'blockResponseHeaders', 'loginSuccessful',
  ]);
});

test('a configuration with errors throws all problems at once, warnings too', () => {
  assert.throws(() => native.create('enforcer', '{"px_surely_unknown":1}', 0, facts, random), (error) => {
    assert.equal(error.code, 'EDGE_ENFORCER_CONFIGURATION');
    const found = error.problems.map((problem) => `${problem.severity} ${problem.key}`);
    assert.deepEqual(found.sort(), [
      'error px_app_id', 'error px_auth_token', 'error px_cookie_secret', 'warning px_surely_unknown',
    ]);
    assert.match(error.message, /px_app_id cannot be empty/);
    return true;
  });
  assert.throws(() => native.create('enforcer', 'no JSON', 0, facts, random), /no JSON object/);
  assert.throws(() => native.create('nothing', '{}', 0, facts, random), TypeError);
});

test('a configuration with warnings makes an engine that tells them', () => {
  const engine = makeEngine({ px_surely_unknown: 1, px_blocking_score: 'high' });
  assert.deepEqual(engine.warnings.map((problem) => [problem.severity, problem.key]), [
    ['warning', 'px_surely_unknown'], ['warning', 'px_blocking_score'],
  ]);
  assert.ok(engine.warnings.every((problem) => problem.message.length > 10));
});

test('a good token passes at once, with the activity to deliver', () => {
  const engine = makeEngine();
  const request = makeRequest({ Cookie: `_px3=${makeToken()}` });
  const step = native.begin(engine, encode(request), now, random);
  assert.equal(step.kind, 'finish');
  assert.deepEqual([step.outcome, step.reason, step.score], ['pass', 'cookie', 0]);
  assert.deepEqual(step.result, { kind: 'unchanged' });
  assert.equal(step.reports.length, 1);
  const [report] = step.reports;
  assert.equal(report.kind, 'activities');
  assert.equal(report.method, 'POST');
  assert.equal(report.url, 'https://collector-pxtest0001.perimeterx.net/api/v1/collector/s2s');
  assert.deepEqual(report.headers, [
    'content-type', 'application/json', 'authorization', 'Bearer token-of-the-tests',
  ]);
  assert.ok(Buffer.isBuffer(report.body));
  const activity = JSON.parse(report.body);
  assert.equal(activity.type, 'page_requested');
  assert.equal(activity.details.client_uuid, '5f0c2d1e-5c1e-11f0-9a3b-000000000001');
});

test('without a token the Risk API is asked, and its score decides', () => {
  const engine = makeEngine({ px_s2s_timeout: 777 });
  for (const [body, outcome, reason, kind] of [
    [high, 'block', 's2s_high_score', 'response'], [low, 'pass', 's2s', 'unchanged'],
  ]) {
    const asked = native.begin(engine, encode(makeRequest()), now, random);
    assert.equal(asked.kind, 'send');
    assert.equal(asked.call.kind, 'risk');
    assert.equal(asked.call.timeout, 777);
    assert.equal(JSON.parse(asked.call.body).request.socket_ip, '203.0.113.9');
    const step = native.supply(engine, asked.id, 200, undefined, body, now + 5);
    assert.deepEqual([step.kind, step.outcome, step.reason, step.result.kind], ['finish', outcome, reason, kind]);
    if (kind === 'response') assert.equal(JSON.parse(step.result.json).status, '403');
  }
});

test('a call that failed or timed out lets the request pass, and says why', () => {
  const engine = makeEngine();
  for (const [outcome, body, reason] of [
    [-1, undefined, 's2s_timeout'], [-2, Buffer.from('connection reset'), 's2s_error'], [503, Buffer.from('busy'), 's2s_error'],
  ]) {
    const asked = native.begin(engine, encode(makeRequest()), now, random);
    const step = native.supply(engine, asked.id, outcome, undefined, body, now + 5);
    assert.deepEqual([step.outcome, step.reason, step.result.kind], ['pass', reason, 'unchanged']);
  }
});

test('forged headers are named for removal, as the request has them', () => {
  const engine = makeEngine();
  const request = makeRequest({ 'px-context': '{}', Cookie: `_px3=${makeToken()}` });
  for (const text of [encode(request), eventText(request)]) {
    const { result } = native.begin(engine, text, now, random);
    assert.deepEqual(result, { kind: 'headers', remove: ['px-context'], add: [] });
  }
});

test('HumanEnforcer hands over to HumanActivities, which adds a cookie', () => {
  const deferred = { px_deferred_activities: true };
  const enforcer = makeEngine(deferred);
  const request = makeRequest({ Accept: 'text/html' });
  const asked = native.begin(enforcer, encode(request), now, random);
  const answer = Buffer.from('{"status":0,"score":0,"action":"c","pxhd":"visitor","pxhdDomain":"shop.example"}');
  const passed = native.supply(enforcer, asked.id, 200, undefined, answer, now);
  assert.equal(passed.result.kind, 'headers');
  const [name, value] = passed.result.add;
  assert.equal(name, 'px-context');
  assert.deepEqual(passed.reports, []);

  const activities = makeEngine(deferred, { purpose: 'activities' });
  request.headers['px-context'] = [{ key: name, value }];
  const response = { status: '200', statusDescription: 'OK', headers: { via: [{ key: 'Via', value: 'x' }] } };
  const frame = encode(request, response);
  assert.equal(frame[0], 'F');
  const step = native.begin(activities, frame, now + 50, random);
  assert.equal(step.result.kind, 'cookie');
  assert.match(step.result.value, /^_pxhd=visitor;/);
  assert.deepEqual(step.reports.map((report) => report.kind), ['activities']);
  assert.equal(JSON.parse(step.reports[0].body).details.http_status_code, 200);
  const asJSON = makeEngine(deferred, { purpose: 'activities' });
  assert.deepEqual(native.begin(asJSON, eventText(request, response), now + 50, random), step);
  const again = native.begin(activities, frame, now + 60, random);
  assert.deepEqual(again.reports, [], 'one request is reported once');
});

test('HumanFirstParty rewrites the request, and hands on what else it has', () => {
  const engine = makeEngine({}, { purpose: 'first_party' });
  const more = { uri: '/test0001/init.js', origin: { custom: { domainName: 'shop.example' } } };
  const plain = encode(makeRequest({}, more));
  assert.equal(plain[0], 'F');
  const strange = encode(makeRequest({}, { ...more, future: { a: [1] } }));
  assert.equal(strange[0], '{');
  const [first, second] = [plain, strange].map((text) => native.begin(engine, text, now, random).result);
  assert.equal(first.kind, 'request');
  const { future, ...rest } = JSON.parse(second.json);
  assert.deepEqual(future, { a: [1] });
  assert.deepEqual(JSON.parse(first.json), rest);
  assert.equal(rest.origin.custom.domainName, 'client.perimeterx.net');
  assert.equal(rest.method, 'GET');
});

test('a first-party call goes out with the visitor\'s method and comes back as a response', () => {
  const engine = makeEngine();
  const body = { inputTruncated: false, action: 'read-only', encoding: 'base64', data: Buffer.from('a=\0b').toString('base64') };
  const request = makeRequest(
    { 'X-Twice': ['one', 'two'], Cookie: 'c=1' },
    { uri: '/test0001/xhr/api/v2/collector', method: 'POST', body },
  );
  const asked = native.begin(engine, encode(request), now, random);
  assert.equal(asked.call.kind, 'first_party');
  assert.equal(asked.call.method, 'POST');
  assert.deepEqual([...asked.call.body], [...Buffer.from('a=\0b')]);
  const headers = Object.fromEntries(asked.call.headers.flatMap((value, index, all) => (index % 2 ? [] : [[value, all[index + 1]]])));
  assert.equal(headers['x-twice'], 'one, two');
  assert.equal(headers['x-px-enforcer-true-ip'], '203.0.113.9');
  assert.equal(headers.cookie, undefined);
  const step = native.supply(engine, asked.id, 200, ['Content-Type', 'text/x', 'X-É', 'é'], Buffer.from([0xff, 0]), now);
  assert.deepEqual([step.outcome, step.result.kind], ['first_party', 'response']);
  const response = JSON.parse(step.result.json);
  assert.equal(response.headers['content-type'][0].value, 'text/x');
  assert.deepEqual([...Buffer.from(response.body, 'base64')], [0xff, 0]);
});

test('hooks are asked one after the other, and their answers count', () => {
  const engine = makeEngine({}, { hooks: ['userIP', 'isFiltered', 'additionalActivity'] });
  let step = native.begin(engine, encode(makeRequest()), now, random);
  assert.deepEqual([step.kind, step.hook, step.context], ['ask', 'userIP', undefined]);
  step = native.answer(engine, step.id, 0, '"198.51.100.77"', now);
  assert.deepEqual([step.kind, step.hook], ['ask', 'isFiltered']);
  step = native.answer(engine, step.id, 1, undefined, now);
  assert.equal(step.kind, 'send');
  assert.equal(JSON.parse(step.call.body).request.socket_ip, '198.51.100.77');
  step = native.supply(engine, step.id, 200, undefined, low, now);
  assert.deepEqual([step.kind, step.hook], ['ask', 'additionalActivity']);
  assert.equal(JSON.parse(step.context).requestData.ip, '198.51.100.77');
  step = native.answer(engine, step.id, 2, undefined, now);
  assert.deepEqual([step.kind, step.outcome], ['finish', 'pass']);
});

test('an endpoint whose credentials a function gives is asked about by its number', () => {
  const entry = (name) => ({ path: name, method: 'GET', sent_through: 'custom' });
  const more = { px_login_credentials_extraction_enabled: true, px_login_credentials_extraction: [entry('/a'), entry('/b')] };
  const engine = makeEngine(more, { hooks: ['credentials'] });
  const step = native.begin(engine, encode(makeRequest({}, { uri: '/b' })), now, random);
  assert.deepEqual([step.kind, step.hook, step.entry], ['ask', 'credentials', 1]);
  native.release(engine, step.id);
});

test('an id that does not wait for what is supplied is refused, and harms nobody', () => {
  const engine = makeEngine();
  const asked = native.begin(engine, encode(makeRequest()), now, random);
  const refused = { code: 'EDGE_ENFORCER_ORDER' };
  assert.throws(() => native.answer(engine, asked.id, 0, 'true', now), refused);
  assert.throws(() => native.supply(engine, asked.id + 1, 200, undefined, low, now), refused);
  assert.throws(() => native.supply(engine, 4294967295, 200, undefined, low, now), refused);
  assert.equal(native.supply(engine, asked.id, 200, undefined, low, now).kind, 'finish');
  assert.throws(() => native.supply(engine, asked.id, 200, undefined, low, now), refused);
  native.release(engine, asked.id);
  const next = native.begin(engine, encode(makeRequest()), now, random);
  assert.notEqual(next.id, asked.id, 'a place that is used again has another id');
  native.release(engine, next.id);
  assert.throws(() => native.supply(engine, next.id, 200, undefined, low, now), refused);
});

test('arguments of a wrong kind are refused', () => {
  const engine = makeEngine();
  assert.throws(() => native.begin({}, encode(makeRequest()), now, random), TypeError);
  assert.throws(() => native.begin(engine, 7, now, random), TypeError);
  assert.throws(() => native.begin(engine, '', undefined, random), TypeError);
  const asked = native.begin(engine, encode(makeRequest()), now, random);
  assert.throws(() => native.supply(engine, asked.id, 200, undefined, 'text', now), TypeError);
  assert.throws(() => native.supply(engine, asked.id, 200, [1], low, now), TypeError);
  assert.equal(native.supply(engine, asked.id, 200, undefined, new Uint8Array(low), now).kind, 'finish');
});

test('what is no event fails open with a reason', () => {
  const engine = makeEngine();
  for (const [text, reason] of [
    ['', 'event_malformed'], ['Fx', 'event_malformed'], ['G', 'event_malformed'], ['{', 'event_malformed'],
    ['{"Records":[]}', 'event_without_request'], [encode(undefined), 'event_without_request'],
    [`F@${'x'.repeat(9 << 20)}`, 'event_too_large'],
  ]) {
    const step = native.begin(engine, text, now, random);
    assert.deepEqual([step.outcome, step.reason, step.result.kind], ['failed_open', reason, 'unchanged']);
  }
});

test('a thousand exchanges go on side by side', () => {
  const engine = makeEngine();
  const open = Array.from({ length: 1000 }, (_, number) => {
    const step = native.begin(engine, encode(makeRequest({}, { clientIp: `10.0.${number >> 8}.${number & 255}` })), now, random);
    return { number, step };
  });
  assert.equal(new Set(open.map(({ step }) => step.id)).size, 1000);
  // In another order than they came.
  open.sort((a, b) => ((a.number * 7919) % 1000) - ((b.number * 7919) % 1000));
  for (const { number, step } of open) {
    assert.equal(JSON.parse(step.call.body).request.socket_ip, `10.0.${number >> 8}.${number & 255}`);
    const end = native.supply(engine, step.id, 200, undefined, number % 3 === 0 ? high : low, now);
    assert.equal(end.outcome, number % 3 === 0 ? 'block' : 'pass');
    assert.equal(JSON.parse(end.reports[0].body).socket_ip, `10.0.${number >> 8}.${number & 255}`);
  }
});

test('beyond 1,024 exchanges requests pass, until one has ended', () => {
  const engine = makeEngine();
  const open = Array.from({ length: 1024 }, () => native.begin(engine, encode(makeRequest()), now, random));
  assert.ok(open.every((step) => step.kind === 'send'));
  const beyond = native.begin(engine, encode(makeRequest()), now, random);
  assert.deepEqual(
    [beyond.kind, beyond.outcome, beyond.reason, beyond.result.kind],
    ['finish', 'failed_open', 'too_many_exchanges', 'unchanged'],
  );
  assert.equal(beyond.id, -1);
  assert.equal(native.supply(engine, open[0].id, 200, undefined, low, now).kind, 'finish', 'its end ended no other');
  native.release(engine, open[5].id);
  assert.equal(native.begin(engine, encode(makeRequest()), now, random).kind, 'send');
  assert.equal(native.begin(engine, encode(makeRequest()), now, random).kind, 'send');
  assert.equal(native.begin(engine, encode(makeRequest()), now, random).kind, 'finish');
});

test('worker threads have engines of their own', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const native = require(workerData.native);
    const engine = native.create(...workerData.engine);
    let blocked = 0;
    for (let round = 0; round < 200; round++) {
      const step = native.begin(engine, workerData.frame, workerData.now, workerData.random);
      const end = native.supply(engine, step.id, 200, undefined, workerData.body, workerData.now);
      if (end.outcome === 'block') blocked++;
    }
    parentPort.postMessage(blocked);
  `;
  const configuration = { px_app_id: 'PX1', px_auth_token: 't', px_cookie_secret: 's', px_module_mode: 'active_blocking' };
  const counts = await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve, reject) => {
    const worker = new Worker(source, {
      eval: true,
      workerData: {
        native: path.join(packageFolder, 'js/native.cjs'),
        engine: ['enforcer', JSON.stringify(configuration), 0, facts, random],
        frame: encode(makeRequest()), body: high, now, random,
      },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  })));
  assert.deepEqual(counts, Array(8).fill(200));
});

test('it loads and decides in an empty environment', () => {
  const script = `
    const native = require(${JSON.stringify(path.join(packageFolder, 'js/native.cjs'))});
    const engine = native.create('enforcer', '{"px_app_id":"PX1","px_auth_token":"t","px_cookie_secret":"s"}', 0,
      ${JSON.stringify(facts)}, new Uint32Array(4));
    console.log(native.begin(engine, ${JSON.stringify(encode(makeRequest()))}, ${now}, new Uint32Array(4)).kind);
  `;
  assert.equal(execFileSync(process.execPath, ['-e', script], { env: {}, encoding: 'utf8' }).trim(), 'send');
});
