// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// AWS Signature Version 4 (*Create a signed AWS API request*, IAM User Guide). The path is taken as it is, without `.`
// and `..` resolved: no call of ours has any.

const { createHash, createHmac } = require('node:crypto');

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const mac = (key, text) => createHmac('sha256', key).update(text).digest();

// Everything but the unreserved characters of RFC 3986.
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);

/** By bytes, as all that is compared is ASCII. */
const order = (a, b) => (a < b ? -1 : Number(a > b));

/**
 * @param request `{method, path, query, headers, body}`: `query` and `headers` are lists of names and values, not
 *     percent-encoded; all headers are signed, `host` and `x-amz-date` must be among them.
 * @param signer `{accessKey, secretKey, region, service, date}`, the date as in `x-amz-date`.
 * @returns `{canonical, toSign, signature, authorization}`, the last being the header's value.
 */
function sign({ method, path = '/', query = [], headers, body = '' }, { accessKey, secretKey, region, service, date }) {
  const merged = new Map();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const words = value.trim().replace(/\s+/g, ' ');
    merged.set(key, merged.has(key) ? `${merged.get(key)},${words}` : words);
  }
  const names = [...merged.keys()].sort(order);
  const signedNames = names.join(';');
  const canonical = [
    method,
    path.split('/').map(encode).join('/'),
    query.map((pair) => pair.map(encode)).sort(([a, b], [c, d]) => order(a, c) || order(b, d))
      .map((pair) => pair.join('=')).join('&'),
    ...names.map((name) => `${name}:${merged.get(name)}`),
    '',
    signedNames,
    sha256(body),
  ].join('\n');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce(mac, `AWS4${secretKey}`);
  const signature = mac(key, toSign).toString('hex');
  const credential = [accessKey, ...scope].join('/');
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedNames}, Signature=${signature}`;
  return { canonical, toSign, signature, authorization };
}

module.exports = { sign };
