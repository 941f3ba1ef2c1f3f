// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// node carrier.cjs PACKAGE FACTORY CONFIG: a handler of the package, for events on standard input, one a line. A line
// `ready` comes first. The clock is ahead by the seconds that the file CHECK_SECRETS_CLOCK has.

const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const original = Date.now;
Date.now = () => original() + 1000 * Number(readFileSync(process.env.CHECK_SECRETS_CLOCK, 'utf8'));

const [folder, factory, path] = process.argv.slice(2);
const handler = require(folder)[factory](JSON.parse(readFileSync(path, 'utf8')));
console.log('ready');
createInterface({ input: process.stdin }).on('line', async (line) => {
  console.log(JSON.stringify(await handler(JSON.parse(line), { getRemainingTimeInMillis: () => 5000 })));
});
