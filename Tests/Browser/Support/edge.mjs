// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// `edge-enforcer serve` with its demo shop and embedded backend, on ports of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const binaries = process.env.EDGE_ENFORCER_BINARIES ?? join(root, '.build', 'debug');

export class Edge {
  /** Starts it and waits until it listens. */
  static async start(...options) {
    const child = spawn(join(binaries, 'edge-enforcer'), ['serve', '--port', '0', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = [];
    const output = createInterface({ input: child.stdout });
    const urls = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => reject(new Error(`serve ended with status ${status}:\n${lines.join('\n')}`)));
      const found = {};
      output.on('line', (line) => {
        lines.push(line);
        found.url ??= line.match(/listens on (http:\S+)/)?.[1];
        found.inspectorURL ??= line.match(/inspector shows its requests at (http:\S+)/)?.[1];
        found.controlURL ??= line.match(/steered by (http:\S+)\/control /)?.[1];
        if (found.url && found.controlURL) resolve(found);
      });
    });
    return new Edge(child, lines, urls);
  }

  constructor(child, lines, { url, inspectorURL, controlURL }) {
    this.child = child;
    this.lines = lines;
    this.url = url;
    this.inspectorURL = inspectorURL;
    this.controlURL = controlURL;
  }

  /** What the embedded backend has counted. */
  async state() {
    return (await fetch(`${this.controlURL}/control/state`)).json();
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await closed;
  }
}
