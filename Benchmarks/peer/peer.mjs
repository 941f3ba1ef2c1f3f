// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Runs a JavaScript enforcer, any package that exports createHumanEnforceHandler, for Scripts/bench --peer. It is told
// what to do by messages: {configuration}, {prepare, folder}, {run}.
//
// The network is cut off at http.request and https.request (and fetch), which answer at once with what the case's
// server answers. The handler gets events as Lambda hands them over, already parsed; parsing is not measured.

import { readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cutOff, setAnswer } from "./network.mjs";

const roundTime = 500_000n;

let handler;
let events = [];

async function load(folder) {
    const require = createRequire(join(folder, "package.json"));
    const title = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    let loaded;
    try {
        loaded = require(folder);
    } catch (error) {
        if (error.code !== "ERR_REQUIRE_ESM" && error.code !== "MODULE_NOT_FOUND") throw error;
        // A package for import alone; its main file is what package.json says.
        const entry = title.exports?.["."]?.import ?? title.exports?.import ?? title.exports ?? title.main ?? "index.js";
        loaded = await import(pathToFileURL(join(folder, typeof entry === "string" ? entry : entry.default)).href);
    }
    const create = loaded.createHumanEnforceHandler ?? loaded.default?.createHumanEnforceHandler;
    if (typeof create !== "function") throw new Error(`${folder} exports no createHumanEnforceHandler`);
    return { create, title: `${title.name ?? folder} ${title.version ?? ""}`.trim() };
}

/** Regular expressions stand in JSON as {"regex", "flags"}. */
function readConfiguration(text) {
    return JSON.parse(text, (key, value) =>
        typeof value?.regex === "string" ? new RegExp(value.regex, value.flags ?? "") : value,
    );
}

const isResponse = (result) => result !== null && typeof result === "object" && "status" in result;

async function prepare(name, folder) {
    const lines = readFileSync(join(folder, `${name}.jsonl`), "utf8").trimEnd().split("\n");
    const answer = join(folder, `${name}.answer`);
    setAnswer(existsSync(answer) ? readFileSync(answer) : null);
    // A handler may change its event, so every call gets one of its own.
    events = lines;
    const result = await handler(JSON.parse(lines[0]));
    // Until the compiler has seen enough; a fixed time, as calls differ by a factor of 100.
    const end = process.hrtime.bigint() + 700_000_000n;
    let index = 0;
    while (process.hrtime.bigint() < end) await handler(JSON.parse(lines[index++ % lines.length]));
    return isResponse(result) ? "response" : "request";
}

async function round(count) {
    const parsed = Array.from({ length: count }, (_, index) => JSON.parse(events[index % events.length]));
    const begin = process.hrtime.bigint();
    for (const event of parsed) await handler(event);
    return process.hrtime.bigint() - begin;
}

async function run(rounds) {
    let count = 1;
    while (count < 1 << 16 && (await round(count)) < roundTime) count *= 2;
    const times = [];
    while (times.length < rounds) times.push(Number(await round(count)) / count);
    return times;
}

async function answer(message) {
    if (message.configuration !== undefined) {
        cutOff();
        const { create, title } = await load(process.argv[2]);
        handler = await create(readConfiguration(message.configuration));
        return { title };
    }
    if (message.prepare !== undefined) return { kind: await prepare(message.prepare, message.folder) };
    return { times: await run(message.run) };
}

process.on("message", async (message) => {
    try {
        process.send(await answer(message));
    } catch (error) {
        process.send({ error: `the peer: ${error.stack ?? error}` });
    }
});
