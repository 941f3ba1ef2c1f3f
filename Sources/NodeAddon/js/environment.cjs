// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// What the façade takes from the world around it: the add-on, the clock, timers, randomness, where it runs, and where
// log lines go.
//
// Tests and other hosts replace parts of it by an object under `environmentSymbol` in the configuration:
//
//     { px_app_id: 'PX…', …, [Symbol.for('edge-enforcer.environment')]: { now: () => 1767225600000 } }
//
// A symbol, so that no JSON and no spelling mistake of an option can get there. The members are not part of the
// package's promises.

const { closeSync, openSync, readSync } = require('node:fs');
const os = require('node:os');

const environmentSymbol = Symbol.for('edge-enforcer.environment');

// Random numbers are drawn many at a time: one call of the generator costs as much as the rest of a warm request.
const pool = new Uint32Array(1024);
let next = pool.length;

function random() {
  if (next === pool.length) {
    fill(pool);
    next = 0;
  }
  next += 4;
  // A copy: what was handed out must not change under whoever kept it.
  return pool.slice(next - 4, next);
}

// The kernel's generator, which is what node:crypto is seeded by: loading that module takes longer than everything else
// that a cold start does.
function fill(numbers) {
  try {
    const file = openSync('/dev/urandom', 'r');
    try {
      if (readSync(file, numbers) === numbers.byteLength) return;
    } finally {
      closeSync(file);
    }
  } catch {}
  require('node:crypto').randomFillSync(numbers);
}

function hostName() {
  try {
    return os.hostname();
  } catch {
    return '';
  }
}

let addon;

// Loads the add-on when it is first needed, once a process: `{native, encode}`, or `{error}` for ever.
function loadAddon() {
  if (addon === undefined) {
    try {
      addon = { native: require('./native.cjs'), encode: require('./frame.cjs').encode };
    } catch (error) {
      addon = { error };
    }
  }
  return addon;
}

const standard = {
  /** `{native, encode}` of NODE modules native.cjs and frame.cjs, or `{error}`. */
  loadAddon,
  /** Milliseconds since the epoch. Looked up at each call, so that a replaced `Date.now` counts. */
  now: () => Date.now(),
  /** 128 random bits as a Uint32Array of 4. */
  random,
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  /** `{region, nodeName, systemName}`, all texts. */
  facts: () => ({ region: process.env.AWS_REGION ?? '', nodeName: hostName(), systemName: process.platform }),
  /** A variable of the process's environment. */
  variable: (name) => process.env[name],
  /** Takes a line of the log; `severity` is `error` or `debug`. */
  write: (severity, line) => (severity === 'error' ? console.error(line) : console.log(line)),
  /** Takes a line of metrics. Not by the console: Lambda's puts a time in front, and then it is no JSON any more. */
  writeMetrics: (line) => process.stdout.write(`${line}\n`),
};

/** The standard environment with the parts that `configuration` replaces. */
function environmentOf(configuration) {
  const own = configuration?.[environmentSymbol];
  return own ? { ...standard, ...own } : standard;
}

module.exports = { environmentOf, environmentSymbol };
