// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { normalise } from '../ConformanceTests/Corpus/compare.mjs';
import { answersTo, corpus } from './conformance.mjs';
import { root, skipWithoutAddon } from './Support/package.mjs';

const builds = ['debug', 'release'].map((name) => join(root, '.build', name, 'edge-enforcer'));
const explain = [process.env.EDGE_ENFORCER_EXECUTABLE, ...builds].find((path) => path && existsSync(path));
const skipWithoutExplain = skipWithoutAddon || (explain ? false : 'edge-enforcer is not built');

const hookCases = join(root, 'Tests/Node/Fixtures/hook-cases.jsonl');

test('the whole corpus gives the recorded answers, deviations met', { skip: skipWithoutAddon }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'edge-enforcer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const mine = join(folder, 'answers.jsonl');
  const answers = await answersTo(join(corpus, 'cases.jsonl'));
  writeFileSync(mine, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
  const { stdout } = spawnSync(process.execPath, [
    join(corpus, 'compare.mjs'), '--expected', join(corpus, 'answers.jsonl'), '--actual', mine,
    '--deviations', join(corpus, 'deviations.json'), '--max', '5',
  ], { encoding: 'utf8' });
  const summary = stdout.trim().split('\n').at(-1);
  assert.equal(summary, `${answers.length} passed, 0 failed`, stdout);
  assert.ok(answers.length > 600);
  t.diagnostic(summary);
});

for (const [what, file] of [['the corpus', join(corpus, 'cases.jsonl')], ['the hooks', hookCases]]) {
  const skip = skipWithoutExplain;
  test(`explain gives the same answers on the cases of ${what}, byte for byte`, { skip }, async (t) => {
    const options = { input: readFileSync(file), maxBuffer: 1 << 28, encoding: 'utf8' };
    const lines = execFileSync(explain, ['explain'], options).trim().split('\n');
    const theirs = lines.map((line) => JSON.parse(line));
    const ours = await answersTo(file);
    assert.equal(ours.length, theirs.length);
    ours.forEach((our, index) => {
      const their = theirs[index];
      assert.equal(our.name, their.name);
      // What a text of an error says depends on the host; whether there is one does not.
      assert.equal(our.error === null, their.error === null, our.name);
      // An object that was changed in place has its members in another order; every text in it is compared as it is.
      assert.deepEqual(our.result, their.result, our.name);
      assert.equal(our.unchanged, their.unchanged, our.name);
      const calls = ({ requests }) => requests.map(({ kind, method, url, body }) => ({ kind, method, url, body }));
      assert.deepEqual(calls(our), calls(their), our.name);
      // Names come in another case, and the client adds fields of its own.
      const headers = (answer) => normalise(answer).requests.map((request) => request.headers);
      assert.deepEqual(headers(our), headers(their), our.name);
    });
    t.diagnostic(`${ours.length} answers are the same`);
  });
}
