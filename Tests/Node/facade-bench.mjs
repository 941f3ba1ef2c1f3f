// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What the package costs its caller: `node Tests/Node/facade-bench.mjs [FIXTURE]`. The fixture is one of
// Benchmarks/Fixtures; its token was seen before. Times of `enforce` are the median, and the best, of 100 rounds in
// turns; the network is a stand-in that answers at once. The start is that of whole processes, in turns, too.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { withCannedClient } from './Support/canned-client.mjs';
import { builtFacade, builtPackage, environmentSymbol } from './Support/package.mjs';
import { makeToken, now } from './native-support.mjs';

const folder = new URL('../../Benchmarks/Fixtures/', import.meta.url);
const configuration = JSON.parse(readFileSync(new URL('configuration.json', folder), 'utf8'));
const text = readFileSync(new URL(`${process.argv[2] ?? 'page-3k'}.json`, folder), 'utf8');
const agent = JSON.parse(text).Records[0].cf.request.headers['user-agent'][0].value;
const json = text.trim().replace('{{token}}', makeToken({ agent, key: configuration.px_cookie_secret }));
const { request } = JSON.parse(json).Records[0].cf;

const { HumanSecurityEnforcer } = builtFacade();
const cases = {
  'enforce: a page, its report left to HumanActivities': { px_deferred_activities: true },
  'enforce: a page, and its report sent': { px_deferred_activities: false },
  'enforce: a page, module disabled': { px_module_enabled: false },
};

function statistics(values) {
  values.sort((a, b) => a - b);
  return { median: values[values.length >> 1], best: values[0] };
}

function show(name, { median, best }, unit) {
  console.log(name.padEnd(56), median.toFixed(2).padStart(8), best.toFixed(2).padStart(8), unit);
}

await withCannedClient({}, async () => {
  const enforcers = Object.entries(cases).map(([name, more]) =>
    ({ name, times: [], enforcer: HumanSecurityEnforcer.initialize({ ...configuration, ...more, [environmentSymbol]: { now: () => now } }) }));
  for (let round = 0; round < 120; round++) {
    for (const { enforcer, times } of enforcers) {
      const start = process.hrtime.bigint();
      for (let count = 0; count < 200; count++) {
        if (await enforcer.enforce(request)) throw new Error('blocked');
      }
      if (round >= 20) times.push(Number(process.hrtime.bigint() - start) / 200_000);
    }
  }
  for (const { name, times } of enforcers) show(name, statistics(times), 'µs');
}, { keep: false });

const first = `Date.now = () => ${now}; require(${JSON.stringify(join(builtPackage, 'js/index.cjs'))})
  .HumanSecurityEnforcer.initialize(${JSON.stringify({ ...configuration, px_deferred_activities: true })})
  .enforce(${JSON.stringify(request)})`;
const starts = { bare: { script: '0', times: [] }, first: { script: first, times: [] } };
for (let round = 0; round < 41; round++) {
  for (const { script, times } of Object.values(starts)) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
}
const [bare, all] = [statistics(starts.bare.times), statistics(starts.first.times)];
show('start: node alone', bare, 'ms');
show('start: require, initialize, first decision, besides', { median: all.median - bare.median, best: all.best - bare.best }, 'ms');
