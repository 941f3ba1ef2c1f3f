// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes text.json: made-up text and what regular expressions make of it; run `node generate.mjs > text.json`.
//
// "scans":     [query, [[keyword, name], …]], the matches of protocol.md §10
// "usernames": [username, normal form with the first dot of Gmail addresses removed, the same with all] (protocol.md §9.5)

let state = 0x5b1e77a3;
function random(limit) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
}
const pick = (list) => list[random(list.length)];
const some = (limit, list) => Array.from({ length: random(limit) }, () => pick(list)).join('');

const words = [
    'query', 'query', 'mutation', 'subscription', 'Query', 'sub', 'a', 'B_2', '9', '\u00e4', '{', '}', '#', '"', '(', ' ', ' ', ' ', '\n', '\t',
    '\u00a0', '\ufeff', '\u2028', '\u0085', '\u180e', '\u3000', ',', '\u{1f511}',
];
const scans = Array.from({ length: 400 }, () => {
    const query = some(24, words);
    return [query, [...query.matchAll(/(query|mutation|subscription)\s+(\w+)/g)].map((match) => [match[1], match[2]])];
});

const address = /^[A-Za-z0-9_+&*-]+(?:\.[A-Za-z0-9_+&*-]+)*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,7}$/;
function normalise(name, dots) {
    if (!address.test(name)) return name;
    let [local, domain] = name.toLowerCase().split('@');
    local = local.split('+')[0];
    return (domain === 'gmail.com' ? local.replace(dots, '') : local) + '@' + domain;
}
const runs = ['Jane', 'j', 'X', '9', '_', '-', '&*', 'a+x', '+', 'B+c+d'];
const odd = ['.', '..', '%', '\u00f6', ' ', ''];
const gmail = ['gmail.com', 'Gmail.Com', 'GMAIL.COM'];
const domains = ['x.gmail.com', 'gmail.com.', 'a-b.example', 'example.org', 'a..b.com', 'x.technology',
    'x.museums', 'x.c', 'x.c0m', 'localhost', '-.co', 'm\u00fcller.de', 'a.b@gmail.com', ''];
const usernames = Array.from({ length: 400 }, () => {
    const local = Array.from({ length: 1 + random(4) }, () => pick(runs)).join('.') + (random(5) ? '' : pick(odd) + pick(runs));
    const name = local + (random(8) ? '@' : pick(['@@', ''])) + (random(2) ? pick(domains) : pick(gmail)) + pick(['', '', '', '', '\n', ' ']);
    return [name, normalise(name, /\./), normalise(name, /\./g)];
});
const rows = (list) => '[\n' + list.map((row) => JSON.stringify(row)).join(',\n') + '\n]';
console.log(`{"scans": ${rows(scans)},\n"usernames": ${rows(usernames)}}`);
