// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes the tables beside it. What is expected comes from JavaScript itself: JSON.parse, JSON.stringify, Number and
// parseInt. Run it with `node generate.mjs`; the same Node version gives the same files.
//
// The first letter of a case's name says what RFC 8259 makes of it, as in the well-known suite of Nicolas Seriot:
// y is to be accepted, n to be refused, i is left to the reader. The script stops where JavaScript says otherwise.

import { writeFileSync } from "node:fs";

const write = (name, rows) =>
  writeFileSync(new URL(name, import.meta.url), rows.map((row) => JSON.stringify(row) + "\n").join(""));

const bytesOf = (text) => [...Buffer.from(text, "utf8")];
const hex = (bytes) => Buffer.from(bytes).toString("hex");

/// UTF-8, but that a lone surrogate takes three bytes: what the engine keeps JavaScript's text as.
function wtf8(text) {
  const bytes = [];
  for (const character of text) {
    const point = character.codePointAt(0);
    if (point >= 0xd800 && point < 0xe000) bytes.push(0xed, 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else bytes.push(...bytesOf(character));
  }
  return bytes;
}

/// The generator of the Swift tests (SplitMix64), so that nothing here depends on chance.
function seeded(seed) {
  let state = BigInt(seed);
  const mask = (1n << 64n) - 1n;
  return (bound) => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    let mixed = state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
    return Number(((mixed ^ (mixed >> 31n)) >> 1n) % BigInt(bound));
  };
}

// MARK: - cases.jsonl: what is JSON and what is not

const cases = [];
const add = (verdict, group, inputs) => {
  inputs.forEach((input, index) => {
    const bytes = typeof input === "string" ? bytesOf(input) : input;
    cases.push({ name: `${verdict}_${group}_${String(index + 1).padStart(2, "0")}`, hex: hex(bytes) });
  });
};
const inString = (...bytes) => [0x22, ...bytes, 0x22];

