// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { facade, internal, root, sources } from './Support/package.mjs';
import { ask, finish, hookNames, keys, scripted } from './Support/scripted-native.mjs';
import { viewerRequest } from './Support/events.mjs';

const { defaults, hookOptions } = internal('options.cjs');

const compiled = (options) => {
  const run = scripted(function* () { return finish(); }, { options });
  facade.HumanSecurityEnforcer.initialize(run.configuration);
  return { ...run, ...run.calls[0] };
};

test('expressions go to the engine as source and flags, without g and y; texts stay texts', () => {
  const { configuration } = compiled({
    px_filter_by_route: ['/a', /^\/b/gi, '/c/i'],
    px_filter_by_user_agent: [/bot/y],
    px_login_successful_body_regex: /welcome/i,
    px_login_credentials_extraction: [{ method: 'post', path: /^\/login/i, login_successful_body_regex: /x/ }],
  });
  assert.deepEqual(configuration.px_filter_by_route, ['/a', { regex: '^\\/b', flags: 'i' }, '/c/i']);
  assert.deepEqual(configuration.px_filter_by_user_agent, [{ regex: 'bot', flags: '' }]);
  assert.equal(configuration.px_login_successful_body_regex, 'welcome');
  assert.deepEqual(configuration.px_login_credentials_extraction, [
    { method: 'post', path: { regex: '^\\/login', flags: 'i' }, login_successful_body_regex: 'x' },
  ]);
});

test('functions, and the option that is ours alone, do not go to the engine; unknown options do', () => {
  const { configuration } = compiled({
    px_custom_is_filtered_request: () => false, px_hook_timeout_ms: 20, px_unknown: 1, px_css_ref: undefined,
  });
  assert.deepEqual(configuration, { ...keys, px_unknown: 1 });
});

test('options may be inherited', () => {
  const run = scripted(function* () { return finish(); }, { options: { px_css_ref: 'x' } });
  facade.HumanSecurityEnforcer.initialize(Object.create(run.configuration));
  assert.deepEqual(run.calls[0].configuration, { ...keys, px_css_ref: 'x' });
});

test('a value that JSON cannot hold is left out and said for debugging', () => {
  const circular = [];
  circular.push(circular);
  const { configuration, lines } = compiled({
    px_filter_by_route: circular, px_blocking_score: 70n, px_custom_is_enforced_request: 'x', px_hook_timeout_ms: 0,
    px_logger_severity: 'debug',
  });
  assert.deepEqual(configuration, { ...keys, px_logger_severity: 'debug' });
  const text = lines.map(({ line }) => line).join('\n');
  for (const name of ['filter_by_route', 'blocking_score', 'custom_is_enforced_request', 'hook_timeout_ms']) {
    assert.match(text, new RegExp(`px_${name}`));
  }
});

test('the mask has the bit of every function that is set, those of login endpoints included', () => {
  for (const [hook, option] of Object.entries(hookOptions)) {
    assert.equal(compiled({ [option]: () => null }).mask, 1 << hookNames.indexOf(hook), option);
    assert.equal(compiled({ [option]: 'no function' }).mask, 0);
  }
  const entries = [{ method: 'post' }, { extract_credentials_callback() {} }, { login_successful_callback() {} }];
  const bit = (name) => 1 << hookNames.indexOf(name);
  const { mask } = compiled({ px_login_credentials_extraction: entries });
  assert.equal(mask, bit('credentials') | bit('loginSuccessful'));
  assert.equal(compiled({}).mask, 0);
});

