// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes text.json: made-up text and what Node.js makes of it; run `node generate.mjs > text.json`.
//
// "base64":  [text, Buffer.from(text, 'base64') in hexadecimal]
// "percent": [text, decodeURI(text) or null, decodeURIComponent(text) or null]

let state = 0x1d872b41;
function random(limit) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
}
const pick = (list) => list[random(list.length)];
const repeat = (limit, make) => Array.from({ length: random(limit) }, make).join('');
const attempt = (decode, text) => {
    try {
        return decode(text);
    } catch {
        return null;
    }
};

const base64 = Array.from({ length: 300 }, () => {
    let text = Buffer.from(Array.from({ length: random(40) }, () => random(256))).toString(random(2) ? 'base64' : 'base64url');
    for (let times = random(4); times > 0; times--) {
        const at = random(text.length + 1);
        text = text.slice(0, at) + pick([' ', '\n', '=', '-', '_', '+', '/', '.', 'ä', '\u0000', 'A', '']) + text.slice(at + random(2));
    }
    return [text, Buffer.from(text, 'base64').toString('hex')];
});

const percent = Array.from({ length: 600 }, () => {
    const hexadecimal = () => pick('0123456789abcdefABCDEF2233ccEFf8'.split(''));
    const isBroken = random(4) === 0;
    const text = repeat(8, () => {
        if (isBroken && random(6) === 0) return pick(['%', '%4', '%g0', '%80', '%C0%AF', '%E0%9F%BF', '%ED%A0%80', '%ED%BF%BF', '%F0%8F%BF%BF', '%F4%90%80%80', '%FF', '%C3%', '%C3a%A4']);
        if (isBroken && random(6) === 0) return '%' + hexadecimal() + hexadecimal();
        const character = random(3) === 0 ? pick([0xe4, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff, 0xd7ff, 0xe000, 0x20ac]) : random(128);
        const letter = String.fromCodePoint(character);
        if (letter !== '%' && random(3) === 0) return letter;
        const escaped = [...Buffer.from(letter)].map((byte) => '%' + byte.toString(16).padStart(2, '0')).join('');
        return random(2) ? escaped : escaped.toUpperCase();
    });
    return [text, attempt(decodeURI, text), attempt(decodeURIComponent, text)];
});

const rows = (list) => '[\n' + list.map((row) => JSON.stringify(row)).join(',\n') + '\n]';
console.log(`{"base64": ${rows(base64)},\n"percent": ${rows(percent)}}`);
