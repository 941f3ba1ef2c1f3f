// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes made-up regular expressions and what Node.js 20 makes of them:
//
//   node generate.mjs [seed] [patterns] > differential.json
//
// A row is [source, flags, texts, answers]. `answers` has for each text 1 if the pattern is found in it and 0 if it is not;
// instead it is "refused" if `new RegExp` throws, and "back-reference" if the pattern has one. The committed file was
// written without arguments; with seed 1, Node.js 20.20 itself crashes, on a class of the v mode that is empty. Larger
// ones are for `PATTERN_DIFFERENTIAL=file swift test --filter PatternDifferentialTests`.

import vm from 'node:vm';

let state = (Number(process.argv[2] ?? 2) * 0x9e3779b1) | 1;
const wanted = Number(process.argv[3] ?? 3600);
function random(limit) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
}
const chance = (percent) => random(100) < percent;
const pick = (list) => list[random(list.length)];
const repeat = (count, make) => Array.from({ length: count }, make);

const themes = [
    { letters: ['a', 'b'], noise: ['a', 'b', 'a', 'b', 'c'] },
    { letters: ['a', 'b', 'c', '1', '_', ' '], noise: ['a', 'B', 'c', '1', '_', ' ', '\n', '-', '.'] },
    { letters: ['/', 'api', 'v1', '.png', '.', 'login', '-', '?', '=', '%20'], noise: ['/', 'api', 'v', '1', '2', '.', 'png', 'login', '-', '_', '?', '=', '%'] },
    { letters: ['Mozilla', '/5.0', ' ', '(', ')', ';', 'bot', 'Chrome', 'like'], noise: ['Mozilla', '/', '5.0', ' ', '(', ')', ';', 'Bot', 'chrome', '+', 'X'] },
    { letters: ['k', 'K', 's', 'S', 'i', 'I', 'ß', 'ſ', '\u212a', 'µ', 'İ', 'ı'], noise: ['k', 'K', 's', 'S', 'i', 'I', 'ß', 'ẞ', 'ſ', '\u212a', 'µ', 'μ', 'Μ', 'ı', 'İ'] },
    { letters: ['ä', 'Ä', 'é', 'Σ', 'σ', 'ς', 'я', 'Я', 'ǆ', 'ǅ', 'Ω', '\u2126', 'Å'], noise: ['ä', 'Ä', 'é', 'É', 'Σ', 'σ', 'ς', 'я', 'Я', 'ǆ', 'ǅ', 'Ǆ', 'ω', '\u212b', 'å', 'a'] },
    { letters: ['😀', '😁', '日', '本', '𐐀', '𐐨', 'ﬀ', '\u00a0', '\ufeff'], noise: ['😀', '😁', '日', '語', '𐐀', '𐐨', '\u2028', '\u00a0', '\ufeff', 'x', '\ufffd', '٣', 'α', '\u0345'] },
    { letters: ['\n', '\r', '\u2028', 'a', ' ', '\t', '\0'], noise: ['\n', '\r', '\u2029', 'a', 'b', ' ', '\t', '\v', '\0'] },
];
const syntax = [...'()[]{}*+?|\\^$-,:=!<>.kuxcpPdDwWsbB012378aAz/&_', '(?', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<a>', '(?<b>', '[^', '\\u', '\\u{', '\\x', '\\c', '\\k<a>', '\\b', '{1', '{2,', '{0}', '{1,2}', '\\ud83d', '\\ude00', '--', '&&', '\\q{', '\\p{L', '}', ']', ')', 'a', 'b', '😀', '\n'];
const properties = ['L', 'Lu', 'Ll', 'Letter', 'N', 'Nd', 'P', 'S', 'Zs', 'Cc', 'Cn', 'Any', 'ASCII', 'Assigned', 'Alphabetic', 'Lowercase', 'Uppercase', 'White_Space', 'Emoji',
    'Script=Latin', 'sc=Greek', 'Script=Cyrillic', 'Script=Han', 'Script=Hira', 'gc=Lu', 'General_Category=Punctuation', 'Nope', 'Script=Nope', 'lu', 'Script', 'gc=Latin', 'L=L'];

const syntaxCharacter = /[\^$\\.*+?()[\]{}|/]/;
const spell = (text) => [...text].map((c) => (syntaxCharacter.test(c) ? '\\' : '') + c).join('');

function hexadecimal(code, width) {
    return code.toString(16).padStart(width, '0');
}

function characterSource(character, unicode) {
    const code = character.codePointAt(0);
    if (code > 0xffff) {
        if (chance(60)) return character;
        const halves = `\\u${hexadecimal(character.charCodeAt(0), 4)}\\u${hexadecimal(character.charCodeAt(1), 4)}`;
        return unicode && chance(50) ? `\\u{${hexadecimal(code, 1)}}` : halves;
    }
    if (chance(90)) return spell(character);
    if (code < 256 && chance(50)) return `\\x${hexadecimal(code, 2)}`;
    return unicode && chance(50) ? `\\u{${hexadecimal(code, 6)}}` : `\\u${hexadecimal(code, 4)}`;
}

function classMember(theme, unicode, sets) {
    const dice = random(100);
    const one = () => pick([...pick(theme.letters)]);
    if (dice < 55) return characterSource(one(), unicode);
    if (dice < 70) return `${characterSource(one(), unicode)}-${characterSource(one(), unicode)}`;
    if (dice < 76) return pick(['a-z', 'A-Z', '0-9', 'a-f', '!-~', '\\0-\\x7f', '\\u0100-\\uffff', '\\x80-\\xff', 'Α-ω', 'Ѐ-ӿ']);
    if (dice < 88) return pick(['\\d', '\\D', '\\w', '\\W', '\\s', '\\S']);
    if (dice < 92 && unicode) return `\\${pick(['p', 'P'])}{${pick(properties.slice(0, 26))}}`;
    if (dice < 94 && sets) return `[${pick(['', '^'])}${classMember(theme, unicode, sets)}]`;
    return pick(['\\b', '\\-', '-', '\\n', '\\t', '\\cA', '\\c1', '\\c', '\\1', '\\8', '\\012', '\\B', '^', '.', '$', '\\k', '\\ud83d', '\\w-a', 'a-\\d', '\\u', '\\x1']);
}

function classSource(theme, unicode, sets) {
    const count = pick([0, 1, 1, 1, 2, 2, 3, 4]);
    if (sets && chance(25)) {
        const operand = () => pick([
            () => '\\w', () => '\\d', () => `\\p{${pick(properties.slice(0, 24))}}`, () => `\\P{${pick(properties.slice(0, 24))}}`,
            () => classSource(theme, unicode, sets), () => characterSource(pick([...pick(theme.letters)]), unicode), () => '[a-z]', () => '[^a-y]', () => '\\q{a|b}',
        ])();
        return `[${pick(['', '^'])}${repeat(2 + random(2), operand).join(pick(['--', '&&']))}]`;
    }
    return `[${chance(30) ? '^' : ''}${repeat(count, () => classMember(theme, unicode, sets)).join('')}]`;
}

// Each maker returns { source, sample }: sample gives a text that the pattern may match, if assertions let it.
function atom(theme, context, depth) {
    const { unicode, sets } = context;
    const dice = random(100);
    const noise = () => pick(theme.noise);
    if (dice < 40) {
        const text = pick(theme.letters);
        return { source: [...text].map((c) => characterSource(c, unicode)).join(''), sample: () => text };
    }
    if (dice < 46) return { source: '.', sample: noise };
    if (dice < 60) return { source: classSource(theme, unicode, sets), sample: noise };
    if (dice < 67) return { source: pick(['\\d', '\\D', '\\w', '\\W', '\\s', '\\S']), sample: noise };
    if (dice < 70 && unicode) return { source: `\\${pick(['p', 'p', 'P'])}{${pick(properties)}}`, sample: noise };
    if (dice < 72) {
        return { source: pick(['\\n', '\\cJ', '\\x61', '\\u0061', '\\u{61}', '\\0', '\\ud83d', '\\ude00', '\\uD83D\\uDE00', '{', '}', ']', '\\c', '\\a', '\\-', '\\141', '\\8', '\\x', '\\u12', '\\08', 'a{', '{a}', 'a{,2}']), sample: noise };
    }
    if (dice < 73) {
        const index = 1 + random(3);
        context.references.push(index);
        return { source: `(?:\\${index})`, sample: () => '' };
    }
    if (depth <= 0) return { source: 'a', sample: () => 'a' };
    const inner = disjunction(theme, context, depth - 1);
    if (dice < 90) {
        context.groups += 1;
        const name = chance(5) ? pick(['n', 'é', '$', '𝒜', '\\u0061', '\\u{62}', 'a-', '1', '']) : `g${context.groups}`;
        const open = pick(['(', '(?:', '(?:', '(?:', `(?<${name}>`]);
        return { source: `${open}${inner.source})`, sample: inner.sample };
    }
    const open = pick(['(?=', '(?!', '(?<=', '(?<!']);
    return { source: `${open}${inner.source})`, sample: () => (open === '(?=' && chance(50) ? inner.sample() : '') };
}

function term(theme, context, depth) {
    if (chance(9)) return { source: pick(['^', '$', '\\b', '\\B', '\\b', '$']), sample: () => '' };
    const made = atom(theme, context, depth);
    if (chance(70)) return made;
    const [quantifier, low, high] = pick([['*', 0, 3], ['+', 1, 3], ['?', 0, 1], ['{2}', 2, 2], ['{0}', 0, 0], ['{1,}', 1, 3], ['{0,2}', 0, 2], ['{2,3}', 2, 3], ['{3,2}', 0, 0], ['**', 0, 1], ['{,2}', 1, 1], ['{1', 1, 1]].slice(0, chance(3) ? 12 : 8));
    return {
        source: made.source + quantifier + (chance(25) ? '?' : ''),
        sample: () => repeat(low + random(high - low + 1), made.sample).join(''),
    };
}

function disjunction(theme, context, depth) {
    const alternatives = repeat(pick([1, 1, 1, 1, 2, 2, 3]), () => repeat(pick([0, 1, 1, 2, 2, 3, 3, 4]), () => term(theme, context, depth)));
    return {
        source: alternatives.map((terms) => terms.map(({ source }) => source).join('')).join('|'),
        sample: () => pick(alternatives).map(({ sample }) => sample()).join(''),
    };
}

function flagsFor() {
    let flags = '';
    for (const [flag, percent] of [['d', 2], ['g', 6], ['i', 35], ['m', 20], ['s', 20], ['u', 30], ['v', 12], ['y', 0]]) if (chance(percent)) flags += flag;
    if (chance(1)) flags += pick(['x', 'i', 'uv', 'G', 'ü']);
    return flags;
}

const context = vm.createContext({ expression: null, texts: [] });
const script = new vm.Script('texts.map((text) => { expression.lastIndex = 0; return expression.test(text) ? "1" : "0"; }).join("")');

const seen = new Set();
const rows = [];
while (rows.length < wanted) {
    const theme = pick(themes);
    const flags = flagsFor();
    const state = { unicode: /[uv]/.test(flags), sets: flags.includes('v'), references: [], groups: 0 };
    const isGarbage = chance(25);
    const made = isGarbage
        ? { source: repeat(1 + random(9), () => pick(syntax)).join(''), sample: () => repeat(random(4), () => pick(['a', 'b', '{', '\\', 'c', '-', '0', 'z', '_'])).join('') }
        : disjunction(theme, state, pick([0, 1, 2, 2, 3]));
    let { source } = made;
    if (!isGarbage && chance(4)) {
        // One character lost or doubled.
        const characters = [...source];
        const index = random(characters.length + 1);
        characters.splice(index, chance(50) ? 1 : 0, ...(chance(50) ? [pick(syntax)] : []));
        source = characters.join('');
    }
    if (source.length > 90 || seen.has(flags + source) || /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(source)) continue;
    // Node.js 20 subtracts and intersects before it folds case, and complements properties as with u; ECMA-262 folds first.
    if (/i.*v/.test(flags) && /--|&&|\\P/.test(source)) continue;
    seen.add(flags + source);
    let expression;
    try {
        expression = new RegExp(source, flags);
    } catch {
        // Too many of these would leave little room for the others.
        if (chance(40)) rows.push([source, flags, [], 'refused']);
        continue;
    }
    const groups = new RegExp(`${source}|`, flags.replace('g', '')).exec('').length - 1;
    const spelled = source.match(/\\[1-9]|\\k/);
    if (spelled) {
        // In garbage nobody knows whether it is one.
        if (isGarbage || source !== made.source || spelled[0] === '\\k') continue;
        if (state.references.some((index) => index <= groups)) {
            rows.push([source, flags, [], 'back-reference']);
            continue;
        }
    }
    const noise = () => repeat(random(5), () => pick(theme.noise)).join('');
    const texts = repeat(chance(20) ? 3 : 2, () => pick([made.sample, noise, () => noise() + made.sample(), () => made.sample() + noise(), () => noise() + made.sample() + noise()])())
        .map((text) => text.toWellFormed?.() ?? Buffer.from(text).toString()).filter((text) => text.length <= 40);
    try {
        context.expression = expression;
        context.texts = texts;
        rows.push([source, flags, texts, script.runInContext(context, { timeout: 500 })]);
    } catch {
        // Backtracking for too long.
    }
}
// Some readers of JSON drop a byte order mark.
const written = rows.map((row) => JSON.stringify(row).replaceAll('\ufeff', '\\ufeff'));
console.log(`[\n${written.join(',\n')}\n]`);