test('initialize throws what the engine finds wrong, all of it', () => {
  const problems = [
    { severity: 'error', key: 'px_app_id', message: 'cannot be empty' },
    { severity: 'warning', key: 'px_x', message: 'is unknown' },
    { severity: 'error', key: 'px_cookie_secret', message: 'cannot be empty' },
  ];
  const { configuration } = scripted(function* () {}, {
    native: { create() { throw Object.assign(new Error('configuration'), { problems }); } },
  });
  for (const create of [
    facade.createHumanEnforceHandler, facade.createHumanActivitiesHandler,
    (options) => facade.HumanSecurityEnforcer.initialize(options),
  ]) {
    assert.throws(() => create(configuration), (error) => {
      assert.match(error.message, /px_app_id cannot be empty.*px_cookie_secret cannot be empty/);
      assert.equal(error.problems.length, 2);
      return true;
    });
  }
});

test('the engine’s warnings are for debugging only', () => {
  const native = { create: () => ({ warnings: [{ severity: 'warning', key: 'px_x', message: 'is unknown' }] }) };
  for (const px_logger_severity of ['none', 'error', 'debug']) {
    const { configuration, lines } = scripted(function* () {}, { native, options: { px_logger_severity } });
    facade.HumanSecurityEnforcer.initialize(configuration);
    assert.equal(lines.length, px_logger_severity === 'debug' ? 1 : 0);
  }
});

test('hooks are given a copy of the options in effect, with defaults, without wrong types, with secrets', async () => {
  const seen = [];
  const run = scripted(function* () {
    yield ask('customParameters');
    return finish();
  }, {
    options: {
      px_blocking_score: '70', px_css_ref: 'style.css', px_module_mode: 'none', px_backend_url: '', px_unknown: 1,
      px_login_successful_status: 201,
      px_enrich_custom_parameters(options) {
        seen.push({ ...options });
        options.px_app_id = 'changed';
        options.px_filter_by_extension.push('.x');
      },
    },
  });
  const enforcer = facade.HumanSecurityEnforcer.initialize(run.configuration);
  await enforcer.enforce(viewerRequest());
  await enforcer.enforce(viewerRequest());
  for (const options of seen) {
    assert.deepEqual(Object.keys(options).sort(), Object.keys(defaults).sort());
    assert.equal(options.px_app_id, keys.px_app_id);
    assert.equal(options.px_cookie_secret, keys.px_cookie_secret);
    assert.equal(options.px_blocking_score, 100);
    assert.equal(options.px_css_ref, 'style.css');
    assert.equal(options.px_module_mode, 'monitor');
    assert.equal(options.px_backend_url, 'https://sapi-px12345678.perimeterx.net');
    assert.deepEqual(options.px_login_successful_status, [201]);
  }
  assert.equal(defaults.px_filter_by_extension.length, 38);
});

test('the table of options is that of the documentation, defaults included', () => {
  const documented = new Map();
  for (const line of readFileSync(join(root, 'docs/options.md'), 'utf8').split('\n')) {
    const row = /^\| `(px_\w+)` \| [^|]* \| ([^|]*) \|/.exec(line);
    if (row) documented.set(row[1], row[2].trim());
  }
  const { px_hook_timeout_ms, ...engine } = defaults;
  assert.deepEqual([...documented.keys()].sort(), Object.keys(engine).sort());
  for (const [name, standard] of Object.entries(engine)) {
    const text = documented.get(name);
    if (/^`[["\w]/.test(text) && !text.includes('<app id>')) {
      assert.deepEqual(JSON.parse(text.slice(1, -1)), standard, name);
    } else {
      assert.match(text, /required|38 usual|<app id>/, name);
    }
  }
});

test('every option is declared with its default in words, and stands in the example that is type-checked', () => {
  const declarations = readFileSync(join(sources, 'js/configuration.d.cts'), 'utf8');
  const example = readFileSync(join(root, 'Tests/Node/Types/every-option.mts'), 'utf8');
  for (const name of Object.keys(defaults)) {
    const comment = new RegExp(`\\/\\*\\*((?:(?!\\*\\/)[\\s\\S])*)\\*\\/\\n  ${name}\\??:`).exec(declarations)?.[1];
    assert.match(comment ?? '', /Default|Required/, name);
    assert.match(example, new RegExp(`^  ${name}:`, 'm'));
  }
});
