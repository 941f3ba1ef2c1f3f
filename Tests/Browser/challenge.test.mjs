// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// From the block page to the page that was asked for, in a real browser.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Browser } from './Support/browser.mjs';
import { Edge } from './Support/edge.mjs';

const PRODUCT = '/products/harbour-lamp';
const BUTTON = '#px-captcha .hold-button';
// How far the bar under the button's label is, from 0 to 1.
const PROGRESS = `new DOMMatrix(getComputedStyle(document.querySelector('${BUTTON} .hold-fill')).transform).a`;
const IS_SHOP = 'document.readyState === "complete" && document.title.includes("Lantern Lane")';

let browser;

before(async () => {
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
});

/** Runs a body with a fresh page, and holds against it what no page may do. */
async function visit(body) {
  const page = await browser.open();
  try {
    await body(page);
    assert.deepEqual(page.errors, [], 'no script of a page throws');
  } finally {
    await page.close();
  }
}

async function visitBlocked(edge, body) {
  await visit(async (page) => {
    await page.goto(`${edge.url}${PRODUCT}?demo=block`);
    assert.equal(page.documentStatus(PRODUCT), 403);
    await page.see(BUTTON);
    await body(page);
  });
}

async function expectShop(page) {
  await page.until(IS_SHOP, 'the shop');
  assert.equal(page.documentStatus(PRODUCT), 200);
  assert.match(await page.evaluate('document.querySelector("h1").textContent'), /Harbour lamp/);
}

for (const [name, options] of [
  ['with all functions', []],
  ['with HumanEnforcer alone', ['--enforcer-only']],
]) {
  describe(name, () => {
    const label = options.length ? 'enforcer-only' : 'all';
    let edge;

    before(async () => {
      edge = await Edge.start(...options);
    });

    after(async () => {
      await edge?.stop();
    });

    test('a blocked visitor who holds the button gets the page that was asked for', async () => {
      await visitBlocked(edge, async (page) => {
        await page.screenshot(`${label}-1-blocked`);
        assert.ok(
          page.responses.every(({ url }) => url.startsWith(edge.url)),
          `everything comes from the site itself: ${JSON.stringify(page.responses)}`
        );
        const script = page.responses.find(({ url }) => new URL(url).pathname === '/demo0001/captcha/captcha.js');
        assert.equal(script?.status, 200);
        assert.equal(await page.cookie('_px3'), undefined);

        const release = await page.press(BUTTON);
        // A machine may be so busy that the page has gone on before anybody looked.
        await page.until(`(${IS_SHOP}) || ${PROGRESS} > 0.4`);
        await page.screenshot(`${label}-2-held`);
        await expectShop(page);
        await release();
        assert.ok(await page.cookie('_px3'));
        await page.screenshot(`${label}-3-served`);
      });
      const state = await edge.state();
      assert.deepEqual(state.violations, []);
      assert.equal(state.solutions, 1);
      assert.equal(state.third_party_calls, 0);
      assert.ok(state.first_party_calls.captcha >= 1 && state.first_party_calls.xhr >= 1);
    });

    test('a clean visitor gets the page, its sensor, and a token', async () => {
      await visit(async (page) => {
        await page.goto(`${edge.url}/`);
        assert.equal(page.documentStatus('/'), 200);
        assert.ok(await page.cookie('_px3'));
        const sensor = page.responses.find(({ url }) => url === `${edge.url}/demo0001/init.js`);
        assert.equal(sensor?.status, 200);
        assert.equal(Boolean(await page.cookie('_pxhd')), label === 'all', 'HumanActivities sets _pxhd');
        await page.screenshot(`${label}-4-home`);
      });
    });
  });
}

