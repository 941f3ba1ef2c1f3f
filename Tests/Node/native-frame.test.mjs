// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { encode, eventText, facts, makeEngine, makeRequest, native, now, random } from './native-support.mjs';

const corpus = readFileSync(new URL('../ConformanceTests/Corpus/cases.jsonl', import.meta.url), 'utf8')
  .split('\n').filter(Boolean).map((line) => JSON.parse(line));

// Everything that comes out of an exchange, with the same answers each time.
function run(one, text) {
  let engine;
  try {
    engine = native.create(one.lambda, JSON.stringify(one.config), 0, facts, random);
  } catch (error) {
    return [error.code];
  }
  const steps = [native.begin(engine, text, one.now, random)];
  if (steps[0].kind === 'send') {
    const answer = one.backend?.[steps[0].call.kind] ?? {};
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
    const outcome = answer.error === undefined ? answer.status ?? 200 : answer.error === 'timeout' ? -1 : -2;
    steps.push(native.supply(engine, steps[0].id, outcome, ['content-type', 'text/plain'], Buffer.from(body), one.now + 3));
  }
  for (const { result } of steps) if (result?.kind === 'request') result.json = JSON.parse(result.json);
  return steps;
}

test('every recorded event gets the same steps as a frame and as JSON', () => {
  let frames = 0;
  let finished = 0;
  for (const one of corpus) {
    const { request, response } = one.event.Records[0].cf;
    const frame = encode(request, response);
    if (frame[0] === 'F') frames++;
    const steps = run(one, frame);
    assert.deepEqual(steps, run(one, eventText(request, response)), one.name);
    if (steps.at(-1).kind === 'finish') finished++;
  }
  assert.ok(finished > corpus.length * 0.9, `${finished} of ${corpus.length} events were decided`);
  assert.ok(frames > corpus.length * 0.9, `${frames} of ${corpus.length} events were frames`);
});

const plain = makeRequest({ Cookie: ['a=1', 'b=2'] });

test('CloudFront\'s own shape makes a frame', () => {
  const body = { inputTruncated: true, action: 'read-only', encoding: 'text', data: 'x'.repeat(40_000) };
  const response = { status: '200', statusDescription: 'OK', headers: {} };
  for (const [request, answer] of [
    [plain], [{ ...plain, body }], [{ ...plain, origin: { s3: {} } }], [plain, response], [makeRequest({ 'X-A': 'é\xff\0"' })],
    [plain, { status: '204', headers: {} }],
  ]) {
    const frame = encode(request, answer);
    assert.equal(frame[0], 'F');
    assert.ok(!/[^\0-\xff]/.test(frame));
  }
});

test('what a frame cannot say goes as JSON', () => {
  const body = { inputTruncated: false, action: 'read-only', encoding: 'text', data: 'x' };
  for (const [request, response] of [
    [makeRequest({ 'X-A': '\u0100' })], [makeRequest({}, { uri: '/\ud83d\ude00' })], [makeRequest({}, { uri: '/\ud800' })],
    [{ ...plain, more: 1 }], [{ ...plain, method: undefined }], [{ ...plain, clientIp: 7 }], [{ ...plain, headers: null }],
    [{ ...plain, headers: { a: 'text' } }], [{ ...plain, headers: { a: [{ key: 'A' }] } }], [{ ...plain, headers: { a: [null] } }],
    [{ ...plain, body: null }], [{ ...plain, body: { ...body, action: 'replace' } }], [{ ...plain, body: { ...body, more: 1 } }],
    [{ ...plain, body: { ...body, inputTruncated: 'no' } }], [plain, null], [plain, { status: 200, headers: {} }],
    [plain, { status: '200' }], [null], [undefined], ['text'],
  ]) {
    assert.equal(encode(request, response), eventText(request, response));
  }
});

test('texts of every length cross whole', () => {
  const engine = makeEngine();
  for (const length of [0, 1, 126, 127, 128, 255, 256, 16_383, 16_384, 16_390, 70_000]) {
    const value = 'v'.repeat(length);
    const { id, call } = native.begin(engine, encode(makeRequest({ 'X-Long': value })), now, random);
    const headers = JSON.parse(call.body).request.headers;
    assert.equal(headers.find((header) => header.name === 'x-long').value, value);
    native.release(engine, id);
  }
});

test('texts beyond ASCII and beyond Latin-1 cross whole', () => {
  const engine = makeEngine();
  for (const value of ['é', 'ÿ\x80', '€', '😀 and é', '"\\\t', 'x'.repeat(16_380) + 'éé€']) {
    const { id, call } = native.begin(engine, encode(makeRequest({ 'X-Text': value })), now, random);
    const headers = JSON.parse(call.body).request.headers;
    assert.equal(headers.find((header) => header.name === 'x-text').value, value);
    native.release(engine, id);
  }
});

// xorshift32: the same frames each time.
function makeGenerator(seed) {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

test('whatever stands in a frame, the request is decided or passes', () => {
  const engine = makeEngine({ px_first_party_enabled: true, px_graphql_routes: ['/'] });
  const below = makeGenerator(20_260_101);
  const whole = corpus.slice(0, 200).map(({ event }) => encode(event.Records[0].cf.request, event.Records[0].cf.response));
  const outcomes = new Map();
  for (let round = 0; round < 20_000; round++) {
    let frame = whole[below(whole.length)];
    for (let change = below(4); change >= 0; change--) {
      const at = below(frame.length + 1);
      switch (below(3)) {
        case 0: frame = frame.slice(0, at) + String.fromCharCode(below(256)) + frame.slice(at + 1); break;
        case 1: frame = frame.slice(0, at) + frame.slice(at + below(20)); break;
        default: frame = frame.slice(0, at) + String.fromCharCode(0x7f, 0, below(2), below(128), below(256)) + frame.slice(at);
      }
    }
    let step = native.begin(engine, frame, now, random);
    if (step.kind === 'send') step = native.supply(engine, step.id, -1, undefined, undefined, now);
    outcomes.set(step.outcome, (outcomes.get(step.outcome) ?? 0) + 1);
  }
  assert.ok(outcomes.get('failed_open') > 1000 && outcomes.get('pass') > 1000, JSON.stringify([...outcomes]));
});