add("y", "structure", [
  "[]", "{}", "[[]]", "[{}]", '{"a":{}}', '{"a":[]}', "[[],[]]", "[1,2]", '{"a":1,"b":2}', '{"a":1,"a":2}', '{"":0}',
  '{"":""}', '{"a":[{"b":[{"c":null}]}]}', "[[[[[[[[[[]]]]]]]]]]", '[1,"x",null,true,false,{},[]]', '{"\\u0061":1}',
  '{"a\\"b":1}', '{"\\u0000":1}', '{"a":{"a":{"a":{}}}}', '[{"a":1},{"b":2},[3,[4]]]', '{"a":"b","c":["d"],"e":{"f":0}}',
]);
add("y", "scalar", ["1", "0", "-0", '"x"', '""', "null", "true", "false", "1.5", "-1e2", " 7 ", "\n\"x\"\t", "123456789"]);
add("y", "space", [
  " []", "[] ", "\t[]", "\n[]", "\r[]", "[\t\n\r ]", '{ \t\r\n"a" \n:\t1 \r, "b" : 2 }', "[ 1 , 2 ]", "\r\n[\r\n1\r\n]\r\n",
  "[1\n]", "[1\t,2]", '{"a":1\r}', " \t\n\r\n\t 0 \t\n", "[ ]", "{ }", "[true ,false\n,null\t]",
]);
add("y", "number", [
  "[0]", "[-0]", "[0.0]", "[-0.0]", "[0e0]", "[0E0]", "[0e+0]", "[0e-0]", "[1e1]", "[1E1]", "[1e+1]", "[1E+1]", "[1e-1]",
  "[1E-1]", "[1.0e1]", "[1.5E-10]", "[-1]", "[-1.5]", "[10]", "[100.001]", "[1e00]", "[1e007]", "[0.1]", "[0.00000001]",
  "[123456789012345678901234567890]", "[1e308]", "[1e309]", "[-1e400]", "[1e-400]", "[0.1e-324]", "[9007199254740993]",
  "[1e99999999999999999999]", "[1e-99999999999999999999]", "[-123.456e+7]", "[0.123456789012345678901234567890]",
]);
add("n", "number", [
  "[-]", "[+1]", "[+]", "[01]", "[-01]", "[00]", "[-00]", "[0123]", "[.5]", "[-.5]", "[5.]", "[-5.]", "[0.]", "[.]", "[-.]",
  "[1e]", "[1E]", "[1e+]", "[1e-]", "[1E+]", "[1.e1]", "[1.e]", "[.e1]", "[0e]", "[0e+]", "[0.e1]", "[1ee1]", "[1e1e1]",
  "[1e1.5]", "[1e.5]", "[1e+-1]", "[1e++1]", "[1.2.3]", "[1..2]", "[--1]", "[-+1]", "[+-1]", "[1-]", "[1+]", "[1-1]", "[1+1]",
  "[0x1]", "[0X1F]", "[0b1]", "[0o7]", "[1_000]", "[1 000]", "[- 1]", "[1 .5]", "[1. 5]", "[1e 5]", "[NaN]", "[-NaN]",
  "[Infinity]", "[-Infinity]", "[nan]", "[inf]", "[1a]", "[-a]", "[1.5a]", "[1e5a]", "[1\u00bd]", "[\uff11]", "[1\u0000]", "[1L]",
  "[1f]", "[1n]", "[1,000.5", "[$1]", "[1%]", "[1/2]", "[(1)]", "-", "+1", ".5", "5.", "1e", "1e+", "01", "0x", "1.", "-.", "--",
]);
add("y", "string", [
  '["x"]', '[""]', '["\\""]', '["\\\\"]', '["\\/"]', '["/"]', '["\\b\\f\\n\\r\\t"]', '["\\u0000"]', '["\\u001f"]', '["\\u0022"]',
  '["\\u005C"]', '["\\u005c"]', '["\\uABCD"]', '["\\uabcd"]', '["\\uAbCd"]', '["\\uffff"]', '["\\uFFFE"]', '["\\ud83d\\ude00"]',
  '["\\uD83D\\uDE00"]', '["\\ud83d"]', '["\\ude00"]', '["\\ude00\\ud83d"]', '["\\ud83d\\ud83d"]', '["\\ud83dx"]',
  '["\\ud83d\\n"]', '["\\ud83d\\u0041"]', '["\\ud83d\\\\ude00"]', '["x\\u0041y"]', '["\u007f"]', '["\u0080"]', '["\u00e9"]', '["\u2028"]',
  '["\u2029"]', '["\u20ac"]', '["\u{1f600}"]', '["\ufeff"]', '["\ufffe"]', '["\u{10ffff}"]', '["\u{ffff}"]', '["\'"]', '["`"]', '["//"]',
  '["/*x*/"]', '["\\\\u0041"]', '["\\\\\\""]', '["\\\\\\\\"]', '["a\\u0000b"]', '["null"]', '["[1,2"]', '["{"]', '["\\u00e9\u00e9"]',
]);
add("n", "string", [
  '["x]', '["', '["x', '["\\"]', '["\\', '["\\u"]', '["\\u0"]', '["\\u00"]', '["\\u004"]', '["\\u004', '["\\u004g"]', '["\\u00 1"]',
  '["\\u+041"]', '["\\u-001"]', '["\\u{41}"]', '["\\U0041"]', '["\\x41"]', '["\\a"]', '["\\v"]', '["\\0"]', '["\\1"]', '["\\e"]', '["\\ "]',
  '["\\\'"]', '["\\\n"]', '["\\\t"]', '["\\\u0000"]', '["\u0000"]', '["\u0001"]', '["\u0008"]', '["\u001f"]', '["x\ny"]', '["x\ry"]', '["x\ty"]',
  "['x']", "[`x`]", '[x"]', '["x"y]', '["x" "y"]', '["x"y"]', '[\\"x"]', '[\\u0022x"]', '["\\ud83d\\u"]', '["\\ud83d\\ude0"]', '["\\ud83d\\',
  '["\\u\uff10\uff10\uff14\uff11"]', '"', '"\\', '"x', '"\\u', '"\\ud83d\\ud', "'", "x", '"x"y"', '"\u000b"',
]);
add("n", "structure", [
  "[", "]", "{", "}", "[]]", "{}}", "[[]", "[[", "{{}}", "[}", "{]", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1:2]", "[1;2]", "[:]",
  "[1", "[1,", "[1}", "{1}", '{"a"}', '{"a":}', '{"a":1', '{"a":1,', '{"a":1,}', '{,"a":1}', '{"a":1,,"b":2}', '{"a":1 "b":2}', '{"a" 1}',
  '{"a"::1}', '{"a":1:2}', '{"a","b"}', "{:1}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{{}:1}", '{"a":1]', '[{"a":1]', '[{]}',
  '{"a":[}', '{"a":{]', "[][]", "{}{}", "[] []", "{} x", "[]x", "[],", "[]:", "1 2", "1,2", "1]", '"x" "y"', "null null", "nullnull", "1x",
  "[/*x*/]", "[//x\n]", "[#x\n]", "/**/[]", "[]//", "[]#", "<x/>", "[1\u0000]", "[]\u0000", "\u0000[]", "\u0000", "\\", ",", ":", "*", "()", "[...]",
  '{"a":1}"', '{"a', '{"a"', '{"a":', '{"a":"', '{"a":tru', "[[1]", '[{"a":[1]}', "]]", "}{", "[1]]", '{"a":1}}',
]);
add("n", "literal", [
  "[nul]", "[nulll]", "[tru]", "[truee]", "[fals]", "[falsee]", "[Null]", "[NULL]", "[True]", "[TRUE]", "[False]", "[FALSE]", "[t]", "[f]",
  "[n]", "nul", "tru", "fals", "n", "t", "f", "nule", "trux", "falsy", "[nu ll]", "[undefined]", "[none]", "[yes]", "[tr\\u0075e]", "nullx",
  "true1", "false\"", "[null0]", "n\u0000ll", "[true,fals", "nu\nll",
]);
add("n", "space", [
  "[\f]", "[\v]", "\f[]", "[]\v", "[\u00a0]", "[\u0085]", "[\u2028]", "[\u2029]", "[\u2003]", "[\u3000]", "[\u200b]", "[\u2060]", "[\ufeff]", "[\u001c]",
  "[\u0008]", "[\\n]", "[\\t1]", "", " ", "\n", "\t\r\n ", "[1\f]", '{"a"\u00a0:1}', "1\v", "[\u007f]", "1\f",
]);
add("n", "mark", [
  "\ufeff[]", "\ufeff", "\ufeff1", "[]\ufeff", "\ufeff\ufeff{}", " \ufeff[]", [0xff, 0xfe, 0x5b, 0, 0x5d, 0], [0xfe, 0xff, 0, 0x5b, 0, 0x5d],
  [0x5b, 0, 0x5d, 0], [0xef, 0xbb, 0x5b, 0x5d], [0xef], [0xef, 0xbb], [0xff, 0xfe], [0xef, 0xbb, 0xbf, 0x7b, 0x7d],
]);
add("n", "illFormed", [
  [0xff], [0x80], [0xc3], [0x5b, 0xff, 0x5d], [0x5b, 0x80, 0x5d], [0x5b, 0xc3, 0xa9, 0x5d], [0x5b, 0x31, 0xe9, 0x5d], [0x5b, 0x5d, 0x80],
  [0x5b, 0xed, 0xa0, 0x80, 0x5d], [0x7b, 0xe9, 0x7d], [0x22, 0x5c, 0xe9, 0x22], [0x22, 0x5c, 0x75, 0x30, 0x30, 0x34, 0xe9, 0x22], [0x31, 0xff],
  [0x5b, 0x74, 0x72, 0x75, 0xe5, 0x5d], [0x2d, 0xff], [0x22, 0xff], [0x22, 0xf0, 0x9f, 0x98],
]);
// JavaScript replaces what is ill-formed before it parses, the engine when it writes: inside strings either will do.
add("i", "illFormed", [
  inString(0xff), inString(0x80), inString(0xbf), inString(0xc0, 0x80), inString(0xc0, 0xaf), inString(0xc1, 0xbf), inString(0xc3),
  inString(0xc3, 0x28), inString(0xe2, 0x82), inString(0xe2, 0x28, 0xa1), inString(0xe0, 0x80, 0x80), inString(0xe0, 0x9f, 0xbf),
  inString(0xed, 0xa0, 0x80), inString(0xed, 0xb0, 0x80), inString(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80), inString(0xf0, 0x80, 0x80, 0x80),
  inString(0xf0, 0x9f, 0x98), inString(0xf0, 0x28, 0x8c, 0xbc), inString(0xf4, 0x90, 0x80, 0x80), inString(0xf5, 0x80, 0x80, 0x80),
  inString(0xf8, 0x88, 0x80, 0x80, 0x80), inString(0xfc, 0x84, 0x80, 0x80, 0x80, 0x80), inString(0xfe), inString(0x61, 0xe9, 0x62),
  inString(0xff, 0x5c, 0x6e), inString(0xc3, 0x5c, 0x22), inString(0xf0, 0x9f, 0x5c, 0x75, 0x64, 0x65, 0x30, 0x30),
  [0x7b, ...inString(0xff), 0x3a, 0x31, 0x7d], [0x5b, ...inString(0xe2, 0x82), 0x2c, ...inString(0x80), 0x5d],
]);