describe('the challenge', () => {
  let edge;

  before(async () => {
    edge = await Edge.start();
  });

  after(async () => {
    await edge?.stop();
  });

  test('the button can be held with a key', async () => {
    await visitBlocked(edge, async (page) => {
      const release = await page.pressKey(BUTTON, ' ', 'Space', 32);
      await expectShop(page);
      await release();
    });
  });

  test('who lets go too early is told so, stays, and may try again', async () => {
    await visitBlocked(edge, async (page) => {
      const before = (await edge.state()).first_party_calls.xhr ?? 0;
      await page.click(BUTTON);
      await page.until('document.querySelector(".hold-note").textContent.startsWith("Too early")');
      assert.equal((await edge.state()).first_party_calls.xhr ?? 0, before);
      assert.equal(await page.evaluate('document.title'), 'Access to this page has been denied');
      await page.screenshot('challenge-released');
      const release = await page.press(BUTTON);
      await expectShop(page);
      await release();
    });
  });

  test('a page that cannot reach the collector says so', async () => {
    await visitBlocked(edge, async (page) => {
      await page.block('*/demo0001/xhr/*');
      const release = await page.press(BUTTON);
      await page.until('document.querySelector(".hold-note").textContent.startsWith("The check could not be reached")');
      await release();
      await page.until(`${PROGRESS} === 0`, 'the bar to be empty again');
      await page.screenshot('challenge-unreachable');
    });
  });

  test('a challenge that does not load leaves a hint', async () => {
    await visit(async (page) => {
      await page.block('*captcha.js*');
      await page.goto(`${edge.url}${PRODUCT}?demo=block`);
      await page.see('#block-failure');
      await page.screenshot('challenge-not-loaded');
    });
  });

  test('the challenge is readable in the dark and on a phone', async () => {
    await visitBlocked(edge, async (page) => {
      for (const [name, look] of [
        ['dark', { width: 1000, height: 720, scheme: 'dark' }],
        ['phone', { width: 360, height: 740, isPhone: true }],
        ['phone-dark', { width: 360, height: 740, isPhone: true, scheme: 'dark' }],
      ]) {
        await page.look(look);
        await page.screenshot(`challenge-${name}`);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.ok(overflow <= 0, `${name}: the page is ${overflow} px too wide`);
      }
    });
  });

  test('a visitor who asks too often gets a page that says so, without a challenge', async () => {
    await visit(async (page) => {
      await page.goto(`${edge.url}/?demo=ratelimit`);
      assert.equal(page.documentStatus('/'), 429);
      assert.match(await page.evaluate('document.title'), /Too Many Requests/);
      await page.screenshot('rate-limit');
    });
  });

  test('a login is let through, and reported with what became of it', async () => {
    await visit(async (page) => {
      const logins = async () => (await edge.state()).activities.additional_s2s ?? 0;
      const before = await logins();
      await page.goto(`${edge.url}/login`);
      await page.type('input[name=username]', 'visitor@shop.example');
      await page.type('input[name=password]', 'correct-horse');
      await page.click('main button');
      await page.until('document.querySelector("h1").textContent === "Welcome back"');
      await page.screenshot('login');
      // The report follows the answer.
      for (let round = 0; (await logins()) === before; round += 1) {
        assert.ok(round < 200, 'no report of the login came');
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      assert.deepEqual((await edge.state()).violations, []);
    });
  });
});

describe('without first party', () => {
  let edge;
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edge-enforcer-test-'));
    const file = join(folder, 'config.json');
    const configuration = {
      px_app_id: 'PXtest0001',
      px_auth_token: 'test-token',
      px_cookie_secret: 'test-secret',
      px_module_mode: 'active_blocking',
      px_first_party_enabled: false,
    };
    await writeFile(file, JSON.stringify(configuration));
    edge = await Edge.start('--config', file);
  });

  after(async () => {
    await edge?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the challenge is loaded from the vendor, and its solution taken from there', async () => {
    await visitBlocked(edge, async (page) => {
      const script = page.responses.find(({ url }) => new URL(url).pathname === '/PXtest0001/captcha.js');
      assert.equal(script?.status, 200);
      assert.ok(!script.url.startsWith(edge.url));
      const release = await page.press(BUTTON);
      await expectShop(page);
      await release();
    });
    const state = await edge.state();
    assert.deepEqual(state.violations, []);
    assert.deepEqual(state.first_party_calls, {});
    assert.equal(state.solutions, 1);
  });
});
