// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The inspector: requests appear as they are decided, can be filtered, looked into and run again.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { Browser } from './Support/browser.mjs';
import { Edge } from './Support/edge.mjs';

const TOKEN = 'token-that-nobody-may-see';
const PRODUCT = '/products/harbour-lamp';
const LONG = `/${'a-rather-long-piece-of-a-path'.repeat(12)}.css`;
const XSS = '/<img/src=x/onerror=document.title=1>';

let browser;
let edge;

before(async () => {
  browser = await Browser.launch();
  edge = await Edge.start();
});

after(async () => {
  await edge?.stop();
  await browser?.close();
});

/** Sends a request to the edge; the path goes as it is. */
function send(path, headers = {}, method = 'GET', body = '') {
  const { hostname, port } = new URL(edge.url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Runs a body with the inspector open, and holds against it what the page may never do. */
async function inspect(body, look = { width: 1280, height: 860 }) {
  const page = await browser.open();
  try {
    await page.look(look);
    await page.goto(edge.inspectorURL);
    await page.until('document.querySelector("#live").textContent === "Live"', 'a live connection');
    await body(page);
    assert.deepEqual(page.errors, [], 'no script of the page throws');
    const origin = new URL(edge.inspectorURL).origin;
    for (const { url, status } of page.responses) {
      assert.ok(url.startsWith('data:') || new URL(url).origin === origin, `asked for ${url}`);
      assert.notEqual(status, 0, `${url} failed`);
    }
  } finally {
    await page.close();
  }
}

const rows = (page) =>
  page.evaluate('[...document.querySelectorAll("#requests li:not([hidden]) .path")].map((path) => path.textContent)');
const text = (page, selector) => page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText`);
const row = (path) => `[...document.querySelectorAll("#requests li:not([hidden]) button")]
  .find((button) => button.querySelector(".path").textContent === ${JSON.stringify(path)})`;

async function open(page, path) {
  await page.until(`Boolean(${row(path)})`, `${path} in the list`);
  await page.evaluate(`${row(path)}.click()`);
  await page.until(`document.querySelector("#detail-title")?.textContent === ${JSON.stringify(path)}`, 'the request');
}

async function fill(page, selector, value) {
  await page.evaluate(`(() => {
    const field = document.querySelector(${JSON.stringify(selector)});
    field.value = ${JSON.stringify(value)};
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  })()`);
}

async function runAgain(page, changes, expected) {
  await fill(page, '#changes', changes);
  await page.evaluate('document.querySelector("#run").click()');
  await page.until(`document.querySelector("#result").innerText.includes(${JSON.stringify(expected)})`, expected);
}

const width = (page) => page.evaluate('document.scrollingElement.scrollWidth - innerWidth');

/** Texts whose contrast with what is behind them is under 4.5. */
const PALE = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const color = channels(getComputedStyle(node).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility() || node.closest('option, .hidden')) continue;
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) found.push(node.tagName + '.' + node.className + ' ' + contrast.toFixed(2));
  }
  return found;
})()`;

describe('the inspector', () => {
  test('requests appear as they are decided, the newest first', async () => {
    await inspect(async (page) => {
      assert.match(await text(page, '#empty'), /No request yet/);
      await page.screenshot('inspector-empty');
      assert.equal(await send('/'), 200);
      await page.until('document.querySelectorAll("#requests li").length === 1');
      assert.equal(await send(PRODUCT, { 'User-Agent': 'demo-bot', Cookie: `_px3=${TOKEN}` }), 403);
      await page.until('document.querySelectorAll("#requests li").length === 2');
      assert.deepEqual(await rows(page), [`GET ${PRODUCT}`, 'GET /']);
      const newest = await text(page, '#requests li button');
      assert.match(newest, /block/);
      assert.match(newest, /s2s_high_score · score 100/);
      assert.match(newest, /403/);
      await page.until('document.querySelector("#count").textContent === "2 requests"');
    });
  });

  test('a page that comes later is shown what came before', async () => {
    await send('/style.css');
    await inspect(async (page) => {
      await page.until(`Boolean(${row('GET /style.css')})`);
      assert.ok((await rows(page)).includes('GET /'));
    });
  });

  test('while the list is paused, requests wait', async () => {
    await inspect(async (page) => {
      await page.until(`Boolean(${row('GET /')})`);
      await page.click('#pause');
      await send('/paused.css');
      await page.until('document.querySelector("#live").textContent === "Paused, 1 waiting"');
      assert.ok(!(await rows(page)).includes('GET /paused.css'));
      await page.click('#pause');
      await page.until(`Boolean(${row('GET /paused.css')})`);
    });
  });

  test('the list can be filtered by outcome, path and reason', async () => {
    await inspect(async (page) => {
      await page.until(`Boolean(${row(`GET ${PRODUCT}`)})`);
      await page.until('document.querySelector("#filter-outcome option[value=block]")');
      await fill(page, '#filter-outcome', 'block');
      assert.deepEqual(await rows(page), [`GET ${PRODUCT}`]);
      assert.match(await text(page, '#count'), /^1 of \d+ requests$/);
      await fill(page, '#filter-outcome', '');
      await fill(page, '#filter-path', 'STYLE');
      assert.deepEqual(await rows(page), ['GET /style.css']);
      await fill(page, '#filter-path', '');
      await fill(page, '#filter-reason', 'high_score');
      assert.deepEqual(await rows(page), [`GET ${PRODUCT}`]);
      await fill(page, '#filter-path', 'nowhere');
      assert.deepEqual(await rows(page), []);
      assert.match(await text(page, '#empty'), /No request is like that/);
      await page.click('#clear');
      await page.until('document.querySelectorAll("#requests li:not([hidden])").length > 3');
      // A filter holds for what comes, too.
      await fill(page, '#filter-path', 'later');
      await send('/other.css');
      await send('/later.css');
      await page.until(`Boolean(${row('GET /later.css')})`);
      assert.deepEqual(await rows(page), ['GET /later.css']);
    });
  });

  test('a request is shown with its trace, what left, and its timings, and without secrets', async () => {
    await inspect(async (page) => {
      await open(page, `GET ${PRODUCT}`);
      const detail = await text(page, '#detail');
      for (const part of [/HumanEnforcer at viewer-request/, /px_filter_by_extension/, /risk answer/, /captcha page/,
        /Answers with 403/, /Risk request answered 200 after/, /Activities answered 200 after/, /of it, Risk API/]) {
        assert.match(detail, part);
      }
      assert.match(await text(page, '.trace .decided'), /risk answer\s+answered/);
      await page.evaluate('document.querySelectorAll("#detail details").forEach((part) => { part.open = true; })');
      await page.until('document.querySelector("pre[aria-label=Configuration]").textContent.includes("PXdemo0001")');
      const all = await page.evaluate('document.documentElement.textContent');
      assert.match(all, /"s2s_call_reason": "cookie_decryption_failed"/);
      for (const secret of [TOKEN, 'demo-auth-token', 'demo-cookie-secret']) assert.ok(!all.includes(secret), secret);
      assert.match(all, /_px3=•••/);
    });
  });

  test('a filtered request names the option that filtered it', async () => {
    await inspect(async (page) => {
      await open(page, 'GET /style.css');
      assert.match(await text(page, '.trace .decided'), /filter extension\s+filtered\s+px_filter_by_extension/);
      assert.match(await text(page, '#detail .calls'), /None/);
    });
  });

  test('a request is run again with other options, and what differs is shown', async () => {
    await inspect(async (page) => {
      await open(page, `GET ${PRODUCT}`);
      await runAgain(page, '{"px_module_mode": "monitor"}', 'simulated block');
      const differs = await text(page, '.differs');
      assert.match(differs, /outcome\s+block\s+simulated block/);
      assert.match(differs, /answer\s+403\s+goes on/);
      assert.match(await text(page, '#result .trace .changed'), /was active blocking/);
      assert.match(await text(page, '#result'), /What came after that was not recorded/);

      await runAgain(page, '{"px_filter_by_user_agent": ["demo-bot"]}', 'px_filter_by_user_agent[0]');
      assert.match(await text(page, '.differs'), /calls\s+risk, activities\s+none/);

      await runAgain(page, '{}', 'Nothing differs');
    });
  });

  test('all that is wrong with options is said at once', async () => {
    await inspect(async (page) => {
      await open(page, `GET ${PRODUCT}`);
      await runAgain(page, '{"px_app_id": "", "px_cookie_secret": "", "px_modul_mode": "x"}', 'px_modul_mode');
      const result = await text(page, '#result');
      for (const part of [/would not start/, /px_app_id cannot be empty/, /px_cookie_secret cannot be empty/]) {
        assert.match(result, part);
      }
      await runAgain(page, '{"px_module_mode": ', 'This is no JSON');
      await runAgain(page, '[1]', 'no JSON object');
    });
  });

  test('an answer that was not recorded is not made up, and can be chosen', async () => {
    await inspect(async (page) => {
      await open(page, 'GET /style.css');
      await runAgain(page, '{"px_filter_by_extension": [".none"]}', 'no answer of it was recorded');
      await fill(page, '#risk', 'score');
      await fill(page, '#score', '100');
      await runAgain(page, '{"px_filter_by_extension": [".none"]}', 's2s_high_score');
      assert.doesNotMatch(await text(page, '#result'), /no answer of it was recorded/);
    });
  });

  test('a request whose reports come late is shown anew, where the reader is', async () => {
    const control = (mode) =>
      fetch(`${edge.controlURL}/control`, { method: 'POST', body: JSON.stringify({ mode }) });
    await control('slow');
    try {
      await inspect(async (page) => {
        await send('/', { 'User-Agent': 'demo-bot' });
        await page.until('document.querySelector("#requests li .outcome")?.textContent === "block"');
        await page.evaluate('document.querySelector("#requests button").click()');
        await page.until('document.querySelector("#detail .calls")?.innerText.includes("Activities answered 200 after 3")');
        assert.match(await text(page, '#detail'), /Risk request answered 200 after 3\d\d ms/);
        assert.equal(await page.evaluate('document.activeElement.id'), 'detail-title');
      });
    } finally {
      await control('normal');
    }
  });

  test('a request whose reports reach nobody is still told as it was', async () => {
    const control = (mode) =>
      fetch(`${edge.controlURL}/control`, { method: 'POST', body: JSON.stringify({ mode }) });
    await control('refuse');
    try {
      await inspect(async (page) => {
        await send('/unreported');
        await open(page, 'GET /unreported');
        assert.match(await text(page, '.facts'), /pass[\s\S]*s2s_error/);
        assert.doesNotMatch(await text(page, '#detail'), /something else than what happened/);
      });
    } finally {
      await control('normal');
    }
  });

  test('all of it can be done with the keyboard', async () => {
    await inspect(async (page) => {
      await page.until(`Boolean(${row('GET /')})`);
      const focus = () => page.evaluate('document.activeElement.id || document.activeElement.className');
      const tab = () => page.strike('Tab', { keyCode: 9 });
      const order = [];
      for (let round = 0; round < 5; round += 1) {
        await tab();
        order.push(await focus());
      }
      assert.deepEqual(order, ['pause', 'filter-outcome', 'filter-path', 'filter-reason', 'clear']);
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      assert.equal(outline, 'solid', 'the focus can be seen');
      await tab();
      const first = await page.evaluate('document.activeElement.dataset.key');
      await page.strike('ArrowDown', { keyCode: 40 });
      const second = await page.evaluate('document.activeElement.dataset.key');
      assert.ok(Number(second) < Number(first));
      await page.strike('Enter', { keyCode: 13, text: '\r' });
      await page.until('document.activeElement.id === "detail-title"');
      for (let round = 0; (await focus()) !== 'changes'; round += 1) {
        assert.ok(round < 40, 'the form cannot be reached');
        await tab();
      }
      for (let round = 0; (await focus()) !== 'run'; round += 1) {
        assert.ok(round < 5, 'the button cannot be reached');
        await tab();
      }
      await page.strike('Enter', { keyCode: 13, text: '\r' });
      await page.until('document.querySelector("#result").innerText.includes("It would come to")');
      await page.strike('Escape', { keyCode: 27 });
      await page.until(`document.activeElement.dataset.key === ${JSON.stringify(second)}`, 'the focus to be back');
    });
  });

  test('what a request says is text, whatever it says', async () => {
    await send(XSS, { 'User-Agent': '<script>document.title=2</script>', 'X-Test': '"><svg onload=document.title=3>' });
    await inspect(async (page) => {
      await open(page, `GET ${XSS}`);
      await page.evaluate('document.querySelectorAll("#detail details").forEach((part) => { part.open = true; })');
      assert.match(await text(page, '#detail'), /<script>document\.title=2<\/script>/);
      assert.equal(await page.evaluate('document.title'), 'Inspector · Edge Enforcer');
      assert.equal(await page.evaluate('document.querySelectorAll("img, svg, body script").length'), 0);
    });
  });

  test('a request that is no longer kept is said to be gone', async () => {
    await inspect(async (page) => {
      await page.evaluate('location.hash = "request-987654"');
      await page.until('document.querySelector("#detail").innerText.includes("no longer kept")');
    });
  });

  test('it is readable in light and dark, wide and narrow, and never wider than the window', async () => {
    await send(LONG, { 'X-Long': 'x'.repeat(300), 'User-Agent': 'demo-bot' });
    for (const [shape, size] of [['wide', { width: 1280, height: 860 }], ['narrow', { width: 360, height: 740, isPhone: true }]]) {
      for (const scheme of ['light', 'dark']) {
        const name = `inspector-${shape}-${scheme}`;
        await inspect(async (page) => {
          await page.until(`Boolean(${row(`GET ${LONG}`)})`);
          await page.screenshot(`${name}-list`);
          assert.ok((await width(page)) <= 0, `${name}: the list is too wide`);
          assert.deepEqual(await page.evaluate(PALE), [], `${name}: the list`);
          await open(page, `GET ${LONG}`);
          assert.ok((await width(page)) <= 0, `${name}: a long request is too wide`);
          await page.evaluate('location.hash = ""');
          await open(page, `GET ${PRODUCT}`);
          await page.screenshot(`${name}-detail`);
          await runAgain(page, '{"px_module_mode": "monitor"}', 'It would come to');
          await page.evaluate('document.querySelectorAll("#detail details").forEach((part) => { part.open = true; })');
          assert.ok((await width(page)) <= 0, `${name}: the detail is too wide`);
          assert.deepEqual(await page.evaluate(PALE), [], `${name}: the detail`);
          await page.evaluate('document.querySelectorAll("#detail details").forEach((part) => { part.open = false; })');
          await page.evaluate('document.querySelector("#changes").scrollIntoView()');
          await page.screenshot(`${name}-rerun`);
          await page.evaluate('document.querySelector(".calls details").open = true');
          await page.evaluate('document.querySelector(".calls").scrollIntoView()');
          await page.screenshot(`${name}-calls`);
        }, { ...size, scheme });
      }
    }
  });

  test('a page that lost its connection is told only what it missed', async () => {
    const read = async (lastEventID, isEnough) => {
      const headers = lastEventID ? { 'Last-Event-ID': lastEventID } : {};
      const response = await fetch(`${edge.inspectorURL}api/events`, { headers });
      let events = '';
      for await (const piece of response.body) {
        events += new TextDecoder().decode(piece);
        if (isEnough.test(events)) return events;
      }
      throw new Error(`the events ended early: ${events}`);
    };
    await send('/seen.css');
    const all = await read(undefined, /"\/seen\.css"/);
    assert.match(all, /event: reset/);
    const last = [...all.matchAll(/^id: (\S+)$/gm)].at(-1)[1];
    await send('/missed.css');
    const missed = await read(last, /"\/missed\.css"/);
    assert.doesNotMatch(missed, /event: reset|seen\.css/);
    assert.match(await read('another-1', /"\/missed\.css"/), /event: reset/);
  });
});

describe('without the inspector', () => {
  test('nothing listens', async () => {
    const other = await Edge.start('--no-inspector', '--enforcer-only');
    try {
      assert.equal(other.inspectorURL, undefined);
    } finally {
      await other.stop();
    }
  });
});