for (const row of cases) {
  let accepted = true;
  try {
    JSON.parse(Buffer.from(row.hex, "hex").toString("utf8"));
  } catch {
    accepted = false;
  }
  const verdict = row.name[0];
  if (verdict !== "i" && accepted !== (verdict === "y")) throw new Error(`${row.name}: JavaScript says otherwise`);
  row.expected = verdict === "i" ? "either" : accepted ? "accept" : "refuse";
}
write("cases.jsonl", cases);

// MARK: - strings.jsonl: how JavaScript writes a string

const strings = ["", "plain", "/", "</script>", "a\u2028b\u2029c", "\u{1f600}", "\u{10000}\u{10ffff}", "\ud83d", "\ude00", "\ude00\ud83d",
  "\ud83d\ud83d\ude00", "a\ud800", "\udfffz", "\ud800\u0041", "\ufeffx", "\ufffd", "\uffff", "\\u0041", "\\\\", '"', '""', '\\"', "\u007f\u0080\u009f",
  "\0", "\b\f\n\r\t\v", "a\0b", "%22%5C", "'", "x".repeat(300), "\u00e9".repeat(100), "\u{1f600}".repeat(50), "\\".repeat(40), "\u0001".repeat(40)];
for (let unit = 0; unit < 0x100; unit += 1) strings.push(String.fromCharCode(unit));
for (const unit of [0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfffd, 0xfffe]) strings.push(`a${String.fromCharCode(unit)}b`);
const draw = seeded(20260101);
const alphabet = ['"', "\\", "/", "\b", "\f", "\n", "\r", "\t", "\0", "\u001f", " ", "a", "Z", "0", "u", "\u007f", "\u0080", "\u07ff", "\u0800", "\u2028",
  "\uffff", "\ud83d", "\ude00", "\ud800", "\udfff", "\u{1f600}"];
