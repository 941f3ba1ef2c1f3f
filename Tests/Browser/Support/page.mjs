// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// A page of the headless browser, and what a visitor does with it.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const screenshots = process.env.EDGE_ENFORCER_SCREENSHOTS ?? join(root, '.build', 'screenshots');

/** How long anything may take that a test waits for, in ms. */
const PATIENCE = 20_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Page {
  /** Every response and every failed request so far: `{url, status, type}`; a failed one has the status 0. */
  responses = [];

  /** What the page wrote to its console as an error, and what it threw. */
  errors = [];

  #send;
  #close;
  #urls = new Map();

  constructor(send, close) {
    this.#send = send;
    this.#close = close;
  }

  async start() {
    await this.#send('Page.enable');
    await this.#send('Network.enable');
    await this.#send('Runtime.enable');
    await this.look({ width: 1000, height: 720 });
  }

  close() {
    return this.#close();
  }

  /** Takes an event. */
  take(method, params) {
    switch (method) {
      case 'Network.requestWillBeSent':
        this.#urls.set(params.requestId, { url: params.request.url, type: params.type });
        break;
      case 'Network.responseReceived':
        this.responses.push({ url: params.response.url, status: params.response.status, type: params.type });
        break;
      case 'Network.loadingFailed':
        this.responses.push({ ...this.#urls.get(params.requestId), status: 0 });
        break;
      case 'Runtime.exceptionThrown':
        this.errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
        break;
    }
  }

  /** How the page is shown: its size, `scheme: 'dark'`, or `isPhone`. */
  async look({ width, height, scheme = 'light', isPhone = false }) {
    await this.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: isPhone,
    });
    await this.#send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
  }

  /** Requests whose URL matches a pattern with stars fail. */
  block(...urls) {
    return this.#send('Network.setBlockedURLs', { urls });
  }

  async goto(url) {
    const { errorText } = await this.#send('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await this.until('document.readyState === "complete"', `${url} to be loaded`);
  }

  /** The value of an expression in the page; a promise is waited for. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression in the page is true. A page on its way to another one is asked again. */
  async until(expression, what = expression) {
    let last;
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(25)) {
      try {
        if (await this.evaluate(expression)) return;
        last = undefined;
      } catch (error) {
        last = error;
      }
    }
    const where = await this.evaluate('location.href + " " + document.title').catch(String);
    throw new Error(`waited in vain for ${what} at ${where}${last ? `: ${last.message}` : ''}`);
  }

  /** Waits until an element is there and shown. */
  see(selector) {
    const element = `document.querySelector(${JSON.stringify(selector)})`;
    return this.until(`${element}?.checkVisibility() === true`, `${selector} to be shown`);
  }

  /** Presses the mouse button on an element and keeps it pressed. */
  async press(selector) {
    const mouse = await this.#mouseOver(selector);
    await mouse('mousePressed');
    return () => mouse('mouseReleased');
  }

  async click(selector) {
    const mouse = await this.#mouseOver(selector);
    // Both at once: however busy the machine is, nothing comes in between.
    await Promise.all([mouse('mousePressed'), mouse('mouseReleased')]);
  }

  /** Focuses an element and presses a key that is kept pressed. */
  async pressKey(selector, key, code, keyCode) {
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`);
    const event = { key, code, windowsVirtualKeyCode: keyCode };
    await this.#send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
    return () => this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Strikes a key where the focus is. */
  async strike(key, { code = key, keyCode, text, modifiers = 0 }) {
    const event = { key, code, windowsVirtualKeyCode: keyCode, modifiers };
    await this.#send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...event });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async type(selector, text) {
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`);
    await this.#send('Input.insertText', { text });
  }

  /** The value of one of the page's cookies, or undefined. */
  async cookie(name) {
    const { cookies } = await this.#send('Network.getCookies');
    return cookies.find((cookie) => cookie.name === name)?.value;
  }

  /** The status of the last document of that path. */
  documentStatus(path) {
    const documents = this.responses.filter(({ url, type }) => type === 'Document' && new URL(url).pathname === path);
    return documents.at(-1)?.status;
  }

  async screenshot(name) {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' });
    await mkdir(screenshots, { recursive: true });
    await writeFile(join(screenshots, `${name}.png`), Buffer.from(data, 'base64'));
  }

  async #mouseOver(selector) {
    const point = await this.evaluate(`(() => {
      const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    })()`);
    await this.#send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point });
    return (type) => this.#send('Input.dispatchMouseEvent', { type, button: 'left', clickCount: 1, ...point });
  }
}
