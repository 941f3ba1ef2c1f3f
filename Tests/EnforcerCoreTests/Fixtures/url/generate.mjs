// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes differential.json: made-up request URLs and what JavaScript's own decodeURI and URL make of them. Recorded with
// Node.js 20, whose URL parser the rules of protocol.md §11.7 were observed on; run `node generate.mjs > differential.json`.
//
// A row is [raw, decodingReserved, full, originLength, pathLength, wasMalformed], lengths in bytes of UTF-8, flags 0 or 1;
// full is 0 where it equals raw.

let state = 0x2545f491;
function random(limit) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
}
const pick = (list) => list[random(list.length)];
const repeat = (limit, make) => Array.from({ length: random(limit) }, make).join('');

const escapes = [
    '%2e', '%2E', '%2F', '%2f', '%5C', '%5c', '%20', '%09', '%0A', '%0D', '%00', '%7F', '%25', '%252e', '%252F', '%2541', '%41',
    '%7E', '%3F', '%23', '%3f', '%3A', '%40', '%26', '%3D', '%2B', '%24', '%2C', '%3B', '%22', '%27', '%3C', '%3E', '%60', '%7B', '%7D', '%7C',
    '%5E', '%5B', '%5D', '%C3%A4', '%c3%a4', '%E6%97%A5', '%F0%9F%98%80', '%E2%80%A8', '%EF%BB%BF', '%C2%A0',
];
const broken = ['%', '%4', '%zz', '%E9', '%C0%AF', '%ED%A0%80', '%F4%90%80%80', '%F8%88%80%80%80', '%80', '%C3', '%C3%41', '%E6%97', '%u0041', '%25%'];
const plain = ['a', 'b', 'login', 'api', 'v1', 'site.css', 'a.b', 'x-y_z~', 'A', '0', "it's", '!*()', ';v=1', '@', ':', '&', '=', '+', '$', ','];
const nasty = [
    '.', '..', '...', '/', '//', '\\', ' ', '"', '<', '>', '`', '{', '}', '|', '^', '[', ']', '~', '\t', '\n', '\r', '\u0000', '\u0001', '\u001f', '\u007f',
    'ä', '日', '😀', '\u00a0', '\u2028', '\ufeff', '\u0080', '\uffff', '#', '?',
];
const hosts = [
    'shop.example.com', 'shop.example.com', 'shop.example.com', 'WWW.Shop.EXAMPLE.com', 'a', 'a_b.example', 'a..b', 'h.', 'x!y', "h'*()~;=&+$,",
    '203.0.113.5', '0xCB.0.0x7114', '3405803796', '0313.0.0161.024', '1.2.3.4.', '1.2.3', '256', '1.256', '0x', '09', '1.2.3.256', '4294967296', '99999999999999999999999', 'a.1', 'a.0x1g', '1.2.3.4.5',
    '[2001:db8::1]', '[::]', '[1:2:3:4:5:6:7::]', '[1:0:0:4:0:0:7:8]', '[0:0:1::]', '[::FFFF:203.0.113.24]', '[::1.2.3.04]', '[1::2::3]', '[12345::]', '[::1', '[::1]x', '[]', '[1:2:3:4:5:6:7:8:9]', '[:1]', '[1:]',
    '', '%41%62c', 'a%2eb', 'a%25b', 'a%20b', 'a%00b', 'a%2Fb', 'a b', 'a\tb', 'a<b', 'a|b', 'a^b', 'a%', 'h%31', '%31%2e2',
];
const ports = ['', '', '', '', '', ':443', ':80', ':8080', ':', ':00443', ':65535', ':65536', ':8a', ':-1', ':1:2', ':99999999999999999999'];
const userInfos = ['', '', '', '', '', '', '', '', '', 'u@', 'u:p@', ':p@', 'u:@', '@', ':@', 'a@b@', 'u|^:p;=@', 'u%40:p%3A@', 'ü@', 'u"<>`{}:[p]@'];
const schemes = ['https', 'https', 'https', 'https', 'https', 'https', 'https', 'https', 'http', 'HTTPS', 'hTTp'];