for (let count = 0; count < 400; count += 1) {
  let text = "";
  for (let length = draw(24); length > 0; length -= 1) text += alphabet[draw(alphabet.length)];
  strings.push(text);
}
write("strings.jsonl", strings.map((text) => ({ text: hex(wtf8(text)), json: JSON.stringify(text) })));

// MARK: - documents.jsonl: how JavaScript writes again what it read

const spaces = ["", "", " ", "\n", "\t", "\r\n", "  "];
const space = () => spaces[draw(spaces.length)];
const escapeSloppily = (text) => {
  let written = '"';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const plain = JSON.stringify(text[index]).slice(1, -1);
    const digits = unit.toString(16).padStart(4, "0");
    const style = draw(6);
    const isSurrogate = unit >= 0xd800 && unit < 0xe000;
    if (style === 0) written += `\\u${digits}`;
    else if (style === 1 || isSurrogate) written += `\\u${digits.toUpperCase()}`;
    else if (text[index] === "/" && style === 2) written += "\\/";
    else written += plain;
  }
  return written + '"';
};
const randomText = () => {
  let text = "";
  for (let length = draw(9); length > 0; length -= 1) text += alphabet[draw(alphabet.length)];
  return text;
};
function randomDocument(depth) {
  switch (draw(depth > 4 ? 6 : 9)) {
    case 0: return "null";
    case 1: return "true";
    case 2: return "false";
    case 3: return String(draw(2) ? draw(1e9) : -1 - draw(1e15));
    case 4: return escapeSloppily(randomText());
    case 5: return ["0", "0.5", "-12.25", "1.7e+300", "1e-7", "123456789012"][draw(6)];
    case 6: {
      const parts = Array.from({ length: draw(6) }, () => space() + randomDocument(depth + 1) + space());
      return `[${parts.length ? parts.join(",") : space()}]`;
    }
    default: {
      // Names begin with a letter: JavaScript moves names that are whole numbers to the front.
      const parts = Array.from(
        { length: draw(6) },
        (_, index) => `${space()}${escapeSloppily(`k${index}${randomText()}`)}${space()}:${space()}${randomDocument(depth + 1)}${space()}`,
      );
      return `{${parts.length ? parts.join(",") : space()}}`;
    }
  }
}
const documents = ['{"__proto__":1,"constructor":[],"toString":null}', '{"k":"\\ud83d\\ude00\\ud83d"}', "[[[[]]],{}]", ' { "a" : [ 1 , { } , [ ] ] } '];
for (let count = 0; count < 300; count += 1) documents.push(space() + randomDocument(0) + space());
write("documents.jsonl", documents.map((text) => ({ text, json: JSON.stringify(JSON.parse(text)) })));

