// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What the tests of the add-on share. They run over the built package: EDGE_ENFORCER_NODE_PACKAGE says where it is;
// without it, where CMake builds it.

import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));

export const packageFolder = path.resolve(
  process.env.EDGE_ENFORCER_NODE_PACKAGE ?? path.join(here, '../../.build-cmake/node'),
);

const require = createRequire(import.meta.url);
export const native = require(path.join(packageFolder, 'js/native.cjs'));
export const { encode } = require(path.join(packageFolder, 'js/frame.cjs'));

export const facts = { region: 'eu-west-1', nodeName: 'edge-1', systemName: 'Linux' };
export const random = new Uint32Array([0x01234567, 0x89abcdef, 0x02468ace, 0x13579bdf]);
export const now = 1_767_225_600_000;
export const secret = 'secret-of-the-tests';

/** An engine; `more` is laid over a small configuration. */
export function makeEngine(more = {}, { purpose = 'enforcer', hooks = [] } = {}) {
  const configuration = {
    px_app_id: 'PXtest0001', px_auth_token: 'token-of-the-tests', px_cookie_secret: secret,
    px_module_mode: 'active_blocking', ...more,
  };
  const mask = hooks.reduce((sum, hook) => sum | (1 << native.hooks.indexOf(hook)), 0);
  return native.create(purpose, JSON.stringify(configuration), mask, facts, random);
}

export const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';

/** A risk token (protocol.md §3.1, §3.3 to §3.5); good for ten minutes, if `score` is. */
export function makeToken({ score = 0, salt = Buffer.alloc(64, 7), agent = userAgent, key = secret } = {}) {
  const iterations = 1000;
  const derived = pbkdf2Sync(key, salt, iterations, 48, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32));
  const content = JSON.stringify({
    u: '5f0c2d1e-5c1e-11f0-9a3b-000000000001', v: '0a9d2b34-5c1e-11f0-8b1e-7d3f5a6c9e21', t: now + 600_000, s: score, a: 'c',
  });
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]).toString('base64');
  const body = `${salt.toString('base64')}:${iterations}:${sealed}`;
  return `${createHmac('sha256', key).update(body + agent).digest('hex')}:${body}`;
}

/** A viewer's request as CloudFront hands it over; header names to a value or a list of values. */
export function makeRequest(headers = {}, more = {}) {
  const table = {};
  for (const [name, values] of Object.entries({ host: 'shop.example', 'user-agent': userAgent, ...headers })) {
    table[name.toLowerCase()] = [values].flat().map((value) => ({ key: name, value }));
  }
  return { clientIp: '203.0.113.9', headers: table, method: 'GET', querystring: '', uri: '/', ...more };
}

/** The JSON of an event, which `native.begin` takes in place of a frame. */
export function eventText(request, response) {
  return JSON.stringify({ Records: [{ cf: { request, response } }] });
}

setFlagsFromString('--expose-gc');

/** A full collection, without the process having to be started with `--expose-gc`. */
export const collectGarbage = runInNewContext('gc');
