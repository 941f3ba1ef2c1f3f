// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes forms.json: made-up forms and what Node.js makes of them; run `node generate.mjs > forms.json`.
//
// [body in base64, [[name, first value], …]], read as text in UTF-8 and then by URLSearchParams

let state = 0x3c9a5d17;
function random(limit) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
}
const pick = (list) => list[random(list.length)];
const pieces = [
    'user', 'pass', 'a', 'b', '&', '&', '&', '=', '=', '=', '+', '%20', '%', '%%', '%zz', '%4', '%C3%B6', '%c3', '%B6', '%F0%9F%94%91',
    '%F0%9F', '%ED%A0%80', '%00', '%26', '%3D', '%2B', '%25', ';', '\u00f6', '\u{1f511}', '\ufeff', '\n', '#', '%61', '%E2%82', '%EF%BB%BF',
].map((text) => Buffer.from(text));
const illFormed = ['c3', 'f09f94', 'eda080', 'ff', 'b6'].map((text) => Buffer.from(text, 'hex'));

const rows = Array.from({ length: 400 }, () => {
    const body = Buffer.concat(Array.from({ length: random(16) }, () => (random(16) ? pick(pieces) : pick(illFormed))));
    const text = body.toString('utf8');
    // Node.js misreads bare characters beyond ASCII where the same value has a malformed escape; escaped ones it does not.
    const form = new URLSearchParams('?' + text.replace(/[^\x00-\x7f]/gu, encodeURIComponent));
    return [body.toString('base64'), [...new Set(form.keys())].map((name) => [name, form.get(name)])];
});
console.log('[\n' + rows.map((row) => JSON.stringify(row)).join(',\n') + '\n]');