// MARK: - numbers.jsonl, texts.jsonl, integers.jsonl: how JavaScript reads a number

const bits = (value) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
};
const digits = (count) => {
  let text = String(1 + draw(9));
  while (text.length < count) text += draw(10);
  return text;
};
const numbers = ["0", "-0", "0.0", "-0.0", "0e0", "0e99", "0e-99", "1", "-1", "0.1", "0.2", "0.3", "0.7", "1.1", "2.675", "1.005", "100", "1e2", "1E+2", "1e-2",
  "1e22", "1e23", "1e-22", "1e-23", "123456789012345678", "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995",
  "18446744073709551615", "18446744073709551616", "9999999999999999999", "1769762028276", "1769762028.276", "0.000001", "1e-7", "5e-324", "2e-324", "3e-324",
  "2.2250738585072014e-308", "2.2250738585072011e-308", "1.7976931348623157e308", "1.7976931348623159e308", "1e308", "1e309", "-1e309", "1e400", "1e-400",
  "1e99999999999999999999", "1e-99999999999999999999", `0.${"0".repeat(400)}1e401`, `1${"0".repeat(400)}e-400`, `${"9".repeat(60)}`, `0.${"3".repeat(60)}`,
  "8.5", "0.30000000000000004", "3.141592653589793", "2.718281828459045", "6.02214076e23", "1.602176634e-19", "4.35", "0.000035", "1234567.891e-5"];
