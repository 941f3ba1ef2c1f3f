// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Runs cases, one JSON object a line, through the built Node.js package and prints the answers, one a line:
//
//     node Tests/Node/conformance.mjs [CASES.jsonl] > answers.jsonl
//
// Without a file it takes those of the conformance corpus. The format is that of `edge-enforcer explain`.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runCase } from './Support/case-run.mjs';
import { builtFacade, builtPackage, root } from './Support/package.mjs';

export const corpus = join(root, 'Tests/ConformanceTests/Corpus');

/** The answers to the cases of a file. */
export async function answersTo(file, facade = builtFacade()) {
  const answers = [];
  let line = 0;
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    line += 1;
    if (text.trim()) answers.push(await runCase(facade, JSON.parse(text), line));
  }
  return answers;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (builtPackage === undefined) {
    console.error('the Node.js package is not built; say where it is with EDGE_ENFORCER_NODE_PACKAGE');
    process.exit(2);
  }
  for (const answer of await answersTo(process.argv[2] ?? join(corpus, 'cases.jsonl'))) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
