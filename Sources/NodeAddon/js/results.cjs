// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Puts what the engine decided into the objects of the event. They are changed in place: a handler may have kept them.

/** Changes the headers of a request that goes on. `remove` has names, `add` names and values in turn. */
function changeHeaders(request, { remove = [], add = [] }) {
  const headers = (request.headers ??= {});
  if (remove.length > 0) {
    const names = new Set(remove.map((name) => name.toLowerCase()));
    for (const name of Object.keys(headers)) if (names.has(name.toLowerCase())) delete headers[name];
  }
  for (let index = 0; index + 1 < add.length; index += 2) {
    headers[add[index].toLowerCase()] = [{ key: add[index], value: add[index + 1] }];
  }
}

/** Makes a request what `json` says, member by member; one that `json` lacks goes. */
function rewriteRequest(request, json) {
  const rewritten = JSON.parse(json);
  for (const name of Object.keys(request)) if (!(name in rewritten)) delete request[name];
  return Object.assign(request, rewritten);
}

/** Adds a cookie to a response, beside those that it sets already. */
function appendCookie(response, value) {
  const headers = (response.headers ??= {});
  const existing = Object.keys(headers).filter((name) => name.toLowerCase() === 'set-cookie');
  const lines = existing.flatMap((name) => headers[name]);
  for (const name of existing) delete headers[name];
  headers['set-cookie'] = [...lines, { key: 'Set-Cookie', value }];
}

module.exports = { appendCookie, changeHeaders, rewriteRequest };