for (let count = 1; count <= 19; count += 1) {
  for (let round = 0; round < 12; round += 1) {
    const text = digits(count);
    const point = draw(count + 1);
    const plain = point === 0 ? `0.${text}` : point === count ? text : `${text.slice(0, point)}.${text.slice(point)}`;
    const exponent = ["", `e${draw(4)}`, `e-${draw(4)}`, `E+0${draw(4)}`][draw(4)];
    numbers.push((draw(4) === 0 ? "-" : "") + plain + exponent);
    numbers.push(`${text}e${draw(23)}`, `${text}e-${draw(23)}`);
  }
}
for (let round = 0; round < 150; round += 1) {
  const text = digits(1 + draw(30));
  numbers.push(`${text.slice(0, 1)}.${text}e${draw(308)}`, `${text}e-${draw(290)}`, `${text}.${digits(1 + draw(30))}`);
}
for (let power = 23; power <= 27; power += 1) {
  for (let count = 1; count <= 19; count += 1) numbers.push(`${digits(count)}e${power}`, `${digits(count)}e-${power}`);
}
/// How many digits the number has, and by which power of ten they are scaled.
const extent = (text) => {
  const [, whole, fraction = "", power = "0"] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const count = (whole + fraction).replace(/^0+/, "").length;
  return { count, power: Number(power) - fraction.length };
};
write("numbers.jsonl", numbers.map((text) => {
  const { count, power } = extent(text);
  return { text, bits: bits(JSON.parse(text)), exact: count <= 19 && Math.abs(power) <= 27 };
}));

// JavaScript also reads 0x10, Infinity and white space beyond ASCII; the engine says in its comment that it does not.
const texts = ["", " ", "\t\n\v\f\r ", "0", "-0", "+0", "1", "+1", "-1", " 1 ", "\n1\t", "01", "-007", "1.5", "1.", ".5", "-.5", "+.5", ".", "-", "+", "-.", "1..2",
  "1.2.3", "..1", "1e5", "1E5", "1e+5", "1e-5", "1.e5", ".5e1", "e5", ".e5", "1e", "1e+", "1e-", "1e5.5", "1e5e5", "1 2", "- 1", "1 e5", "--1", "+-1", "-+1", "1-",
  "1+1", "1a", "a1", "1_000", "1,000", "1px", "NaN", "nan", "null", "true", "false", "[]", "{}", "\"1\"", "'1'", "1n", "1f", "50%", "$1", "(1)", "1;", "\\u0031",
  "1\0", "\0", "1\u0001", "\u00e9", "\uff11", "1e400", "-1e400", "1e-400", "100", "00", "0.0000", "12345678901234567890", "1769762028276", " -5.25e-2\n", "e", "E",
  "1e1e", "0e", "0e0", "+1e+1", "e+1", "-e", "1.5.", "5 .", ". 5", "1\t2", "1\n", "--", "++1", "0-", "0+0", "inf", "infinity"];
write("texts.jsonl", texts.map((text) => ({ text, bits: Number.isNaN(Number(text)) ? null : bits(Number(text)) })));

const integers = [...texts, "12abc", "12.9", "-12.9", "+12", "  42  ", "\v\f42", "42e3", "0x10", "0b1", "-0x10", "007", "-007", "9007199254740991", "-9007199254740991",
  "1000000", "60000ms", "5s", "1,5", "- 5", "+ 5", "+-5", "abc", "a5", ".5", "5.", "-.5", "00000000000000000000000000000000000007", "1e3", "3\u00e9", "8\0"];
write("integers.jsonl", integers.flatMap((text) => {
  const value = parseInt(text, 10);
  if (Number.isNaN(value)) return [{ text, value: null }];
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? [{ text, value: value + 0 }] : [];
}));
