// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Sends the engine's calls with Node's own client, over connections that are kept between invocations.
//
// A call has one limit of time for everything, from name look-up to the last byte of the answer. No redirect is
// followed, no environment variable and no proxy plays a part.

/** Larger answers count as failed, in bytes. */
const bodyLimit = 4 << 20;

/** A kept connection that the other side closed while the function was frozen shows by one of these. */
const deadSockets = new Set(['ECONNRESET', 'EPIPE']);

// Fields that belong to one hop (RFC 9110 §7.6.1) or frame the body: the client makes its own.
const framing = new Set([
  'connection', 'content-length', 'expect', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding',
  'upgrade',
]);

class CallError extends Error {
  /** @param code `timeout`, `connection` or `too_large`. @param message is reported to the backend: no secrets. */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

class Transport {
  #clients = new Map();
  #environment;

  constructor(environment) {
    this.#environment = environment;
  }

  /**
   * @param call `{method, url, headers, body, timeout}` as in the engine's steps.
   * @param left the most ms that it may take, beside its own limit.
   * @returns a promise of `{status, headers, body}`, headers as a flat list; rejects with a `CallError`.
   */
  send(call, left) {
    const limit = Math.min(call.timeout, left);
    return new Promise((resolve, reject) => {
      if (!(limit > 0)) {
        reject(new CallError('timeout', 'no time was left'));
        return;
      }
      const exchange = new Attempts(call, this.#client(call.url), resolve, reject, this.#environment.clearTimeout);
      exchange.timer = this.#environment.setTimeout(
        () => exchange.fail(new CallError('timeout', 'timeout')),
        limit,
      );
      exchange.start();
    });
  }

  #client(url) {
    const name = /^https:/i.test(url) ? 'node:https' : 'node:http';
    let entry = this.#clients.get(name);
    if (entry === undefined) {
      // Loading the client takes longer than a cold start may: most processes need it later than their first decision.
      const client = require(name);
      entry = { client, agent: new client.Agent({ keepAlive: true, maxFreeSockets: 16 }) };
      this.#clients.set(name, entry);
    }
    return entry;
  }
}

// One call: the first attempt and, if that met a dead connection, a second.
class Attempts {
  #call;
  #client;
  #resolve;
  #reject;
  #clearTimeout;
  #request;
  #isOver = false;
  #hasRetried = false;
  timer;

  constructor(call, client, resolve, reject, clearTimeout) {
    this.#call = call;
    this.#client = client;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#clearTimeout = clearTimeout;
  }

  start() {
    try {
      this.#attempt();
    } catch (error) {
      // What Node will not even send: a URL or a header it cannot write.
      this.fail(new CallError('connection', error?.code ?? 'the request is not valid'));
    }
  }

  #attempt() {
    const { client, agent } = this.#client;
    const body = this.#call.body ?? Buffer.alloc(0);
    const headers = outgoingHeaders(this.#call.headers);
    if (body.length > 0 || this.#call.method === 'POST') headers['content-length'] = String(body.length);
    const request = client.request(this.#call.url, { method: this.#call.method, agent, headers });
    this.#request = request;
    let bytesBefore = 0;
    let socket;
    request.on('socket', (assigned) => {
      socket = assigned;
      bytesBefore = assigned.bytesRead ?? 0;
    });
    let isAnswered = false;
    request.on('response', (response) => {
      isAnswered = true;
      this.#read(response);
    });
    // Whatever ends a request without a word, a switch of protocols for one. Not that of a first attempt.
    request.on('close', () => {
      if (!isAnswered && request === this.#request) this.fail(new CallError('connection', 'no answer came'));
    });
    request.on('error', (error) => {
      const isUnanswered = socket === undefined || (socket.bytesRead ?? 0) === bytesBefore;
      const isDeadSocket = request.reusedSocket && isUnanswered && deadSockets.has(error.code);
      if (isDeadSocket && !this.#isOver && !this.#hasRetried) {
        this.#hasRetried = true;
        this.#dropIdleSockets();
        this.start();
      } else {
        this.fail(new CallError('connection', error.message || error.code || 'connection failed'));
      }
    });
    request.end(body);
  }

  // What slept as long as the dead connection is dead as well; the second attempt must not get one of them.
  #dropIdleSockets() {
    for (const sockets of Object.values(this.#client.agent.freeSockets ?? {})) {
      for (const socket of [...sockets]) socket.destroy();
    }
  }

  #read(response) {
    const chunks = [];
    let size = 0;
    response.on('data', (chunk) => {
      size += chunk.length;
      if (size > bodyLimit) this.fail(new CallError('too_large', `the answer has more than ${bodyLimit} bytes`));
      else chunks.push(chunk);
    });
    response.on('error', (error) => this.fail(new CallError('connection', error.message)));
    response.on('end', () => {
      if (this.#isOver) return;
      this.#end();
      this.#resolve({
        status: response.statusCode,
        headers: incomingHeaders(response.rawHeaders ?? []),
        body: Buffer.concat(chunks),
      });
    });
    response.on('close', () => this.fail(new CallError('connection', 'the answer ended early')));
  }

  fail(error) {
    if (this.#isOver) return;
    this.#end();
    // Before the rejection, so that whoever handles it finds the connection gone.
    this.#request?.destroy();
    this.#reject(error);
  }

  #end() {
    this.#isOver = true;
    this.#clearTimeout(this.timer);
  }
}

// Node writes one byte for each character, so UTF-8 has to be laid out for it.
function outgoingHeaders(flat) {
  // Without a prototype: a visitor may well send a header named like a member of one.
  const headers = Object.create(null);
  const names = new Map();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const key = flat[index].toLowerCase();
    if (framing.has(key)) continue;
    const value = isASCII(flat[index + 1])
      ? flat[index + 1] : Buffer.from(flat[index + 1], 'utf8').toString('latin1');
    const name = names.get(key);
    // One line for each name: every server takes that, and it means the same (RFC 9110 §5.3).
    if (name !== undefined) {
      headers[name] += `, ${value}`;
    } else {
      names.set(key, flat[index]);
      headers[flat[index]] = value;
    }
  }
  return headers;
}

// The other way round: UTF-8 if it is; else one character a byte, as Node reads it.
function incomingHeaders(flat) {
  return flat.map((text) => {
    if (isASCII(text)) return text;
    const decoded = Buffer.from(text, 'latin1').toString('utf8');
    return decoded.includes('\uFFFD') ? text : decoded;
  });
}

function isASCII(text) {
  return /^[\x00-\x7F]*$/.test(text);
}

module.exports = { CallError, Transport, bodyLimit };
