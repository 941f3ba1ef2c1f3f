// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import net from 'node:net';

/**
 * A server on the loopback interface that speaks bytes, not HTTP, so that it can break the rules.
 * @param behave is called for each request head that arrived in full: `(socket, head, number of the connection)`.
 * @param onConnection is called for each connection.
 * @returns `{url, connections, heads, close}`.
 */
export async function listen(behave, onConnection = () => {}) {
  const sockets = new Set();
  const heads = [];
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    const number = connections;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket, number);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const head = text;
      text = '';
      heads.push(head);
      behave(socket, head, number);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/api/v3/risk`,
    heads,
    get connections() { return connections; },
    get openConnections() { return sockets.size; },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const ok = (body = '{"status":0}', headers = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
