// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

const { isNativeError } = require('node:util').types;

// Log lines, as `px_logger_severity` wants them. What is written is fixed text, codes and counts: never a value of the
// configuration, of a request, or the wording of somebody else's error, which may quote either.

const prefix = '[edge-enforcer]';

class Logger {
  #severity;
  #write;
  /** How often each cause came; a cause is logged as an error once, and after that for debugging only. */
  #counts = new Map();

  /** @param severity `none`, `error` or `debug`. */
  constructor(severity, write) {
    this.#severity = severity;
    this.#write = write;
  }

  get isDebugging() {
    return this.#severity === 'debug';
  }

  /** Whether errors are written anywhere. */
  get isOn() {
    return this.#severity !== 'none';
  }

  error(message) {
    if (this.isOn) this.#put('error', message);
  }

  debug(message) {
    if (this.isDebugging) this.#put('debug', message);
  }

  /** Logs a decision as a JSON object on a line of its own, as CloudWatch's queries like it. */
  decision({ outcome, reason, score }, riskMilliseconds) {
    if (!this.isDebugging) return;
    this.#putLine('debug', JSON.stringify({
      level: 'debug', logger: 'edge-enforcer', message: 'decided', outcome, reason, score, risk_ms: riskMilliseconds,
    }));
  }

  /** Logs `message` the first time; counts it every time. */
  once(message) {
    const count = (this.#counts.get(message) ?? 0) + 1;
    this.#counts.set(message, count);
    if (count === 1) this.error(message);
    else this.debug(`${message} (${count} times now)`);
  }

  /** How often `once` was called, by message. */
  get counts() {
    return new Map(this.#counts);
  }

  #put(severity, message) {
    this.#putLine(severity, `${prefix} ${severity}: ${message}`);
  }

  #putLine(severity, line) {
    // A console that is gone must not stop a request.
    try {
      this.#write(severity, line);
    } catch {}
  }
}

/** An error in words that cannot hold a visitor's data: its class, its code, and where it was thrown. */
function describe(error) {
  try {
    if (error instanceof Error || isNativeError(error)) return describeError(error);
    return `something that is no error (${error === null ? 'null' : typeof error})`;
  } catch {
    // Its members may be functions of whoever threw it.
    return 'an error that cannot be looked at';
  }
}

function describeError(error) {
  const parts = [word(error.name) ?? 'Error'];
  const code = word(error.code);
  if (code) parts.push(`(${code})`);
  const place = placeOf(error);
  if (place) parts.push(`at ${place}`);
  return parts.join(' ');
}

function word(text) {
  return typeof text === 'string' && /^[A-Za-z_]\w{0,59}$/.test(text) ? text : undefined;
}

// The first line of the stack that names a file. The message stands above it and may have lines of its own that look
// alike, so only the last part of a path with a known ending is taken.
function placeOf(error) {
  if (typeof error.stack !== 'string') return undefined;
  const message = typeof error.message === 'string' ? error.message : '';
  const start = message ? error.stack.indexOf(message) + message.length : 0;
  const frame = /\n\s+at [^\n]*?([\w.-]{1,80}\.(?:[cm]?[jt]s):\d+:\d+)\)?(?:\n|$)/.exec(error.stack.slice(start));
  return frame?.[1];
}

module.exports = { Logger, describe };
