// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Headless Chromium, spoken to by the DevTools protocol over a pipe: file descriptor 3 takes commands, 4 gives answers
// and events, each a JSON text that ends in a zero byte. Nothing but Node's built-in modules, and nothing but loopback.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Page } from './page.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findExecutable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
  if (!found) throw new Error(`none of ${NAMES.join(', ')} is there; install one, or name it in CHROMIUM`);
  return found;
}

function options(profile) {
  return [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    // Any name but loopback leads nowhere: a page that asked for one would fail its test, not reach the network.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--no-proxy-server',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-gpu',
    '--disable-sync',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
    '--lang=en-GB',
    '--no-default-browser-check',
    '--no-first-run',
    // The sandbox does not start for root, as whom containers run.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    'about:blank',
  ];
}

export class Browser {
  static async launch() {
    const profile = await mkdtemp(join(tmpdir(), 'edge-enforcer-browser-'));
    const child = spawn(findExecutable(), options(profile), {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    const browser = new Browser(child, profile);
    await browser.send('Browser.getVersion');
    return browser;
  }

  #child;
  #profile;
  #lastID = 0;
  #calls = new Map();
  #pages = new Map();
  #received = [];
  #errors = '';
  #ended;

  constructor(child, profile) {
    this.#child = child;
    this.#profile = profile;
    child.stderr.on('data', (data) => (this.#errors = (this.#errors + data).slice(-4000)));
    child.stdio[4].on('data', (data) => this.#receive(data));
    // Commands that come too late are answered by the end of the process.
    child.stdio[3].on('error', () => {});
    this.#ended = new Promise((resolve) => {
      const end = (reason) => {
        for (const call of this.#calls.values()) {
          call.reject(new Error(`Chromium ended (${reason}):\n${this.#errors}`));
        }
        this.#calls.clear();
        resolve();
      };
      child.once('error', (error) => end(error.message));
      child.once('close', (status, signal) => end(signal ?? `status ${status}`));
    });
  }

  /** Sends a command and waits for its answer. */
  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastID;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject, method });
      this.#child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** A page with cookies of its own. */
  async open() {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page((method, params) => this.send(method, params, sessionId), async () => {
      this.#pages.delete(sessionId);
      await this.send('Target.disposeBrowserContext', { browserContextId });
    });
    this.#pages.set(sessionId, page);
    await page.start();
    return page;
  }

  async close() {
    await this.send('Browser.close').catch(() => {});
    await this.#ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #receive(data) {
    let start = 0;
    for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0, start)) {
      this.#received.push(data.subarray(start, end));
      const message = JSON.parse(Buffer.concat(this.#received).toString());
      this.#received = [];
      start = end + 1;
      this.#take(message);
    }
    if (start < data.length) this.#received.push(data.subarray(start));
  }

  #take(message) {
    if (message.id === undefined) {
      this.#pages.get(message.sessionId)?.take(message.method, message.params);
      return;
    }
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result);
  }
}
