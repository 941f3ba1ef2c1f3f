// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { environmentSymbol, facade, sources } from './Support/package.mjs';
import { finish, keys, scripted, send, trap } from './Support/scripted-native.mjs';
import { event, originResponse, viewerRequest } from './Support/events.mjs';
import { listen, ok } from './Support/loopback.mjs';

const namespace = 'Bots/"edge"';

/** The lines that one request leaves, parsed, after a check that CloudWatch would take them. */
async function measured(script, { options = { px_metrics_namespace: namespace }, ...more } = {}, act = enforce) {
  const written = [];
  const { configuration } = scripted(script, {
    ...more, options, environment: { writeMetrics: (line) => written.push(line), ...more.environment },
  });
  await act(configuration);
  return written.map((line) => {
    assert.ok(!line.includes('\n'));
    const object = JSON.parse(line);
    const [directive] = object._aws.CloudWatchMetrics;
    assert.equal(directive.Namespace, namespace);
    assert.ok(Number.isInteger(object._aws.Timestamp));
    for (const name of [...directive.Dimensions.flat(), ...directive.Metrics.map(({ Name }) => Name)]) {
      assert.ok(name in object, name);
    }
    const { _aws, ...values } = object;
    return values;
  });
}

const enforce = (configuration) => facade.HumanSecurityEnforcer.initialize(configuration).enforce(viewerRequest());

test('each function counts its decisions by outcome and reason', async () => {
  const script = function* () { return finish(); };
  const values = { Outcome: 'pass', Reason: 'cookie', Decisions: 1 };
  assert.deepEqual(await measured(script), [{ Function: 'HumanEnforcer', ...values }]);
  assert.deepEqual(
    await measured(script, {}, (configuration) =>
      facade.createHumanActivitiesHandler(configuration)(event(viewerRequest(), originResponse()))),
    [{ Function: 'HumanActivities', ...values }],
  );
  assert.deepEqual(
    await measured(script, {}, (configuration) =>
      facade.createHumanFirstPartyHandler(configuration)(event(viewerRequest()))),
    [{ Function: 'HumanFirstParty', ...values }],
  );
});

test('the time of a Risk API call that was answered is a metric, too', async (t) => {
  const server = await listen((socket) => socket.write(ok()));
  t.after(() => server.close());
  let time = 1000;
  const environment = { now: () => (time += 5) };
  const [line] = await measured(function* () {
    yield send({ url: server.url });
    return finish();
  }, { environment });
  assert.ok(line.RiskCallTime > 0);
  const [failed] = await measured(function* () {
    yield send({ url: 'http://127.0.0.1:1/' });
    return finish();
  }, { environment });
  assert.ok(!('RiskCallTime' in failed));
});

test('a request that passes because of a fault is counted as one', async () => {
  const expected = (Reason) => [{ Function: 'HumanEnforcer', Outcome: 'failed_open', Reason, Decisions: 1 }];
  assert.deepEqual(await measured(function* () { throw trap(); }), expected('fault'));
  const environment = { loadAddon: () => ({ error: new Error() }) };
  assert.deepEqual(await measured(function* () {}, { environment }), expected('no_add_on'));
});

test('without a namespace there are no metrics, and metrics that cannot be written stop nothing', async () => {
  assert.deepEqual(await measured(function* () { return finish(); }, { options: {} }), []);
  const environment = { writeMetrics() { throw new Error(); } };
  await measured(function* () { return finish(); }, { environment });
});

test('by default a line goes to standard output as it is', () => {
  const script = `
    const { HumanSecurityEnforcer } = require(${JSON.stringify(`${sources}/js/index.cjs`)});
    console.log = () => {};
    HumanSecurityEnforcer.initialize({
      ...${JSON.stringify(keys)}, px_metrics_namespace: 'Bots', px_module_enabled: false, px_logger_severity: 'none',
    }).enforce(${JSON.stringify(viewerRequest())});`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.equal(JSON.parse(stdout).Decisions, 1);
});
