// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes Sources/EnforcerCore/Pattern/UnicodeData.swift from what the Node.js that runs it knows of Unicode:
//
//   node tables.mjs > ../../../../Sources/EnforcerCore/Pattern/UnicodeData.swift
//
// Numbers are written in groups of five bits, lowest first, one character each: U+003F plus the group, plus 32 if more
// groups follow.

const limit = 0x110000;

function number(value) {
    let text = '';
    do {
        const more = value >= 32;
        text += String.fromCharCode(0x3f + (value & 31) + (more ? 32 : 0));
        value = Math.floor(value / 32);
    } while (value > 0);
    return text;
}

const categories = [
    'Lu Uppercase_Letter', 'Ll Lowercase_Letter', 'Lt Titlecase_Letter', 'Lm Modifier_Letter', 'Lo Other_Letter',
    'Mn Nonspacing_Mark', 'Mc Spacing_Mark', 'Me Enclosing_Mark', 'Nd Decimal_Number digit', 'Nl Letter_Number', 'No Other_Number',
    'Pc Connector_Punctuation', 'Pd Dash_Punctuation', 'Ps Open_Punctuation', 'Pe Close_Punctuation', 'Pi Initial_Punctuation',
    'Pf Final_Punctuation', 'Po Other_Punctuation', 'Sm Math_Symbol', 'Sc Currency_Symbol', 'Sk Modifier_Symbol', 'So Other_Symbol',
    'Zs Space_Separator', 'Zl Line_Separator', 'Zp Paragraph_Separator', 'Cc Control cntrl', 'Cf Format', 'Cs Surrogate', 'Co Private_Use',
    'Cn Unassigned',
];
const groups = [
    'LC Cased_Letter', 'L Letter', 'M Mark Combining_Mark', 'N Number', 'P Punctuation punct', 'S Symbol', 'Z Separator', 'C Other',
];
const scripts = [
    'Zyyy Common', 'Zinh Inherited Qaai', 'Latn Latin', 'Grek Greek', 'Cyrl Cyrillic', 'Hani Han', 'Hira Hiragana', 'Kana Katakana', 'Arab Arabic',
    'Hebr Hebrew', 'Hang Hangul', 'Thai Thai', 'Armn Armenian', 'Geor Georgian', 'Deva Devanagari', 'Beng Bengali', 'Guru Gurmukhi', 'Gujr Gujarati',
    'Taml Tamil', 'Telu Telugu', 'Knda Kannada', 'Mlym Malayalam', 'Sinh Sinhala', 'Laoo Lao', 'Tibt Tibetan', 'Mymr Myanmar', 'Ethi Ethiopic',
    'Khmr Khmer', 'Mong Mongolian', 'Bopo Bopomofo', 'Syrc Syriac',
];
const properties = [
    'Alpha Alphabetic', 'Lower Lowercase', 'Upper Uppercase', 'space White_Space', 'IDS ID_Start', 'IDC ID_Continue', 'Emoji Emoji',
    'EPres Emoji_Presentation', 'ExtPict Extended_Pictographic',
];
const short = (entry) => entry.split(' ')[0];
const long = (entry) => entry.split(' ')[1];

// Runs of equal value over the whole code space, each as (length - 1) * base + value; with base 1 the values alternate,
// beginning with 0, and only the lengths are written.
function runs(base, valueOf) {
    let text = '';
    let start = 0;
    let value = valueOf(0);
    for (let code = 1; code <= limit; code += 1) {
        const next = code < limit ? valueOf(code) : -1;
        if (next === value) continue;
        text += number((code - start - 1) * base + (base > 1 ? value : 0));
        start = code;
        value = next;
    }
    return text;
}

function classify(expressions, otherwise) {
    const values = new Uint8Array(limit).fill(otherwise);
    expressions.forEach((expression, index) => {
        for (let code = 0; code < limit; code += 1) {
            if (expression.test(String.fromCodePoint(code))) values[code] = index;
        }
    });
    return (code) => values[code];
}

