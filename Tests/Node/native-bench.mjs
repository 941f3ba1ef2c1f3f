// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What a request costs through the add-on, by part: `node Tests/Node/native-bench.mjs [FIXTURE]`, in µs. The fixture is
// one of Benchmarks/Fixtures; its token was seen before. Each figure is the median, and the best, of 200 rounds.

import { readFileSync } from 'node:fs';

import { encode, facts, makeToken, native, now, random } from './native-support.mjs';

const folder = new URL('../../Benchmarks/Fixtures/', import.meta.url);
const configuration = JSON.parse(readFileSync(new URL('configuration.json', folder), 'utf8'));
const fixture = process.argv[2] ?? 'page-3k';
const text = readFileSync(new URL(`${fixture}.json`, folder), 'utf8');
const agent = JSON.parse(text).Records[0].cf.request.headers['user-agent'][0].value;
const json = text.trim().replace('{{token}}', makeToken({ agent, key: configuration.px_cookie_secret }));
const { request } = JSON.parse(json).Records[0].cf;
const frame = encode(request);

function makeEngine(more) {
  return native.create('enforcer', JSON.stringify({ ...configuration, ...more }), 0, facts, random);
}

const engine = makeEngine({});
const disabled = makeEngine({ px_module_enabled: false });
const decided = native.begin(engine, frame, now, random);

function measure(name, work) {
  for (let count = 0; count < 5000; count++) work();
  const rounds = [];
  for (let round = 0; round < 200; round++) {
    const begin = process.hrtime.bigint();
    for (let count = 0; count < 50; count++) work();
    rounds.push(Number(process.hrtime.bigint() - begin) / 50_000);
  }
  rounds.sort((a, b) => a - b);
  console.log(`${name.padEnd(48)} ${rounds[100].toFixed(2).padStart(7)} ${rounds[0].toFixed(2).padStart(7)}`);
}

console.log(`${fixture}: ${json.length} bytes of JSON, ${frame.length} of frame, ${decided.outcome} by ${decided.reason}`);
measure('encode: the request as a frame', () => encode(request));
measure('crossing: frame in, step out, module disabled', () => native.begin(disabled, frame, now, random));
measure('begin: crossing and engine', () => native.begin(engine, frame, now, random));
measure('encode and begin: all of it', () => native.begin(engine, encode(request), now, random));
measure('for comparison: JSON.stringify and begin', () => {
  native.begin(engine, JSON.stringify({ Records: [{ cf: { request } }] }), now, random);
});