function text(roughness, isBroken) {
    return repeat(6, () => {
        const dice = random(100);
        if (isBroken && dice < 8) return pick(broken);
        if (dice < 12 * roughness) return pick(escapes);
        if (dice < 20 * roughness) return pick(nasty);
        return pick(plain);
    });
}

function rawURL() {
    const roughness = random(5);
    const isBroken = random(8) === 0;
    const strangeHost = random(4) === 0;
    const authority = strangeHost ? pick(userInfos) + pick(hosts) + pick(ports) : hosts[random(4)];
    const path = repeat(6, () => pick(['/', '/', '/', '/', '//', '/./', '/../', '/%2e%2E/', '\\']) + text(roughness, isBroken));
    const query = random(2) === 0 ? '' : '?' + text(roughness, isBroken) + pick(['', '=', '&a=']) + text(roughness, isBroken);
    const end = random(20) === 0 ? pick([' ', '%20', '\n', '\u0000', '%00 ', '#', '#' + text(roughness, isBroken), '?']) : '';
    return pick(schemes) + '://' + authority + path + query + end;
}

// The standard parser, and for what it refuses the rule of ours: the authority stays as it stands, and so does an empty one.
function parse(input) {
    const stripped = input.replace(/[\t\n\r]/g, '').replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
    const [, scheme, authority, rest] = /^(https?):[/\\]{2}([^/\\?#]*)(.*)$/is.exec(stripped);
    let url;
    let origin;
    let isWellFormed = authority !== '';
    try {
        if (!isWellFormed) throw new Error('empty');
        url = new URL(input);
        origin = url.href.slice(0, url.href.indexOf('/', url.protocol.length + 2));
    } catch {
        isWellFormed = false;
        url = new URL('https://h' + rest);
        origin = scheme.toLowerCase() + '://' + authority;
    }
    const tail = url.href.slice(url.href.indexOf('/', url.protocol.length + 2));
    return { origin, path: url.pathname, tail: tail.slice(url.pathname.length), isWellFormed };
}

function normalise(raw, decodingReserved) {
    let input = raw;
    let isDecoded = true;
    try {
        input = decodeURI(raw);
    } catch {
        isDecoded = false;
    }
    let url = parse(input);
    if (decodingReserved) {
        let path;
        try {
            path = decodeURIComponent(url.path);
        } catch {
            path = undefined;
        }
        if (path !== undefined) url = parse(url.origin + path + url.tail);
    }
    const path = url.path.replace(/\/+$/, '').replace(/\/+/g, '/') || '/';
    return { origin: url.origin, path, full: url.origin + path + url.tail, wasMalformed: !isDecoded || !url.isWellFormed };
}

// Names beyond ASCII are left alone by us, on purpose.
function hasForeignName(raw) {
    let input = raw;
    try {
        input = decodeURI(raw);
    } catch {}
    const authority = /^https?:[/\\]{2}([^/\\?#]*)/i.exec(input.replace(/[\t\n\r]/g, ''))[1];
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    return /[^\u0000-\u007f]|%[89a-f]/i.test(host) || /(^|\.)xn--/i.test(host);
}

// The parser of Node.js 20 (Ada 2.9.2) leaves dot segments in some paths where an earlier segment begins with a dot, such as
// /x/.a/../b. The standard does not, and neither do we.
const hasDotSegment = (path) => /\/(\.|%2e){1,2}(\/|$)/i.test(path);

const rows = [];
const seen = new Set();
while (rows.length < 4000) {
    const raw = rawURL();
    const decodingReserved = random(3) === 0;
    if (raw.length > 140 || seen.has(raw) || hasForeignName(raw)) continue;
    seen.add(raw);
    const { origin, path, full, wasMalformed } = normalise(raw, decodingReserved);
    if (hasDotSegment(path)) continue;
    rows.push([raw, decodingReserved ? 1 : 0, full === raw ? 0 : full, Buffer.byteLength(origin), Buffer.byteLength(path), wasMalformed ? 1 : 0]);
}
console.log('[\n' + rows.map((row) => JSON.stringify(row)).join(',\n') + '\n]');