// The characters that the flags make equal, as: gap to the entry before, count - 1, step - 1, distance to the least of
// their kind (how far below; it is never above).
function equivalents(flags, end) {
    const cased = [];
    for (let code = 0; code < end; code += 1) {
        const text = String.fromCodePoint(code);
        const family = new Set([text.toLowerCase(), text.toUpperCase()]);
        if (family.size > 1 || !family.has(text)) for (const member of [text, ...family]) if (member.length <= 2) cased.push(...member);
    }
    const candidates = [...new Set(cased)].filter((text) => text.codePointAt(0) < end).sort((a, b) => a.codePointAt(0) - b.codePointAt(0));
    const all = candidates.join('');
    const pairs = [];
    for (const text of candidates) {
        const code = text.codePointAt(0);
        const source = code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
        const least = all.match(new RegExp(source, 'g' + flags))[0].codePointAt(0);
        if (least !== code) pairs.push([code, code - least]);
    }
    let text = '';
    let previous = 0;
    for (let index = 0; index < pairs.length; ) {
        const [start, distance] = pairs[index];
        let best = 1;
        let step = 1;
        for (const candidate of [1, 2]) {
            let count = 1;
            while (index + count < pairs.length && pairs[index + count][0] === start + count * candidate && pairs[index + count][1] === distance) count += 1;
            if (count > best) [best, step] = [count, candidate];
        }
        text += number(start - previous) + number(best - 1) + number(step - 1) + number(distance);
        previous = start;
        index += best;
    }
    return text;
}

function constant(name, comment, text) {
    const lines = text.match(/.{1,112}/gs).map((line) => `        ${line}`);
    console.log(`\n    /// ${comment}\n    static let ${name}: StaticString = #"""\n${lines.join('\n')}\n        """#`);
}

function names(name, comment, entries) {
    const lines = [''];
    for (const entry of entries.map((entry) => `${entry}|`)) {
        if (lines.at(-1).length + entry.length > 100) lines.push('');
        lines[lines.length - 1] += entry;
    }
    console.log(`\n    /// ${comment}\n    static let ${name}: StaticString = #"""\n${lines.map((line) => `        ${line}`).join('\n')}\n        """#`);
}

console.log(`// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What regular expressions need of Unicode ${process.versions.unicode}, written by Tests/EnforcerCoreTests/Fixtures/pattern/tables.mjs:
/// change that program, not this file. \`UnicodeTable\` reads it.
enum UnicodeData {`.trimEnd());
names('categoryNames', 'Names of the general categories, in the order of their numbers, and then of the groups of them.', [...categories, ...groups]);
names('scriptNames', 'Names of the scripts, in the order of their numbers.', scripts);
names('propertyNames', 'Names of the properties that are yes or no, in the order of \\`properties\\`.'.replaceAll('\\', ''), properties);
constant('categories', `General categories: runs of (length - 1) * ${categories.length} + number.`,
    runs(categories.length, classify(categories.map((entry) => new RegExp(`^\\p{${short(entry)}}$`, 'u')), categories.length - 1)));
constant('scripts', `Scripts: runs of (length - 1) * ${scripts.length + 1} + number; ${scripts.length} is any other.`,
    runs(scripts.length + 1, classify(scripts.map((entry) => new RegExp(`^\\p{Script=${short(entry)}}$`, 'u')), scripts.length)));
const tables = properties.map((entry) => {
    const has = classify([/^\p{Any}$/u, new RegExp(`^\\p{${long(entry)}}$`, 'u')], 0);
    const text = runs(1, has);
    return number(text.length) + text;
});
constant('properties', 'Properties: the length of the table in characters, then lengths - 1 of runs by turns without and with.', tables.join(''));
constant('upperCaseEquivalents', 'UTF-16 units that flag i makes equal: gap, count - 1, step - 1, distance down to the least of their kind.', equivalents('i', 0x10000));
constant('foldingEquivalents', 'Code points that flags i and u make equal, likewise.', equivalents('iu', limit));
console.log('}');
