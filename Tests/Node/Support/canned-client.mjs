// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Takes the place of Node's HTTP client: answers every call as a case says, and remembers the calls.

import { EventEmitter } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

import { kindOf } from '../../ConformanceTests/Corpus/compare.mjs';

/** The name that a case has for the answer to a kind of call. */
const nameOf = (kind) => (kind === 'activities' ? 'collector' : kind);

class CannedRequest extends EventEmitter {
  constructor(client, url, options) {
    super();
    this.client = client;
    this.url = url;
    this.options = options;
    this.reusedSocket = false;
  }

  end(body) {
    const headers = { ...this.options.headers };
    const kind = kindOf(this.url, headers);
    const method = this.options.method;
    if (this.client.keep) {
      this.client.requests.push({ kind, method, url: this.url, headers, body: Buffer.from(body).toString('utf8') });
    }
    const answer = this.client.backend[nameOf(kind)] ?? { status: 200 };
    queueMicrotask(() => this.#answer(answer));
  }

  destroy() {}

  #answer({ error, status = 200, headers = {}, body, body_base64: base64 }) {
    // A call that times out simply gets no answer.
    if (error === 'timeout') return;
    if (error) {
      this.emit('error', Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' }));
      return;
    }
    let bytes = Buffer.alloc(0);
    if (typeof body === 'string') bytes = Buffer.from(body);
    else if (body !== undefined && body !== null) bytes = Buffer.from(JSON.stringify(body));
    else if (base64) bytes = Buffer.from(base64, 'base64');
    const response = Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false });
    response.statusCode = status;
    // As they come from the wire, one character for each byte.
    response.rawHeaders = Object.entries(headers).flat().map((text) => Buffer.from(text, 'utf8').toString('latin1'));
    this.emit('response', response);
  }
}

/** Runs `work` with the client replaced; `backend` is a case's. Gives the calls that were made, if they are kept. */
export async function withCannedClient(backend, work, { keep = true } = {}) {
  const originals = [http.request, https.request];
  const client = { backend: backend ?? {}, requests: [], keep };
  http.request = https.request = (url, options) => new CannedRequest(client, url, options);
  try {
    await work();
  } finally {
    [http.request, https.request] = originals;
  }
  return client.requests;
}
